"""What the clock will do with the line, beside what it does."""

from datetime import timedelta

import pytest

from registration.domain import cancellation, seat_forecast, waitlist
from registration.domain.capacity import Quota
from registration.domain.seat_forecast import Cause
from registration.models import OutboxMessage
from tests.factories import EventFactory, applicant, applicants

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def foreseen(event, *, now):
    return [(one.cause, one.letter.kind, one.letter.address) for one in seat_forecast.of(event, now=now)]


@pytest.fixture
def offered(sign_up, olof, now):
    """An event with one seat: Olof has left it, the second has been offered it."""
    event = EventFactory(capacity=1)
    seated = sign_up(olof, event)
    second = sign_up(applicant(2, wants_directly=False), event)
    cancellation.cancel(seated.pk, now=now)
    second.refresh_from_db()
    return second


def test_nothing_is_foreseen_where_nobody_waits(event, olof, sign_up, now):
    sign_up(olof, event)

    assert foreseen(event, now=now) == []


def test_offer_lapses_and_the_seat_goes_to_the_next(offered, sign_up, now):
    sign_up(applicant(3, wants_directly=False), offered.event)
    sign_up(applicant(4), offered.event)

    found = seat_forecast.of(offered.event, now=now)
    waitlist.settle_one(offered.event_id, now=offered.answer_due_at)

    assert [(one.cause, one.letter.kind, one.letter.address) for one in found] == [
        (Cause.LAPSES, "offer_lapsed", "person2@example.org"),
        (Cause.NEXT_IN_LINE, "offered", "person3@example.org"),
    ]
    written = OutboxMessage.objects.filter(key__in=[one.letter.key for one in found])
    assert [(row.kind, row.due_at, row.expires_at) for row in written.order_by("pk")] == [
        (one.letter.kind, one.letter.due_at, one.letter.expires_at) for one in found
    ]


def test_who_asked_for_it_gets_the_seat_at_once(offered, sign_up, now):
    sign_up(applicant(3), offered.event)

    assert foreseen(offered.event, now=now)[1:] == [(Cause.NEXT_IN_LINE, "promoted", "person3@example.org")]


def test_release_gives_reserved_seats_to_the_line(sign_up, bo, now):
    event = EventFactory(capacity=3, quotas={"politician": Quota(reserved=2)})
    sign_up(bo, event)
    for person in applicants(3):
        sign_up(person, event)

    found = seat_forecast.of(event, now=now)
    waitlist.settle_one(event.pk, now=event.releases_at - MINUTE)
    before = event.registrations.waitlisted().count()
    waitlist.settle_one(event.pk, now=event.releases_at)

    assert [(one.cause, one.letter.kind) for one in found] == [(Cause.RELEASE, "promoted")] * 2
    assert {one.letter.created_at for one in found} == {event.releases_at}
    assert (before, event.registrations.waitlisted().count()) == (3, 1)


def test_too_late_for_offers_only_those_who_want_it_directly_get_the_seat(offered, sign_up, now):
    event = offered.event
    type(event).objects.filter(pk=event.pk).update(start_at=now + timedelta(hours=5))
    event.refresh_from_db()
    sign_up(applicant(3, wants_directly=False), event)
    sign_up(applicant(4), event)

    assert foreseen(event, now=now) == [
        (Cause.LAPSES, "offer_lapsed", "person2@example.org"),
        (Cause.NEXT_IN_LINE, "promoted", "person4@example.org"),
    ]


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"live": False}])
def test_event_that_is_off_foresees_nothing(offered, now, change):
    event = offered.event
    type(event).objects.filter(pk=event.pk).update(**change)
    event.refresh_from_db()

    assert foreseen(event, now=now) == []


def test_nothing_is_written_by_looking(offered, sign_up, now):
    sign_up(applicant(3), offered.event)
    before = OutboxMessage.objects.count()

    seat_forecast.of(offered.event, now=now)

    offered.refresh_from_db()
    assert (offered.status, OutboxMessage.objects.count()) == ("offered", before)
