from datetime import timedelta

import pytest
from django.utils.translation import gettext as _

from events.models import EventPage
from home import dates
from registration.domain import cancellation, substitutes
from registration.models import Registration
from registration.own_rows import rows_of
from tests.factories import EventFactory, RegistrationFactory, applicant

pytestmark = pytest.mark.django_db
Status = Registration.Status


def row_of(registration, *, now, place=None):
    registration.place = place
    (row,) = rows_of([registration], now=now)
    return row


@pytest.mark.parametrize(
    ("status", "door"),
    [
        (Status.PENDING, "dashed"),
        (Status.CONFIRMED, "open"),
        (Status.OFFERED, "ajar"),
        (Status.DECLINED, "wall"),
        (Status.EXPIRED, "wall"),
        (Status.CANCELLED, "crossed"),
    ],
)
def test_each_status_has_its_door_and_its_word(status, door, now):
    registration = RegistrationFactory(status=status, offer_expires_at=now + timedelta(days=1))

    line = row_of(registration, now=now).line

    assert (line.door, line.words) == (door, str(status.label))


def test_waiting_says_the_place(now):
    registration = RegistrationFactory(status=Status.WAITLISTED, place_in_line=9)

    line = row_of(registration, now=now, place=3).line

    assert (line.door, line.words) == ("waiting", _("On the waitlist (place %(place)d)") % {"place": 3})


def test_cancelled_and_held_events_are_said_first_to_who_was_coming(now):
    coming, left = RegistrationFactory(), RegistrationFactory(status=Status.CANCELLED)
    for registration in (coming, left):
        registration.event.status = EventPage.Status.CANCELLED

    assert row_of(coming, now=now).line.words == _("Cancelled")
    assert row_of(left, now=now).line.words == str(Status.CANCELLED.label)

    held = RegistrationFactory()
    assert row_of(held, now=held.event.end_at).line.words == _("Held")


def test_offer_says_until_when_to_answer_as_long_as_it_can_be_answered(now):
    answer_by = now + timedelta(hours=10)
    registration = RegistrationFactory(status=Status.OFFERED, offer_expires_at=answer_by)

    assert dates.at(answer_by) in row_of(registration, now=now).note
    assert row_of(registration, now=answer_by).note == ""


def test_place_is_where_this_person_takes_part(now):
    event = EventFactory(format=EventPage.Format.HYBRID)
    in_the_room = RegistrationFactory(event=event)
    online = RegistrationFactory(event=event, attendance="online")

    assert event.venue.name in row_of(in_the_room, now=now).place
    assert row_of(online, now=now).place == _("Online")


def test_seat_that_was_handed_over_was_not_cancelled(olof, event, now, sign_up):
    holder = sign_up(olof, event)
    colleague = applicant(2, municipality=olof.municipality)
    substitutes.hand_over(holder.pk, colleague=colleague, now=now)
    holder.refresh_from_db()

    line = row_of(holder, now=now).line

    assert (line.door, line.words) == ("crossed", _("Seat handed over to a colleague"))


def test_who_came_back_and_cancelled_has_cancelled(olof, event, now, sign_up):
    holder = sign_up(olof, event)
    substitutes.hand_over(holder.pk, colleague=applicant(2, municipality=olof.municipality), now=now)
    later = now + timedelta(hours=1)
    cancellation.cancel(sign_up(olof, event).pk, now=later)
    holder.refresh_from_db()

    assert row_of(holder, now=later).line.words == str(Status.CANCELLED.label)
