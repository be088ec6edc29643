"""Which version of the event a person's calendar is told of (docs/rules.md 4.9, C 2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from events.models import CalendarIdentity
from registration.models import Registration


@dataclass(frozen=True)
class CalendarVersion:
    """What becomes SEQUENCE and DTSTAMP: stored values only, never the clock."""

    sequence: int
    changed_at: datetime


def of(identity: CalendarIdentity, registration: Registration) -> CalendarVersion:
    """The event's version, raised by the person's own cancelling and coming back.

    The same version is told with the same time, so that a reminder repeats the invitation byte for byte; a
    higher one with a later time, also when both changes fell into the same second.
    """
    sequence = identity.sequence + registration.sequence_bump
    told_at = registration.told_changed_at
    if told_at is not None and sequence == registration.told_sequence:
        return CalendarVersion(sequence, told_at)
    moments = [identity.changed_at, registration.calendar_changed_at]
    if told_at is not None:
        moments.append(told_at + timedelta(seconds=1))
    return CalendarVersion(sequence, max(moment for moment in moments if moment is not None))
