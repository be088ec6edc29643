"""What the form says about seats before anybody has sent it: where there is only the waitlist left.

Where the organiser answers each request, nobody's seat is taken by who came first, so nothing is said.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from events.availability import Availability
from events.models import EventPage
from events.roles import Role
from home.working_days import working_time_in_words
from registration.models import Registration

Attendance = Registration.Attendance


def is_online_full(event: EventPage, availability: Availability) -> bool:
    """Whether the second way of taking part has a limit and has reached it."""
    return event.format == EventPage.Format.HYBRID and availability.online_left == 0


def everything(event: EventPage, availability: Availability) -> tuple[object, ...]:
    """All that the form says about seats: forms that say the same are the same page."""
    return (
        takes_only_waiting(event, availability),
        may_have_to_wait(event, availability),
        *(for_role(event, availability, role=seats.role) for seats in availability.roles),
        *(for_attendance(event, availability, attendance=way) for way in Attendance.values),
    )


def takes_only_waiting(event: EventPage, availability: Availability) -> bool:
    """Whether nobody who sends the form now would get a seat, whatever their role and way of taking part."""
    if event.is_by_request:
        return False
    if event.format == EventPage.Format.HYBRID and not is_online_full(event, availability):
        return False
    return all(seats.left == 0 for seats in availability.roles)


def for_role(event: EventPage, availability: Availability, *, role: str) -> str:
    """The sentence beside a role whose seats are taken, else empty.

    What the page says of everybody need not be said of each.
    """
    if event.is_by_request or takes_only_waiting(event, availability):
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
    if event.is_by_request or takes_only_waiting(event, availability):
        return ""
    if attendance == Attendance.ONLINE and is_online_full(event, availability):
        return _("The places online are taken. You can join the waitlist.")
    return ""


def may_have_to_wait(event: EventPage, availability: Availability) -> bool:
    """Whether somebody who sends the form now may come to stand on the waitlist."""
    return (
        event.is_by_request
        or is_online_full(event, availability)
        or any(seats.left == 0 for seats in availability.roles)
    )


def how_seats_are_offered(event: EventPage, *, now: datetime) -> str:
    """What to know before asking to get a free seat directly."""
    if not event.makes_offers(now):
        return _how_seats_go_at_the_last(event)
    time = working_time_in_words(event.offer_hours)
    if event.is_by_request:
        return _(
            "If the seats are taken when we answer, you may stand on the waitlist. We then offer you by mail "
            "the seat that becomes free, and you have %(time)s to answer, unless you tick here."
        ) % {"time": time}
    return _("Otherwise we offer you the seat by mail, and you have %(time)s to answer.") % {"time": time}


def _how_seats_go_at_the_last(event: EventPage) -> str:
    if event.is_by_request:
        return _(
            "If the seats are taken when we answer, you may stand on the waitlist. It starts so soon that a "
            "seat that becomes free goes at once to those who have ticked here."
        )
    return _("It starts so soon that a seat that becomes free goes at once to those who have ticked here.")
