"""The rarer states of the room; those that every visitor meets are in test_pages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from events.availability import Availability, RoleSeats, SeatStatus
from events.models import EventPage, GatheringPage, RoundTablePage
from events.roles import Role
from events.signup_room import signup_room
from tests.factories import NOW, START_AT

# What kind of event a page is, Django may have to look up in the database.
pytestmark = pytest.mark.django_db


HYBRID = EventPage.Format.HYBRID
MIXED = "We mix the roles, so that officials, politicians and builders meet."
ALL_GIVEN = "All seats have been given for now. You can still ask, in case somebody cannot come."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def standing(status: SeatStatus, **values: Any) -> Availability:
    defaults: dict[str, Any] = {
        "capacity": 20,
        "taken": 0,
        "roles": (),
        "opens_at": None,
        "closes_at": START_AT,
        "takes_registrations": True,
    }
    return Availability(status=status, **(defaults | values))


def of_role(role: Role, *, reserved: int = 0, left: int = 0) -> RoleSeats:
    return RoleSeats(role=role, taken=0, reserved=reserved, maximum=None, left=left)


def test_full_room_is_shut() -> None:
    room = signup_room(EventPage(), standing(SeatStatus.FULL, taken=20))

    assert (room.frame, room.heading, room.button) == ("shut", "Fully booked", "Join the waitlist")


@pytest.mark.parametrize("online_left", [5, None])
def test_full_room_with_places_online_stays_open(online_left: int | None) -> None:
    room = signup_room(EventPage(format=HYBRID), standing(SeatStatus.FULL, taken=20, online_left=online_left))

    assert (room.frame, room.heading, room.button) == ("open", "Fully booked on site", "Register")
    assert room.status.words == "Places left online only"


def test_full_room_and_full_online_is_shut() -> None:
    room = signup_room(EventPage(format=HYBRID), standing(SeatStatus.FULL, taken=20, online_left=0))

    assert (room.frame, room.button) == ("shut", "Join the waitlist")
    assert room.note == "The places online are taken."


def test_roles_are_counted_only_where_seats_are_kept_for_them() -> None:
    without = signup_room(EventPage(), standing(SeatStatus.OPEN, roles=(of_role(Role.BUILDER, left=20),)))
    reserved = (of_role(Role.OFFICIAL, reserved=5, left=5), of_role(Role.BUILDER, reserved=5))
    with_quotas = signup_room(EventPage(), standing(SeatStatus.OPEN, roles=reserved))

    assert without.role_rows == ()
    assert [(row.words, row.seats) for row in with_quotas.role_rows] == [
        ("Officials", "5 left"),
        ("Builders", "waitlist"),
    ]


def test_round_table_shows_its_mix_and_not_who_came_first() -> None:
    roles = tuple(of_role(role, reserved=2) for role in (Role.OFFICIAL, Role.POLITICIAN, Role.BUILDER))
    page = RoundTablePage(flow=EventPage.Flow.REQUEST, table_count=1, seats_per_table=6)

    room = signup_room(page, standing(SeatStatus.FULL, capacity=6, taken=6, roles=roles))

    assert (room.frame, room.heading, room.button) == ("open", "One table, six seats at it", "Ask for a seat")
    assert [row.seats for row in room.role_rows] == ["2 seats", "2 seats", "2 seats"]
    assert room.tables is not None
    assert (room.note, room.offers_new_link) == (ALL_GIVEN, True)


@pytest.mark.parametrize(
    ("status", "note"), [(SeatStatus.OPEN, MIXED), (SeatStatus.FEW_LEFT, MIXED), (SeatStatus.FULL, ALL_GIVEN)]
)
def test_requests_are_taken_however_many_seats_are_given(status: SeatStatus, note: str) -> None:
    room = signup_room(EventPage(flow=EventPage.Flow.REQUEST), standing(status))

    assert (room.frame, room.button, room.note) == ("open", "Ask for a seat", note)


@pytest.mark.usefixtures("at_now")
def test_answer_is_promised_while_there_is_time_for_it() -> None:
    page = EventPage(flow=EventPage.Flow.REQUEST, start_at=START_AT, answers_by=START_AT - timedelta(days=7))
    ask = "Ask for a seat by Thursday 4 March 2027 at 8:30."

    assert signup_room(page, standing(SeatStatus.OPEN)).sentence == (
        f"{ask} You get an answer by Thursday 25 February 2027."
    )
    page.answers_by = NOW
    assert signup_room(page, standing(SeatStatus.OPEN)).sentence == f"{ask} We answer as soon as we can."


def test_requests_that_are_not_taken_yet_show_the_tables() -> None:
    page = RoundTablePage(flow=EventPage.Flow.REQUEST, table_count=1, seats_per_table=6)

    room = signup_room(page, standing(SeatStatus.NOT_YET_OPEN, opens_at=START_AT))

    assert (room.frame, room.button, room.tables is not None) == ("dashed", "", True)


def test_closed_requests_still_offer_the_link_to_ones_own() -> None:
    room = signup_room(EventPage(flow=EventPage.Flow.REQUEST), standing(SeatStatus.CLOSED))

    assert (room.frame, room.button, room.offers_new_link) == ("shut", "", True)


@pytest.mark.parametrize("opens_at", [START_AT, None])
def test_room_not_open_yet_is_dashed(opens_at: datetime | None) -> None:
    room = signup_room(EventPage(), standing(SeatStatus.NOT_YET_OPEN, opens_at=opens_at))

    assert (room.frame, room.button) == ("dashed", "")
    assert room.sentence == ("Registration opens Thursday 4 March 2027 at 8:30." if opens_at else "")


def test_cancelled_room_is_crossed_and_says_why() -> None:
    room = signup_room(
        EventPage(status=EventPage.Status.CANCELLED, status_note="Talaren är sjuk."),
        standing(SeatStatus.CANCELLED),
    )

    assert (room.frame, room.sentence, room.button) == ("crossed", "Talaren är sjuk.", "")
    assert not room.shows_status


@pytest.mark.parametrize(("kind", "is_bar"), [("study_visit", True), ("network_meeting", False)])
def test_nobody_sits_in_rows_on_a_study_visit(kind: str, is_bar: bool) -> None:
    room = signup_room(GatheringPage(gathering_kind=kind), standing(SeatStatus.OPEN))

    assert room.seats is not None
    assert (room.seats.bar is not None) == is_bar
