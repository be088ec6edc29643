"""The date of the examples is the one that the rules for writing use: Thursday 4 March 2027."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from home import dates

START = datetime(2027, 3, 4, 8, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def _in_swedish() -> Iterator[None]:
    with translation.override("sv"):
        yield


def at(hour: int, minute: int = 0) -> datetime:
    return START.replace(hour=hour, minute=minute)


def test_day_and_hours_in_running_text() -> None:
    assert dates.when(at(8, 30), at(10)) == f"torsdag 4 mars 2027 kl.{NBSP}8.30–10.00"


def test_whole_hours_are_written_short_only_when_both_are_whole() -> None:
    assert dates.clock_range(at(9), at(11)) == "9–11"
    assert dates.clock_range(at(9), at(10, 30)) == "9.00–10.30"


def test_programmes_have_four_figures() -> None:
    assert dates.clock_range_four(at(8, 30), at(10)) == "08.30–10.00"
    assert dates.clock_four(at(9)) == "09.00"


def test_lists_of_staff_have_short_dates_and_four_figures() -> None:
    assert dates.listed(at(8, 30)) == "2027-03-04 08.30"
    with translation.override("en"):
        assert dates.listed(at(8, 30).astimezone(UTC)) == "2027-03-04 08:30"


def test_deadline_is_a_moment() -> None:
    assert dates.at(at(12)) == f"torsdag 4 mars 2027 kl.{NBSP}12.00"


def test_row_beside_a_date_has_hours_alone() -> None:
    assert dates.from_clock(at(8, 30), at(10)) == f"kl.{NBSP}8.30–10.00"


def test_event_over_several_days_names_both_ends() -> None:
    end = at(16) + timedelta(days=1)

    words = f"torsdag 4 mars 2027 kl.{NBSP}9.00 – fredag 5 mars 2027 kl.{NBSP}16.00"
    assert dates.when(at(9), end) == words
    assert dates.from_clock(at(9), end) == words


def test_times_are_swedish_wherever_they_come_from() -> None:
    assert dates.clock_alone(datetime(2027, 7, 1, 22, 30, tzinfo=UTC)) == "0.30"
    assert dates.day_year(datetime(2027, 7, 1, 22, 30, tzinfo=UTC)) == "2 juli 2027"
    assert dates.day(date(2027, 7, 1)) == "1 juli"


def test_english_has_colons_and_commas() -> None:
    with translation.override("en"):
        assert dates.when(at(8, 30), at(10)) == "Thursday 4 March 2027, 8:30–10:00"
        assert dates.at(at(12)) == "Thursday 4 March 2027 at 12:00"
        assert dates.from_clock(at(9), at(11)) == "9:00–11:00"
