"""What people change themselves: details, and the way of taking part in a hybrid event."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import EventPage
from registration.domain import cancellation, changes
from registration.domain.errors import AttendanceFull, NothingToDecide
from registration.models import Registration
from tests.factories import EventFactory, applicants

pytestmark = pytest.mark.django_db
Status = Registration.Status
ON_SITE, ONLINE = Registration.Attendance.ON_SITE, Registration.Attendance.ONLINE


def fresh(registration):
    registration.refresh_from_db()
    return registration


def kinds_of(registration):
    return [letter.kind for letter in registration.letters.order_by("pk")]


def change(registration, *, now, **changed):
    details = {
        "job_title": "vd",
        "phone": "",
        "diet": "",
        "access": "",
        "is_listed": False,
        "wants_directly": False,
    }
    return changes.change_details(registration.pk, **(details | changed), now=now)


@pytest.fixture
def hybrid():
    return EventFactory(format=EventPage.Format.HYBRID, capacity=1, online_capacity=1)


def test_details_are_changed_without_a_letter(olof, event, sign_up, now):
    registration = sign_up(olof, event)

    change(registration, job_title="planchef", phone="070-123 45 67", diet="nötter", is_listed=True, now=now)

    fresh(registration)
    assert (registration.job_title, registration.phone, registration.is_listed) == (
        "planchef",
        "070-123 45 67",
        True,
    )
    assert (registration.needs.diet, registration.status) == ("nötter", Status.CONFIRMED)
    assert kinds_of(registration) == ["confirmed"]
    assert registration.history.first().action == "details_changed"


def test_needs_that_are_taken_away_are_deleted(olof, event, sign_up, now):
    registration = sign_up(replace(olof, diet="nötter"), event)

    change(registration, now=now)

    assert not hasattr(fresh(registration), "needs")


def test_who_ends_up_wanting_a_seat_directly_gets_it_when_it_is_too_late_for_offers(olof, petra, sign_up):
    event = EventFactory(capacity=1)
    seated, waiting = sign_up(olof, event), sign_up(replace(petra, wants_directly=False), event)
    late = event.start_at - timedelta(hours=1)
    cancellation.cancel(seated.pk, now=late)
    assert fresh(waiting).status == Status.WAITLISTED

    changed = change(waiting, wants_directly=True, now=late)

    assert changed.status == Status.CONFIRMED


def test_nothing_is_changed_of_what_has_ended(olof, event, sign_up, now):
    registration = cancellation.cancel(sign_up(olof, event).pk, now=now)

    with pytest.raises(NothingToDecide):
        change(registration, now=now)


# --- The way of taking part -----------------------------------------------------------------------


def test_who_moves_online_frees_the_seat_in_the_room(hybrid, olof, petra, sign_up, now):
    moving = sign_up(replace(olof, attendance=ON_SITE), hybrid)
    waiting = sign_up(replace(petra, attendance=ON_SITE), hybrid)

    for _press in range(2):
        changes.change_attendance(moving.pk, attendance=ONLINE, now=now)

    assert (fresh(moving).attendance, moving.status) == (ONLINE, Status.CONFIRMED)
    assert (fresh(waiting).status, waiting.attendance) == (Status.CONFIRMED, ON_SITE)
    assert kinds_of(moving) == ["confirmed", "attendance_changed"]
    assert moving.sequence_bump == 1


def test_full_way_is_refused_and_the_seat_kept(hybrid, olof, petra, sign_up, now):
    online = sign_up(replace(olof, attendance=ONLINE), hybrid)
    sign_up(replace(petra, attendance=ON_SITE), hybrid)

    with pytest.raises(AttendanceFull):
        changes.change_attendance(online.pk, attendance=ON_SITE, now=now)

    assert (fresh(online).attendance, online.status) == (ONLINE, Status.CONFIRMED)


def test_who_chooses_the_line_stands_last_in_it_and_the_seat_goes_on(hybrid, sign_up, now, send_mail):
    online, _in_room, waits_in_room, waits_online = (
        sign_up(replace(person, attendance=way), hybrid)
        for person, way in zip(applicants(4), (ONLINE, ON_SITE, ON_SITE, ONLINE), strict=True)
    )
    send_mail()

    changes.change_attendance(online.pk, attendance=ON_SITE, joins_line=True, now=now)

    assert list(hybrid.registrations.in_line()) == [waits_in_room, online]
    assert fresh(waits_online).status == Status.CONFIRMED
    letter = next(letter for letter in send_mail() if letter.to == [online.address])
    assert letter.calendar.method == "CANCEL"


def test_who_waits_and_moves_to_where_there_is_room_gets_a_seat(hybrid, olof, petra, sign_up, now):
    sign_up(replace(olof, attendance=ON_SITE), hybrid)
    waiting = sign_up(replace(petra, attendance=ON_SITE), hybrid)

    changes.change_attendance(waiting.pk, attendance=ONLINE, now=now)

    assert (fresh(waiting).status, waiting.attendance) == (Status.CONFIRMED, ONLINE)
    assert kinds_of(waiting) == ["waitlisted", "promoted"]


def test_offer_is_answered_before_moving(hybrid, olof, petra, sign_up, now):
    seated = sign_up(replace(olof, attendance=ON_SITE), hybrid)
    offered = sign_up(replace(petra, attendance=ON_SITE, wants_directly=False), hybrid)
    cancellation.cancel(seated.pk, now=now)

    with pytest.raises(NothingToDecide):
        changes.change_attendance(offered.pk, attendance=ONLINE, now=now)


def test_event_with_one_way_has_nothing_to_change(olof, event, sign_up, now):
    with pytest.raises(NothingToDecide):
        changes.change_attendance(sign_up(olof, event).pk, attendance=ONLINE, now=now)
