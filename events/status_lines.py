"""How an event stands, as a door and the words beside it (the door never stands alone)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from events.availability import Availability, SeatStatus
from home import dates

if TYPE_CHECKING:
    from events.models import EventPage

DOORS = {
    SeatStatus.PRELIMINARY: "dashed",
    SeatStatus.NOT_YET_OPEN: "dashed",
    SeatStatus.OPEN: "open",
    SeatStatus.FEW_LEFT: "ajar",
    SeatStatus.FULL: "waiting",
    SeatStatus.CLOSED: "wall",
    SeatStatus.CANCELLED: "crossed",
    SeatStatus.HELD: "held",
}
# Statuses that speak of seats that anybody could take.
TAKES_PEOPLE = frozenset({SeatStatus.OPEN, SeatStatus.FEW_LEFT, SeatStatus.FULL})
HAVE_SEATS = frozenset({SeatStatus.OPEN, SeatStatus.FEW_LEFT})


@dataclass(frozen=True)
class StatusLine:
    """`door` names a drawing in templates/components/drawings/doors/."""

    status: str
    door: str
    words: str


def status_line(event: "EventPage", availability: Availability) -> StatusLine:
    status = availability.status
    if event.flow == event.Flow.INVITATION and status in TAKES_PEOPLE | {SeatStatus.NOT_YET_OPEN}:
        return StatusLine(status="closed", door=DOORS[SeatStatus.CLOSED], words=_("By invitation only"))
    if event.is_by_request and status in TAKES_PEOPLE:
        # Never full: who gets a seat is decided by the organiser, not by who comes first, and there is no
        # waitlist to join by oneself. That all seats have been given, the room says (signup_room.py).
        return StatusLine(
            status=SeatStatus.OPEN, door=DOORS[SeatStatus.OPEN], words=_("Open for registration")
        )
    if status == SeatStatus.FULL and has_places_online(event, availability):
        return StatusLine(
            status=SeatStatus.OPEN, door=DOORS[SeatStatus.OPEN], words=_("Places left online only")
        )
    return StatusLine(status=status, door=DOORS[status], words=_words(availability))


def has_seats_left(event: "EventPage", availability: Availability) -> bool:
    """Whether somebody could still get a seat, now or by the organiser's answer.

    Requests are taken also when all seats have been given, but nobody who looks for free seats is led there.
    """
    if (
        event.is_by_request
        and availability.status == SeatStatus.FULL
        and not has_places_online(event, availability)
    ):
        return False
    return status_line(event, availability).status in HAVE_SEATS


def has_places_online(event: "EventPage", availability: Availability) -> bool:
    """Whether one can take part online beside a room; None left means that there is no limit."""
    return event.format == event.Format.HYBRID and availability.online_left != 0


def _words(availability: Availability) -> str:
    match availability.status:
        case SeatStatus.PRELIMINARY:
            return _("Preliminary date")
        case SeatStatus.NOT_YET_OPEN if availability.opens_at:
            return _("Registration opens %(day)s") % {"day": _day(availability.opens_at)}
        case SeatStatus.OPEN:
            return _("Open for registration")
        case SeatStatus.FEW_LEFT:
            return _("Few seats left")
        case SeatStatus.FULL:
            return _("Fully booked, there is a waitlist")
        case SeatStatus.CANCELLED:
            return _("Cancelled")
        case SeatStatus.HELD:
            return _("Held")
        case _other:
            return _("Registration closed")


def _day(opens_at: datetime) -> str:
    """`11 mars`, with the year only when it is not this one."""
    is_this_year = timezone.localtime(opens_at).year == timezone.localtime().year
    words = dates.day(opens_at) if is_this_year else dates.day_year(opens_at)
    return words.replace(" ", dates.NBSP)
