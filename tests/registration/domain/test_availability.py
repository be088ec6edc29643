from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.availability import SeatStatus, availability_of
from events.models import EventPage
from events.roles import BALANCED_ROLES, Role
from registration.domain.capacity import Quota
from tests.factories import EventFactory, RegistrationFactory, applicants

pytestmark = pytest.mark.django_db


def one(event, now):
    return availability_of([EventPage.objects.get(pk=event.pk)], now=now)[event.pk]


# --- Seats ----------------------------------------------------------------------------------------


def test_only_those_who_hold_a_seat_are_counted(event, now):
    for status in ("confirmed", "offered", "waitlisted", "pending", "cancelled", "declined", "expired"):
        RegistrationFactory(event=event, status=status, place_in_line=1, offer_expires_at=event.start_at)

    assert (one(event, now).taken, one(event, now).left) == (2, 18)


def test_roles_are_shown_in_their_order_with_what_each_could_still_get(olof, bo, sign_up, now):
    quotas = {Role.POLITICIAN: Quota(reserved=4), Role.BUILDER: Quota(maximum=3)}
    event = EventFactory(capacity=10, quotas=quotas)
    sign_up(olof, event)
    sign_up(bo, event)

    roles = one(event, now).roles

    assert [seats.role for seats in roles] == list(BALANCED_ROLES)
    assert [(seats.taken, seats.reserved, seats.maximum, seats.left) for seats in roles] == [
        (1, 0, None, 4),
        (0, 4, None, 8),
        (1, 0, 3, 2),
    ]


def test_guests_and_overrides_count_in_the_total_only(event, now):
    RegistrationFactory(event=event, role=Role.GUEST)
    RegistrationFactory(event=event, role=Role.BUILDER, is_override=True)

    seats = one(event, now)

    assert seats.taken == 2
    assert [role.taken for role in seats.roles] == [0, 0, 0]


def test_online_places_of_a_hybrid_event_are_told_apart(olof, petra, sign_up, now):
    event = EventFactory(format=EventPage.Format.HYBRID, capacity=5, online_capacity=4)
    sign_up(replace(olof, attendance="on_site"), event)
    sign_up(replace(petra, attendance="online"), event)
    RegistrationFactory(event=event, attendance="online", role=Role.GUEST)

    seats = one(event, now)

    assert (seats.taken, seats.left, seats.online_left) == (1, 4, 2)


def test_no_limit_online_is_no_number(now):
    event = EventFactory(format=EventPage.Format.HYBRID, online_capacity=None)

    assert one(event, now).online_left is None


def test_everybody_counts_where_there_is_one_way_of_taking_part(now):
    # It was hybrid when they came.
    event = EventFactory(format=EventPage.Format.ON_SITE, capacity=3)
    for attendance in ("on_site", "online"):
        RegistrationFactory(event=event, attendance=attendance)

    assert one(event, now).taken == 2


def test_nobody_of_another_event_is_counted(event, olof, sign_up, now):
    other = EventFactory()
    sign_up(olof, other)

    seats = availability_of([event, other], now=now)

    assert (seats[event.pk].taken, seats[other.pk].taken) == (0, 1)


def test_many_events_cost_two_queries(now, django_assert_num_queries):
    for _ in range(4):
        RegistrationFactory(event=EventFactory(quotas={Role.BUILDER: Quota(maximum=3)}))
    events = list(EventPage.objects.upcoming(now).for_cards())

    with django_assert_num_queries(2):
        seats = availability_of(events, now=now)

    assert [seats[event.pk].taken for event in events] == [1, 1, 1, 1]


def test_no_events_cost_nothing_much(db, now):
    with CaptureQueriesContext(connection) as queries:
        assert availability_of([], now=now) == {}

    assert len(queries) <= 1


# --- Status ---------------------------------------------------------------------------------------


def status_of(event, now):
    return one(event, now).status


def test_open_until_few_are_left_and_then_full(now, sign_up):
    event = EventFactory(capacity=20)
    people = applicants(20)

    statuses = []
    for person in people:
        sign_up(person, event)
        statuses.append(status_of(event, now))

    assert statuses == [SeatStatus.OPEN] * 16 + [SeatStatus.FEW_LEFT] * 3 + [SeatStatus.FULL]


def test_full_only_when_no_role_gets_a_seat(olof, sign_up, now):
    event = EventFactory(capacity=2, quotas={Role.POLITICIAN: Quota(reserved=1)})
    sign_up(olof, event)

    assert status_of(event, now) == SeatStatus.FEW_LEFT


def test_the_time_of_registration(now):
    event = EventFactory(opens_at=now, closes_at=now + timedelta(days=1))

    assert status_of(event, now - timedelta(seconds=1)) == SeatStatus.NOT_YET_OPEN
    assert status_of(event, now) == SeatStatus.OPEN
    assert status_of(event, event.closes_at) == SeatStatus.CLOSED
    assert status_of(event, event.start_at) == SeatStatus.CLOSED
    assert status_of(event, event.end_at) == SeatStatus.HELD


def test_cancelled_comes_before_everything_else(now):
    event = EventFactory(status=EventPage.Status.CANCELLED)

    assert status_of(event, now) == status_of(event, event.end_at) == SeatStatus.CANCELLED


def test_preliminary_until_the_date_is_settled(now):
    event = EventFactory(status=EventPage.Status.PRELIMINARY)

    assert status_of(event, now) == SeatStatus.PRELIMINARY


# --- Whether the form may be shown ----------------------------------------------------------------


def test_form_is_shown_while_registration_is_open(now):
    event = EventFactory(opens_at=now, closes_at=now + timedelta(days=1))
    moments = [now - timedelta(seconds=1), now, event.closes_at - timedelta(seconds=1), event.closes_at]

    assert [one(event, moment).takes_registrations for moment in moments] == [False, True, True, False]


def test_form_is_shown_when_it_is_full_since_there_is_a_waitlist(now):
    assert one(EventFactory(capacity=0), now).takes_registrations


@pytest.mark.parametrize(
    "change",
    [
        {"flow": EventPage.Flow.INVITATION},
        {"status": EventPage.Status.CANCELLED},
        {"live": False},
    ],
)
def test_form_is_not_shown_where_it_would_be_refused(event, now, change):
    EventPage.objects.filter(pk=event.pk).update(**change)

    assert not one(event, now).takes_registrations


def test_form_is_not_shown_after_the_start_whatever_the_deadline_says(event):
    EventPage.objects.filter(pk=event.pk).update(closes_at=event.end_at)

    assert not one(event, event.start_at).takes_registrations
