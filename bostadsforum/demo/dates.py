"""When the sample events take place, counted from the day the sample content is loaded.

The file gives an offset in days and a weekday. A coming event moves forward to the nearest such weekday, a
past one backward; a day on which nobody works moves it on by a week, the same way.
"""

import functools
from datetime import date, datetime, time, timedelta

import holidays
from django.utils import timezone

WEEK = timedelta(days=7)
# The red days, and the whole-day eves on which offices are closed as well.
FREE_DAYS = ("public", "de_facto")


def event_day(installed: date, *, day_offset: int, weekday: int) -> date:
    """The day of an event; `weekday` is ISO, Monday is 1. A negative offset is a past event."""
    day = installed + timedelta(days=day_offset)
    is_past = day_offset < 0
    if is_past:
        day -= timedelta(days=(day.isoweekday() - weekday) % 7)
    else:
        day += timedelta(days=(weekday - day.isoweekday()) % 7)
    while is_free(day):
        day += -WEEK if is_past else WEEK
    return day


def is_free(day: date) -> bool:
    return day in _free_days(day.year)


def at(day: date, clock: str) -> datetime:
    """The moment when Swedish clocks show `clock` ("08:30") that day."""
    return timezone.make_aware(
        datetime.combine(day, time.fromisoformat(clock)), timezone.get_default_timezone()
    )


@functools.cache
def _free_days(year: int) -> frozenset[date]:
    return frozenset(holidays.Sweden(years=year, categories=FREE_DAYS, include_sundays=False))
