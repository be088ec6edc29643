"""Working hours: what counts of a day, a weekend and a switch of the clocks."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from home import working_days
from registration.domain import office_hours

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("offered", "hours", "answer_by"),
    [
        ("2027-01-29T15:00", 10, "2027-02-01T15:00"),  # Friday to Monday
        ("2027-02-01T08:00", 10, "2027-02-01T18:00"),  # one whole day
        ("2027-02-01T18:00", 10, "2027-02-02T18:00"),  # after work counts from the next morning
        ("2027-02-01T03:12", 1, "2027-02-01T09:00"),  # so does the night
        ("2027-01-30T11:00", 4, "2027-02-01T12:00"),  # and the weekend
        ("2027-03-25T16:30", 10, "2027-03-30T16:30"),  # Maundy Thursday over Easter
        ("2027-12-23T17:00", 2, "2027-12-27T09:00"),  # Christmas Eve is a day off
        ("2027-10-29T17:00", 2, "2027-11-01T09:00"),  # over the end of summer time
        ("2027-02-01T12:34", 100, "2027-02-15T12:34"),
    ],
)
def test_only_working_hours_count(offered, hours, answer_by):
    assert office_hours.add_hours(at(offered), hours=hours) == at(answer_by)


def test_time_of_another_zone_is_read_as_swedish():
    offered = at("2027-01-29T15:00").astimezone(ZoneInfo("UTC"))

    assert office_hours.add_hours(offered, hours=10) == at("2027-02-01T15:00")


def test_next_working_day_skips_weekend_and_holidays():
    assert working_days.working_day_from(date(2027, 3, 26)) == date(2027, 3, 30)
