"""What may be asked about seats, without knowing who answers.

`events` shows seats on cards and pages but must not import `registration`; the provider is named in the
settings (EVENTS_AVAILABILITY) and gets many events at once, so that a list costs one question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from events.models import EventPage


class SeatStatus(StrEnum):
    """The states of an event as a visitor meets them; each has its door in the drawings."""

    PRELIMINARY = "preliminary"
    NOT_YET_OPEN = "not_yet_open"
    OPEN = "open"
    FEW_LEFT = "few_left"
    FULL = "full"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    HELD = "held"


@dataclass(frozen=True)
class RoleSeats:
    """How a role stands: `left` is how many more of this role would be confirmed now, one after the other."""

    role: str
    taken: int
    reserved: int
    maximum: int | None
    left: int


@dataclass(frozen=True)
class Availability:
    """How an event stands now.

    `capacity` and `taken` are of the room (of the online places when the event is online only);
    `online_left` is None where there is no second way of taking part, or no limit on it; `online_taken` is
    None only where there is no second way.
    `takes_registrations` says whether the public form may be shown at all (not by invitation, time right).
    """

    status: SeatStatus
    capacity: int
    taken: int
    roles: tuple[RoleSeats, ...]
    opens_at: datetime | None
    closes_at: datetime | None
    takes_registrations: bool
    online_left: int | None = None
    online_taken: int | None = None

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)


def availability_of(events: Iterable["EventPage"], *, now: datetime) -> dict[int, Availability]:
    """How each event stands, keyed by page id; as many queries for one event as for many. `now` is aware."""
    provider = import_string(settings.EVENTS_AVAILABILITY)
    return provider(list(events), now=now)
