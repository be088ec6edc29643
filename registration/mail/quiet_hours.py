"""Quiet hours: letters that nobody is waiting for come by day (docs/decisions/0015-quiet-hours.md).

Between 20 and 7 in Sweden they wait until 7, unless what they are about would then be too near.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FROM, UNTIL = time(20), time(7)
# Who reads of a seat at seven needs the morning to get there, or to answer.
HEAD_START = timedelta(hours=5)


def is_quiet(moment: datetime) -> bool:
    clock = moment.astimezone(STOCKHOLM).time()
    return clock >= FROM or clock < UNTIL


def morning_after(moment: datetime) -> datetime:
    """When the night that it is then ends."""
    local = moment.astimezone(STOCKHOLM)
    day = local.date() + timedelta(days=1) if local.time() >= FROM else local.date()
    return datetime.combine(day, UNTIL, tzinfo=STOCKHOLM)


def wait(now: datetime, *, useful_until: datetime | None, head_start: timedelta = HEAD_START) -> bool:
    """Whether a letter that could go now is better kept until the morning; `head_start`: how long before
    the end of its use it has to be there."""
    if not is_quiet(now):
        return False
    return useful_until is None or morning_after(now) + head_start < useful_until


def due_at(now: datetime, *, useful_until: datetime | None, head_start: timedelta = HEAD_START) -> datetime:
    """Now, or seven in the morning."""
    return morning_after(now) if wait(now, useful_until=useful_until, head_start=head_start) else now
