"""The words for changing between the room and online, before somebody does it: whether there is room, and
what becomes of what they have."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.availability import Availability, availability_of
from registration.domain import changes
from registration.models import Registration

Attendance = Registration.Attendance
Status = Registration.Status


@dataclass(frozen=True)
class Switch:
    """`gives_up_seat`: the other way is full, and going there costs the seat that the person has."""

    to: str
    question: str
    room: str
    consequence: str
    button: str
    gives_up_seat: bool


def of(registration: Registration, *, now: datetime) -> Switch:
    """For a hybrid event; the way that the person has not chosen."""
    event = registration.event
    to = Attendance.ON_SITE if registration.attendance == Attendance.ONLINE else Attendance.ONLINE
    is_online = to == Attendance.ONLINE
    has_room = changes.has_room(registration, event, attendance=to, now=now)
    availability = availability_of([event], now=now)[event.pk]
    return Switch(
        to=to,
        question=_("Take part online instead?") if is_online else _("Take part on site instead?"),
        room=_room(registration, availability, to=to, has_room=has_room),
        consequence=_consequence(registration, has_room=has_room),
        button=_("Take part online") if is_online else _("Take part on site"),
        gives_up_seat=registration.status == Status.CONFIRMED and not has_room,
    )


def _room(registration: Registration, availability: Availability, *, to: str, has_room: bool) -> str:
    if to == Attendance.ONLINE:
        if not has_room:
            return _("All places online are taken.")
        if availability.online_left is None:
            return _("There is room for everybody online.")
        return ngettext(
            "There is one place left online.",
            "There are %(count)s places left online.",
            availability.online_left,
        ) % {"count": availability.online_left}
    if not has_room:
        return _("There is no seat for you in the room now.")
    left = sum(seats.left for seats in availability.roles if seats.role == registration.role)
    if not left:
        # A guest, or somebody whose own seat is what makes the room.
        return _("There is a seat for you in the room.")
    return ngettext(
        "There is one seat left for you and others in your role.",
        "There are %(count)s seats left for you and others in your role.",
        left,
    ) % {"count": left}


def _consequence(registration: Registration, *, has_room: bool) -> str:
    match registration.status:
        case Status.PENDING:
            return _("The organiser then considers your request for this way of taking part.")
        case Status.CONFIRMED if has_room:
            return _("You get the new place at once, and the seat that you have goes to the next in line.")
        case Status.CONFIRMED:
            return _(
                "If you change anyway, the seat that you have goes to the next in line, and you stand last "
                "on the waitlist. You then have no seat until one becomes free."
            )
    if has_room:
        return _("You get a place at once and leave the waitlist.")
    return _("You then stand last on the waitlist for it and give up the place in line that you have.")
