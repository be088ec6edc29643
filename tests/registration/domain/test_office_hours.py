"""Working hours, against a table of ten years: each red day and whole-day eve that falls on a weekday."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from registration.domain import office_hours

STOCKHOLM = ZoneInfo("Europe/Stockholm")

# From the Act on public holidays (1989:1253), with Midsummer Eve, Christmas Eve and New Year's Eve.
WEEKDAYS_OFF = {
    2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
    2027: "01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31",
    2028: "01-06 04-14 04-17 05-01 05-25 06-06 06-23 12-25 12-26",
    2029: "01-01 03-30 04-02 05-01 05-10 06-06 06-22 12-24 12-25 12-26 12-31",
    2030: "01-01 04-19 04-22 05-01 05-30 06-06 06-21 12-24 12-25 12-26 12-31",
    2031: "01-01 01-06 04-11 04-14 05-01 05-22 06-06 06-20 12-24 12-25 12-26 12-31",
    2032: "01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31",
    2033: "01-06 04-15 04-18 05-26 06-06 06-24 12-26",
    2034: "01-06 04-07 04-10 05-01 05-18 06-06 06-23 12-25 12-26",
    2035: "01-01 03-23 03-26 05-01 05-03 06-06 06-22 12-24 12-25 12-26 12-31",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize("year", sorted(WEEKDAYS_OFF))
def test_weekdays_off_are_those_of_the_table(year):
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    weekdays = [day for day in days if day.year == year and day.weekday() < 5]

    off = " ".join(f"{day:%m-%d}" for day in weekdays if not office_hours.is_working_day(day))

    assert off == WEEKDAYS_OFF[year]


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
    assert office_hours.next_working_day(date(2027, 3, 25)) == date(2027, 3, 30)
