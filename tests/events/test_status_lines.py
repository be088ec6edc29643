"""The words of each state; the pages that show them are in test_pages."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.utils import translation

from events.availability import Availability, SeatStatus
from events.models import EventPage
from events.status_lines import has_seats_left, status_line
from tests.factories import NOW

# What kind of event a page is, Django may have to look up in the database.
pytestmark = pytest.mark.django_db


Flow = EventPage.Flow


def standing(status: SeatStatus, *, opens_at: datetime | None = None) -> Availability:
    return Availability(
        status=status,
        capacity=20,
        taken=0,
        roles=(),
        opens_at=opens_at,
        closes_at=None,
        takes_registrations=False,
    )


def line(status: SeatStatus, *, flow: str = Flow.OPEN, opens_at: datetime | None = None) -> tuple[str, str]:
    with translation.override("en"):
        found = status_line(EventPage(flow=flow), standing(status, opens_at=opens_at))
    return found.door, found.words


@pytest.mark.parametrize(
    ("status", "door", "words"),
    [
        (SeatStatus.PRELIMINARY, "dashed", "Preliminary date"),
        (SeatStatus.OPEN, "open", "Open for registration"),
        (SeatStatus.FEW_LEFT, "ajar", "Few seats left"),
        (SeatStatus.FULL, "waiting", "Fully booked, there is a waitlist"),
        (SeatStatus.CLOSED, "wall", "Registration closed"),
        (SeatStatus.CANCELLED, "crossed", "Cancelled"),
        (SeatStatus.HELD, "held", "Held"),
    ],
)
def test_each_state_has_its_door_and_its_words(status: SeatStatus, door: str, words: str) -> None:
    assert line(status) == (door, words)


@pytest.mark.usefixtures("at_now")
def test_opening_day_has_its_year_only_when_it_is_another() -> None:
    this_year = line(SeatStatus.NOT_YET_OPEN, opens_at=NOW.replace(month=3, day=11))
    next_year = line(SeatStatus.NOT_YET_OPEN, opens_at=NOW.replace(year=2028))

    assert this_year == ("dashed", "Registration opens 11\u00a0March")
    assert next_year == ("dashed", "Registration opens 1\u00a0February\u00a02028")


def test_requests_are_open_however_many_have_come() -> None:
    assert line(SeatStatus.FULL, flow=Flow.REQUEST) == ("open", "Open for registration")


def test_invitation_is_shut_to_visitors() -> None:
    assert line(SeatStatus.OPEN, flow=Flow.INVITATION) == ("wall", "By invitation only")
    assert line(SeatStatus.HELD, flow=Flow.INVITATION) == ("held", "Held")


@pytest.mark.parametrize(
    ("flow", "status", "has_seats"),
    [
        (Flow.OPEN, SeatStatus.FEW_LEFT, True),
        (Flow.OPEN, SeatStatus.FULL, False),
        (Flow.OPEN, SeatStatus.CLOSED, False),
        (Flow.REQUEST, SeatStatus.OPEN, True),
        (Flow.REQUEST, SeatStatus.FULL, False),
        (Flow.INVITATION, SeatStatus.OPEN, False),
    ],
)
def test_only_where_somebody_could_get_a_seat_are_there_seats_left(
    flow: str, status: SeatStatus, has_seats: bool
) -> None:
    assert has_seats_left(EventPage(flow=flow), standing(status)) == has_seats


def test_request_for_the_room_or_online_counts_while_either_has_places() -> None:
    page = EventPage(flow=Flow.REQUEST, format=EventPage.Format.HYBRID)

    assert has_seats_left(page, replace(standing(SeatStatus.FULL), online_left=None))
    assert not has_seats_left(page, replace(standing(SeatStatus.FULL), online_left=0))
