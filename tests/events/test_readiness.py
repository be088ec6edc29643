"""What the editor is told before publishing."""

from datetime import time, timedelta

import pytest
from django.utils.translation import override

from events.models import (
    EventPage,
    GatheringPage,
    Organisation,
    Partner,
    ProgrammeItem,
    RoleQuota,
    RoundTablePage,
    SeminarPage,
)
from events.readiness import lacks_of
from tests.factories import START_AT, PersonFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def planned(model: type[EventPage] = SeminarPage, **changes) -> EventPage:
    """An event that lacks nothing."""
    whole = {
        "title": "Öppen mark",
        "ingress": "Om mark.",
        "start_at": START_AT,
        "end_at": START_AT + timedelta(minutes=90),
        "venue": VenueFactory(),
        "contact": PersonFactory(),
        "capacity": 20,
    }
    return model(**(whole | changes))


def stops(event: EventPage, **rows) -> list[str]:
    return [lack.sentence for lack in lacks_of(event, **rows) if lack.stops]


def hints(event: EventPage, **rows) -> list[str]:
    return [lack.sentence for lack in lacks_of(event, **rows) if not lack.stops]


def test_whole_event_lacks_nothing():
    assert lacks_of(planned()) == []


def test_without_dates_and_a_place_nothing_is_published():
    assert stops(planned(start_at=None, end_at=None, venue=None)) == [
        "Say when the event starts.",
        "Say when the event ends.",
        "Choose a venue, or make the event online.",
    ]


@pytest.mark.parametrize("status", [EventPage.Status.PRELIMINARY, EventPage.Status.CANCELLED])
def test_place_may_be_open_while_nothing_is_settled_or_all_is_off(status):
    assert stops(planned(venue=None, status=status)) == []


def test_online_event_needs_no_venue_but_a_link():
    event = planned(venue=None, format=EventPage.Format.ONLINE)

    assert stops(event) == []
    assert hints(event) == ["Give the meeting link, so that people online get it by e-mail."]


def test_more_reserved_than_there_is_stops():
    quotas = [RoleQuota(role="official", reserved=15), RoleQuota(role="builder", reserved=6)]

    assert stops(planned(), quotas=quotas) == [
        "21 seats are reserved for the roles, but there are only 20 seats."
    ]


def test_tables_that_do_not_hold_all_are_a_hint():
    event = planned(RoundTablePage, table_count=2, seats_per_table=8, capacity=24)

    assert hints(event) == ["2 tables with 8 seats make 16, but the event has 24 seats."]
    assert stops(event) == []


@pytest.mark.parametrize("capacity", [24, 21])
def test_tables_that_hold_all_are_not_spoken_of(capacity):
    """Fewer seats than chairs is right where the hosts sit at the tables."""
    assert lacks_of(planned(RoundTablePage, table_count=3, seats_per_table=8, capacity=capacity)) == []


@pytest.mark.parametrize(
    ("starts", "ends", "is_outside"),
    [
        (time(8), time(8, 30), False),
        (time(7, 59), time(8, 30), True),
        (time(9, 30), time(10), False),
        (time(9, 30), time(10, 1), True),
        (time(10), None, False),
        (time(10, 1), None, True),
    ],
)
def test_programme_lies_between_doors_and_end(starts, ends, is_outside):
    event = planned(doors_open_time=time(8))
    item = ProgrammeItem(title="Samtal", starts=starts, ends=ends)

    found = stops(event, programme=[item])

    assert found == (['"Samtal" lies outside the event, which is 8:00 to 10:00.'] if is_outside else [])


def test_without_doors_the_programme_begins_with_the_event():
    item = ProgrammeItem(title="Frukost", starts=time(8), ends=time(8, 30))

    assert len(stops(planned(), programme=[item])) == 1


def test_over_several_days_clock_times_say_nothing():
    event = planned(end_at=START_AT + timedelta(days=1))

    assert stops(event, programme=[ProgrammeItem(title="Middag", starts=time(7))]) == []


def test_logo_needs_words():
    organisation = Organisation(name="Institutet")
    silent = Partner(organisation=organisation, logo_id=1, logo_alt=" ")
    spoken = Partner(organisation=organisation, logo_id=1, logo_alt="Institutet")
    bare = Partner(organisation=organisation)

    assert stops(planned(), partners=[silent, spoken, bare]) == [
        "Say what the logo of Institutet says, for those who do not see it."
    ]


def test_webinar_in_a_room_is_a_hint():
    event = planned(GatheringPage, gathering_kind="webinar")

    assert hints(event) == ["A webinar is online: change how it is held, or choose another kind."]


def test_moved_event_should_show_its_old_date_and_say_why():
    assert hints(planned(status=EventPage.Status.RESCHEDULED)) == [
        "Give the old date, so that people see what has been moved.",
        "Say in a sentence why the event is moved or cancelled.",
    ]


def test_what_stops_comes_before_what_could_be_better():
    lacks = lacks_of(planned(ingress="", contact=None, venue=None))

    assert [lack.stops for lack in lacks] == [True, False, False]


# --- Answers and substitutes ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answers_by": START_AT - timedelta(days=9)}, "answers_by"),
        ({"flow": EventPage.Flow.REQUEST, "answers_by": START_AT}, "answers_by"),
        ({"substitutes_until": START_AT + timedelta(minutes=1)}, "substitutes_until"),
    ],
)
def test_time_that_is_of_no_use_is_a_hint(changes, field):
    assert [(lack.field, lack.stops) for lack in lacks_of(planned(**changes))] == [(field, False)]


@pytest.mark.parametrize(
    "changes",
    [
        {"flow": EventPage.Flow.REQUEST, "answers_by": START_AT - timedelta(days=9)},
        {"substitutes_until": START_AT},
    ],
)
def test_time_that_is_kept_is_no_hint(changes):
    assert lacks_of(planned(**changes)) == []
