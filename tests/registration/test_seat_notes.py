from datetime import timedelta

import pytest
from django.utils import translation

from events.availability import availability_of
from events.models import EventPage
from events.roles import BALANCED_ROLES, Role
from registration import seat_notes
from registration.domain.capacity import Quota
from tests.factories import START_AT, EventFactory, RoundTableFactory

pytestmark = pytest.mark.django_db
HYBRID = {"format": EventPage.Format.HYBRID}


@pytest.fixture
def notes(now):
    """`notes(event)`: for which roles and ways of taking part the form speaks of the waitlist."""

    def read(event):
        availability = availability_of([event], now=now)[event.pk]
        roles = {role for role in BALANCED_ROLES if seat_notes.for_role(event, availability, role=role)}
        ways = {
            way
            for way in ("on_site", "online")
            if seat_notes.for_attendance(event, availability, attendance=way)
        }
        return roles, ways, seat_notes.takes_only_waiting(event, availability)

    return read


@pytest.fixture
def may_wait(now):
    def read(event):
        return seat_notes.may_have_to_wait(event, availability_of([event], now=now)[event.pk])

    return read


def test_nothing_is_said_while_there_are_seats_for_all(notes):
    assert notes(EventFactory(capacity=1)) == (set(), set(), False)


def test_role_at_its_maximum_is_told(notes, bo, sign_up):
    event = EventFactory(quotas={Role.BUILDER: Quota(maximum=1)})
    sign_up(bo, event)

    assert notes(event) == ({Role.BUILDER}, set(), False)


def test_seats_kept_for_others_are_none_for_a_role(notes):
    event = EventFactory(
        capacity=2, quotas={Role.OFFICIAL: Quota(reserved=1), Role.BUILDER: Quota(reserved=1)}
    )

    assert notes(event) == ({Role.POLITICIAN}, set(), False)


def test_full_for_all_is_said_once(notes, olof, sign_up):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    assert notes(event) == (set(), set(), True)


def test_room_and_online_are_told_apart(notes, olof, sign_up):
    full_room = EventFactory(capacity=0, online_capacity=1, **HYBRID)
    full_online = EventFactory(capacity=1, online_capacity=0, **HYBRID)
    full_both = EventFactory(capacity=0, online_capacity=0, **HYBRID)
    no_limit_online = EventFactory(capacity=0, online_capacity=None, **HYBRID)

    assert notes(full_room) == (set(BALANCED_ROLES), set(), False)
    assert notes(full_online) == (set(), {"online"}, False)
    assert notes(full_both) == (set(), set(), True)
    assert notes(no_limit_online) == (set(BALANCED_ROLES), set(), False)


def test_nobodys_seat_is_taken_where_the_organiser_answers(notes):
    assert notes(RoundTableFactory(capacity=0)) == (set(), set(), False)


def test_how_to_wait_is_asked_only_where_somebody_may_have_to(may_wait, bo, sign_up):
    one_role = EventFactory(quotas={Role.BUILDER: Quota(maximum=1)})
    assert not may_wait(one_role)
    sign_up(bo, one_role)

    assert may_wait(one_role)
    assert may_wait(EventFactory(capacity=0))
    assert may_wait(EventFactory(online_capacity=0, **HYBRID))
    assert may_wait(RoundTableFactory())
    assert not may_wait(EventFactory())


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "1 working hour"),
        (10, "a working day"),
        (15, "15 working hours"),
        (20, "two working days"),
        (100, "ten working days"),
    ],
)
def test_time_to_answer_is_told_in_days_where_it_is_days(hours, words, now):
    with translation.override("en"):
        assert words in seat_notes.how_seats_are_offered(EventPage(offer_hours=hours), now=now)
        assert words in seat_notes.how_seats_are_offered(
            EventPage(offer_hours=hours, flow="request"), now=now
        )


@pytest.mark.parametrize("flow", ["open", "request"])
def test_no_offer_is_promised_in_the_last_two_hours(flow):
    event = EventPage(offer_hours=10, flow=flow, start_at=START_AT)
    last = START_AT - timedelta(hours=2)

    with translation.override("en"):
        before = seat_notes.how_seats_are_offered(event, now=last - timedelta(seconds=1))
        after = seat_notes.how_seats_are_offered(event, now=last)

    assert "a working day to answer" in before
    assert "to answer" not in after
    assert "goes at once to those who have ticked here" in after
