import pytest

from events.availability import availability_of
from events.models import EventPage
from events.roles import BALANCED_ROLES, Role
from registration import seat_notes
from registration.domain.capacity import Quota
from tests.factories import EventFactory

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
