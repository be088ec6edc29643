"""On which days people in Sweden work: Monday to Friday, without holidays."""

from datetime import date, timedelta

import holidays

SATURDAY = 5

# Red days, and the eves on which nobody works: Midsummer, Christmas and New Year. Half days count as whole
# ones. The years are added as they are asked for.
_DAYS_OFF = holidays.Sweden(categories=("public", "de_facto"))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _DAYS_OFF


def working_day_from(day: date) -> date:
    """This day, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_until(day: date) -> date:
    """This day, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
