"""How a registration stands, in words for the person it is about."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventPage
from home.templatetags.typography import event_time
from registration.domain import availability
from registration.models import Registration

Status = Registration.Status

# What a result page says to whoever reads it by machine (docs/rules.md R 8.4).
STATUS_MARKS = {
    Status.PENDING: "pending",
    Status.CONFIRMED: "confirmed",
    Status.WAITLISTED: "waitlisted",
    Status.OFFERED: "offered",
    Status.DECLINED: "cancelled",
    Status.EXPIRED: "neutral",
    Status.CANCELLED: "cancelled",
}

STATUS_HEADLINES = {
    Status.PENDING: gettext_lazy("You will get an answer"),
    Status.CONFIRMED: gettext_lazy("You are registered"),
    Status.WAITLISTED: gettext_lazy("You are on the waitlist"),
    Status.OFFERED: gettext_lazy("A seat is free"),
    Status.DECLINED: gettext_lazy("There was no seat for you this time"),
    Status.EXPIRED: gettext_lazy("The offer has lapsed"),
    Status.CANCELLED: gettext_lazy("You have cancelled"),
}


@dataclass(frozen=True)
class Standing:
    """`mark` is what machines read; the rest is for the person."""

    mark: str
    headline: str
    lead: str
    may_join_online: bool
    may_come_back: bool


def standing_of(registration: Registration, *, now: datetime) -> Standing:
    event = registration.event
    if event.is_cancelled and not registration.is_ended:
        return Standing(
            mark="cancelled",
            headline=_("The event is cancelled"),
            lead=_("You need not do anything."),
            may_join_online=False,
            may_come_back=False,
        )
    status = Status(registration.status)
    return Standing(
        mark=STATUS_MARKS[status],
        headline=str(STATUS_HEADLINES[status]),
        lead=_lead(registration, now=now),
        may_join_online=(
            status == Status.CONFIRMED and registration.attendance == Registration.Attendance.ONLINE
        ),
        may_come_back=(
            registration.is_ended
            and event.flow == EventPage.Flow.OPEN
            and availability.is_open(event, now=now)
        ),
    )


def _lead(registration: Registration, *, now: datetime) -> str:
    event = registration.event
    if event.has_begun(now):
        return _("It has already begun or is over.")
    match registration.status:
        case Status.CONFIRMED if event.start_at:
            return format_html(_("See you {when}."), when=event_time(event.start_at, event.end_at))
        case Status.WAITLISTED:
            return _(
                "You have place %(position)s on the waitlist. A seat that becomes free for you is "
                "yours at once, and we mail you."
            ) % {"position": registration.position_in_line()}
        case Status.CANCELLED:
            return _("You need not do anything more.")
    return ""
