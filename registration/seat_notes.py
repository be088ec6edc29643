"""What the form says about seats before anybody has sent it: where there is only the waitlist left."""

from django.utils.translation import gettext as _

from events.availability import Availability
from events.models import EventPage
from events.roles import Role
from registration.models import Registration

Attendance = Registration.Attendance


def is_online_full(event: EventPage, availability: Availability) -> bool:
    """Whether the second way of taking part has a limit and has reached it."""
    return event.format == EventPage.Format.HYBRID and availability.online_left == 0


def takes_only_waiting(event: EventPage, availability: Availability) -> bool:
    """Whether nobody who sends the form now would get a seat, whatever their role and way of taking part."""
    if event.format == EventPage.Format.HYBRID and not is_online_full(event, availability):
        return False
    return all(seats.left == 0 for seats in availability.roles)


def for_role(event: EventPage, availability: Availability, *, role: str) -> str:
    """The sentence beside a role whose seats are taken, else empty.

    What the page says of everybody need not be said of each.
    """
    if takes_only_waiting(event, availability):
        return ""
    if any(seats.left for seats in availability.roles if seats.role == role):
        return ""
    if event.format == EventPage.Format.HYBRID:
        return {
            Role.OFFICIAL: _("The seats on site for officials are taken. You can join the waitlist."),
            Role.POLITICIAN: _("The seats on site for politicians are taken. You can join the waitlist."),
            Role.BUILDER: _("The seats on site for builders are taken. You can join the waitlist."),
        }[Role(role)]
    return {
        Role.OFFICIAL: _("The seats for officials are taken. You can join the waitlist."),
        Role.POLITICIAN: _("The seats for politicians are taken. You can join the waitlist."),
        Role.BUILDER: _("The seats for builders are taken. You can join the waitlist."),
    }[Role(role)]


def for_attendance(event: EventPage, availability: Availability, *, attendance: str) -> str:
    """The sentence beside a way of taking part that is full for everybody, else empty."""
    if takes_only_waiting(event, availability):
        return ""
    if attendance == Attendance.ONLINE and is_online_full(event, availability):
        return _("The places online are taken. You can join the waitlist.")
    return ""
