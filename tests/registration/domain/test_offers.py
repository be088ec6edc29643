"""A freed seat is offered with a deadline (docs/rules.md 4.2)."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.availability import availability_of
from events.models import EventPage
from events.roles import Role
from registration.domain import cancellation, offers, signup, staff_decisions, waitlist
from registration.domain.capacity import Quota
from registration.domain.errors import OfferGone
from registration.models import Registration
from tests.factories import EventFactory, applicant

pytestmark = pytest.mark.django_db
Status = Registration.Status
STOCKHOLM = ZoneInfo("Europe/Stockholm")
# `now` is a Monday at noon: ten working hours later it is Tuesday at noon.
TUESDAY_NOON = datetime(2027, 2, 2, 12, tzinfo=STOCKHOLM)


def asks_first(person):
    return replace(person, wants_directly=False)


@pytest.fixture
def full(db):
    """An event with one seat, which Olof takes."""
    return EventFactory(capacity=1)


def status_of(registration):
    registration.refresh_from_db()
    return registration.status


def kinds_of(registration):
    return [letter.kind for letter in registration.letters.order_by("pk")]


@pytest.fixture
def offered(full, olof, petra, now, sign_up):
    """Petra's registration: she has been offered Olof's seat."""
    seated, waiting = sign_up(olof, full), sign_up(asks_first(petra), full)
    cancellation.cancel(seated.pk, now=now)
    waiting.refresh_from_db()
    return waiting


def test_freed_seat_is_offered_until_the_same_time_of_the_next_working_day(offered, now):
    assert (offered.status, offered.offered_at) == (Status.OFFERED, now)
    assert offered.offer_expires_at == TUESDAY_NOON
    assert kinds_of(offered) == ["waitlisted", "offered"]
    assert [entry.action for entry in offered.history.order_by("pk")] == ["waitlisted", "offered"]


def test_event_says_how_long_an_answer_may_take(olof, petra, now, sign_up):
    event = EventFactory(capacity=1, offer_hours=3)
    seated, waiting = sign_up(olof, event), sign_up(asks_first(petra), event)

    cancellation.cancel(seated.pk, now=now)

    waiting.refresh_from_db()
    assert waiting.offer_expires_at == now + timedelta(hours=3)


def test_offered_seat_is_nobody_elses(offered, full, bo, now, sign_up):
    assert availability_of([full], now=now)[full.pk].left == 0
    assert sign_up(bo, full).status == Status.WAITLISTED


def test_yes_confirms_and_is_told_once(offered, now):
    for _press in range(2):
        offers.accept(offered.pk, now=now + timedelta(hours=1))

    assert status_of(offered) == Status.CONFIRMED
    assert offered.offer_expires_at is None
    assert kinds_of(offered) == ["waitlisted", "offered", "confirmed"]


def test_no_passes_the_seat_on(offered, full, bo, now, sign_up):
    next_one = sign_up(asks_first(bo), full)

    cancellation.cancel(offered.pk, now=now)

    assert (status_of(offered), status_of(next_one)) == (Status.CANCELLED, Status.OFFERED)
    assert offered.history.first().action == "refused"


def test_offer_lapses_at_its_time_and_goes_to_the_next(offered, full, bo, now, sign_up):
    next_one = sign_up(asks_first(bo), full)

    waitlist.settle_all(now=TUESDAY_NOON - timedelta(seconds=1))
    assert status_of(offered) == Status.OFFERED

    waitlist.settle_all(now=TUESDAY_NOON)
    assert (status_of(offered), status_of(next_one)) == (Status.EXPIRED, Status.OFFERED)
    assert kinds_of(offered)[-1] == "offer_lapsed"


def test_yes_after_the_deadline_is_too_late_also_before_beat_has_come(offered, full, bo, now, sign_up):
    next_one = sign_up(bo, full)

    with pytest.raises(OfferGone):
        offers.accept(offered.pk, now=TUESDAY_NOON)

    assert (status_of(offered), status_of(next_one)) == (Status.EXPIRED, Status.CONFIRMED)


def test_no_after_the_deadline_is_no_answer_any_more(offered, full, bo, sign_up):
    sign_up(bo, full)

    cancellation.cancel(offered.pk, now=TUESDAY_NOON)

    assert status_of(offered) == Status.EXPIRED
    assert kinds_of(offered)[-1] == "offer_lapsed"


def test_newcomer_does_not_get_the_seat_of_a_lapsed_offer(offered, full, bo, sign_up):
    next_one = sign_up(bo, full)

    newcomer = sign_up(applicant(5), full, at=TUESDAY_NOON)

    assert (status_of(next_one), newcomer.status) == (Status.CONFIRMED, Status.WAITLISTED)


def test_answer_is_due_two_hours_before_the_start_at_the_latest(olof, petra, sign_up):
    event = EventFactory(capacity=1)
    seated, waiting = sign_up(olof, event), sign_up(asks_first(petra), event)

    cancellation.cancel(seated.pk, now=event.start_at - timedelta(hours=3))

    waiting.refresh_from_db()
    assert waiting.offer_expires_at == event.start_at - timedelta(hours=2)


def test_in_the_last_two_hours_only_who_wanted_it_directly_is_filled_in(olof, petra, bo, sign_up):
    event = EventFactory(capacity=1)
    seated, slow, quick = (sign_up(person, event) for person in (olof, asks_first(petra), bo))

    cancellation.cancel(seated.pk, now=event.start_at - timedelta(hours=2))

    assert (status_of(slow), status_of(quick)) == (Status.WAITLISTED, Status.CONFIRMED)


def test_start_that_moves_closer_takes_the_deadline_along(offered, full, now):
    EventPage.objects.filter(pk=full.pk).update(start_at=now + timedelta(hours=5))

    waitlist.settle_one(full.pk, now=now + timedelta(hours=3))

    assert status_of(offered) == Status.EXPIRED


def test_offers_hold_seats_of_their_role_only(olof, petra, bo, now, sign_up):
    event = EventFactory(capacity=2, quotas={Role.BUILDER: Quota(maximum=1)})
    builder, official = sign_up(bo, event), sign_up(olof, event)
    next_builder = sign_up(applicant(4, Role.BUILDER, wants_directly=False), event)
    politician = sign_up(asks_first(petra), event)

    cancellation.cancel(official.pk, now=now)

    assert status_of(next_builder) == Status.WAITLISTED
    assert status_of(politician) == Status.OFFERED
    assert status_of(builder) == Status.CONFIRMED


def test_nobody_says_yes_to_a_cancelled_event(offered, full, now):
    EventPage.objects.filter(pk=full.pk).update(status=EventPage.Status.CANCELLED)

    with pytest.raises(OfferGone):
        offers.accept(offered.pk, now=now)

    assert status_of(offered) == Status.OFFERED


def test_staff_confirm_an_offer_for_who_has_rung(offered, stina, now):
    staff_decisions.give_seat(offered.pk, by=stina, now=now, reason="Ringde och tackade ja")

    assert (status_of(offered), offered.is_override) == (Status.CONFIRMED, False)


def test_who_lets_an_offer_lapse_may_register_again_and_stands_last(offered, full, petra, bo, sign_up):
    sign_up(asks_first(bo), full)
    waitlist.settle_all(now=TUESDAY_NOON)

    again = signup.register(full.pk, applicant=petra, now=TUESDAY_NOON).registration

    assert (again.pk, again.status) == (offered.pk, Status.WAITLISTED)
    assert [person.address for person in full.registrations.in_line()] == [petra.address]
