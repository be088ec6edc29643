"""Working days, against a table of ten years: each red day and whole-day eve that falls on a weekday."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from home.working_days import (
    is_working_day,
    working_day_from,
    working_day_until,
    working_time_in_words,
)

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


@pytest.mark.parametrize("year", sorted(WEEKDAYS_OFF))
def test_weekdays_off_are_those_of_the_table(year):
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    weekdays = [day for day in days if day.year == year and day.weekday() < 5]

    off = " ".join(f"{day:%m-%d}" for day in weekdays if not is_working_day(day))

    assert off == WEEKDAYS_OFF[year]


@pytest.mark.parametrize(
    ("day", "until", "after"),
    [
        ("2027-03-04", "2027-03-04", "2027-03-04"),  # a Thursday like any other
        ("2027-03-07", "2027-03-05", "2027-03-08"),  # a Sunday
        ("2027-03-27", "2027-03-25", "2027-03-30"),  # between Good Friday and Easter Monday
        ("2026-12-24", "2026-12-23", "2026-12-28"),  # Christmas, which runs into a weekend
        ("2027-01-01", "2026-12-30", "2027-01-04"),
    ],
)
def test_the_working_day_beside_a_day_off(day, until, after):
    given = date.fromisoformat(day)

    assert working_day_until(given) == date.fromisoformat(until)
    assert working_day_from(given) == date.fromisoformat(after)


@pytest.mark.parametrize(
    ("hours", "english", "swedish"),
    [
        (1, "1 working hour", "1 arbetstimme"),
        (10, "a working day", "en arbetsdag"),
        (15, "15 working hours", "15 arbetstimmar"),
        (20, "two working days", "två arbetsdagar"),
    ],
)
def test_working_time_is_told_in_days_where_it_is_days(hours, english, swedish):
    with translation.override("en"):
        assert working_time_in_words(hours) == english
    with translation.override("sv"):
        assert working_time_in_words(hours) == swedish
