"""Working time, in which people answer: Monday to Friday 8–18, without holidays (docs/rules.md 4.2)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from home.working_days import CLOSES, OPENS, is_working_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def add_hours(start: datetime, *, hours: int) -> datetime:
    """The moment when so many working hours have passed since `start` (aware; the answer in Swedish time).

    Ten hours are a working day: from Friday at 15.00 they last until Monday at 15.00.
    """
    left = timedelta(hours=hours)
    moment = start.astimezone(STOCKHOLM)
    for opens, closes in _working_days(moment.date()):
        begins = max(moment, opens)
        if begins >= closes:
            continue
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
    raise OverflowError("the calendar ends")


def _working_days(first: date) -> Iterator[tuple[datetime, datetime]]:
    """When each working day begins and ends, from this day on. No clock is changed between 8 and 18."""
    day = first
    while day < date.max:
        if is_working_day(day):
            yield (
                datetime.combine(day, OPENS, tzinfo=STOCKHOLM),
                datetime.combine(day, CLOSES, tzinfo=STOCKHOLM),
            )
        day += timedelta(days=1)
