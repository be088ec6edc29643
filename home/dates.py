"""Dates and times as `voice.md` has them written: `torsdag 4 mars 2027 kl. 8.30–10.00`.

All functions take aware datetimes, show Swedish time, and speak the active language. The blank in “kl. 8.30”
and inside a date that must stay together is a no-break space where it matters; ranges use an en dash.
"""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

NBSP = "\u00a0"
DASH = "\u2013"


def is_english() -> bool:
    return (get_language() or "sv").startswith("en")


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def clock(moment: datetime) -> str:
    """`8.30`, a whole hour `9`; in English `8:30` and `9:00`."""
    local = _local(moment)
    if is_english():
        return f"{local.hour}:{local.minute:02}"
    return f"{local.hour}.{local.minute:02}" if local.minute else str(local.hour)


def clock_four(moment: datetime) -> str:
    """`08.30`, for tables and programmes; in English `08:30`."""
    local = _local(moment)
    separator = ":" if is_english() else "."
    return f"{local.hour:02}{separator}{local.minute:02}"


def listed(moment: datetime) -> str:
    """`2027-03-04 08.30`, for the lists of staff."""
    return f"{_local(moment):%Y-%m-%d} {clock_four(moment)}"


def clock_range(start: datetime, end: datetime | None) -> str:
    """`8.30–10.00`, or `9–11` when both are whole hours; never `9–10.30`."""
    if end is None:
        return clock(start)
    if not is_english() and (_local(start).minute or _local(end).minute):
        return DASH.join(f"{_local(moment).hour}.{_local(moment).minute:02}" for moment in (start, end))
    return f"{clock(start)}{DASH}{clock(end)}"


def clock_range_four(start: datetime, end: datetime | None) -> str:
    """`08.30–10.00`, for tables and programmes."""
    return f"{clock_four(start)}{DASH}{clock_four(end)}" if end else clock_four(start)


def day(moment: datetime | date) -> str:
    """`4 mars`."""
    return _in_words(_as_day(moment), "j F", get_language())


def day_year(moment: datetime | date) -> str:
    """`4 mars 2027`."""
    return _in_words(_as_day(moment), "j F Y", get_language())


def weekday_day_year(moment: datetime | date) -> str:
    """`torsdag 4 mars 2027`."""
    return _in_words(_as_day(moment), "l j F Y", get_language())


def at(moment: datetime) -> str:
    """`torsdag 25 februari 2027 kl. 12.00`: a moment, such as a deadline."""
    joiner = " at " if is_english() else " kl." + NBSP
    return f"{weekday_day_year(moment)}{joiner}{clock_alone(moment)}"


def from_clock(start: datetime, end: datetime | None) -> str:
    """`kl. 8.30–10.00` without the day, for rows that show the day beside; over several days as `when`."""
    if end is not None and _local(start).date() != _local(end).date():
        return when(start, end)
    return clock_range(start, end) if is_english() else f"kl.{NBSP}{clock_range(start, end)}"


def when(start: datetime, end: datetime | None) -> str:
    """`torsdag 4 mars 2027 kl. 8.30–10.00`; over several days both ends in full."""
    if end is not None and _local(start).date() != _local(end).date():
        joiner = f" {DASH} "
        return f"{at(start)}{joiner}{at(end)}"
    joiner = ", " if is_english() else " kl." + NBSP
    return f"{weekday_day_year(start)}{joiner}{clock_range(start, end)}"


def clock_alone(moment: datetime) -> str:
    """A single clock time is written in full, `12.00`, so that it is not taken for a number of something."""
    local = _local(moment)
    return f"{local.hour}:{local.minute:02}" if is_english() else f"{local.hour}.{local.minute:02}"


@lru_cache(maxsize=256)
def _in_words(day: date, form: str, _language: str | None) -> str:
    """In the active language. Letters and lists say the same few days thousands of times."""
    return date_format(day, form)


def _as_day(moment: datetime | date) -> date:
    return _local(moment).date() if isinstance(moment, datetime) else moment
