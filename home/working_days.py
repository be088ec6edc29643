"""On which days people in Sweden work: Monday to Friday, without holidays; and from when until when."""

from datetime import date, time, timedelta

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.numbers import in_words

SATURDAY = 5
OPENS, CLOSES = time(8), time(18)
HOURS_A_DAY = CLOSES.hour - OPENS.hour

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


def working_time_in_words(hours: int) -> str:
    """`a working day`, `two working days`, `15 working hours`."""
    days, odd_hours = divmod(hours, HOURS_A_DAY)
    if odd_hours:
        return ngettext("%(hours)s working hour", "%(hours)s working hours", hours) % {"hours": hours}
    if days == 1:
        return _("a working day")
    return _("%(days)s working days") % {"days": in_words(days)}
