"""How a registration stands, in words for the person it is about."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.answer_words import answer_words
from events.models import EventPage
from home import dates
from home.templatetags.typography import event_time
from home.working_days import working_time_in_words
from registration.domain import availability, substitutes
from registration.models import Registration
from registration.own_actions import may_take_back, offer_has_lapsed

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

# What somebody has left, where it was not a seat.
LEFT_HEADLINES = {
    Status.PENDING: gettext_lazy("You have withdrawn your request"),
    Status.WAITLISTED: gettext_lazy("You have left the waitlist"),
    Status.OFFERED: gettext_lazy("You have said no to the seat"),
}


@dataclass(frozen=True)
class Standing:
    """`mark` is what machines read; the rest is for the person: one sentence, and what explains it."""

    mark: str
    headline: str
    lead: str
    explanations: tuple[str, ...] = ()
    may_join_online: bool = False


def standing_of(registration: Registration, *, now: datetime) -> Standing:
    event = registration.event
    if event.is_cancelled and not registration.is_ended:
        return Standing(
            mark="cancelled", headline=_("The event is cancelled"), lead=_("You need not do anything.")
        )
    if not event.has_begun(now) and substitutes.handed_over([registration]):
        return Standing(
            mark=STATUS_MARKS[Status.CANCELLED],
            headline=_("Your seat has been handed over"),
            lead=_("A colleague has it now. You need not do anything more."),
        )
    status = Status(registration.status)
    can_undo = may_take_back(registration, now=now)
    if offer_has_lapsed(registration, now=now):
        status = Status.EXPIRED
    return Standing(
        mark=STATUS_MARKS[status],
        headline=_headline(registration, status),
        lead=_lead(registration, status, can_undo=can_undo, now=now),
        explanations=_explanations(registration, status, can_undo=can_undo, now=now),
        may_join_online=status == Status.CONFIRMED and takes_part_online(registration),
    )


def takes_part_online(registration: Registration) -> bool:
    """Where the event has one way only it is that one, whatever it was when they came."""
    way = availability.attendance_for(registration.event, wish=registration.attendance)
    return way == Registration.Attendance.ONLINE


def _headline(registration: Registration, status: Status) -> str:
    if status == Status.CANCELLED and registration.status_before_cancelling in LEFT_HEADLINES:
        return str(LEFT_HEADLINES[Status(registration.status_before_cancelling)])
    return str(STATUS_HEADLINES[status])


def _lead(registration: Registration, status: Status, *, can_undo: bool, now: datetime) -> str:
    event = registration.event
    if event.has_begun(now):
        return _("It has already begun or is over.")
    match status:
        case Status.CONFIRMED if event.start_at:
            return format_html(_("See you {when}."), when=event_time(event.start_at, event.end_at))
        case Status.OFFERED:
            return format_html(
                _("Answer by {when}. If you do not answer, the seat goes to the next on the waitlist."),
                when=_strong_moment(registration.answer_due_at),
            )
        case Status.WAITLISTED:
            return _("You have place %(position)s on the waitlist.") % {
                "position": registration.position_in_line()
            }
        case Status.PENDING if registration.substitute_for_id:
            return _("A colleague wants to hand their seat over to you. The organiser will answer by mail.")
        case Status.PENDING:
            return answer_words(event, now=now)
        case Status.EXPIRED:
            return _("The time to answer has passed, and the seat has gone to the next in line.")
        case Status.DECLINED:
            return _("You need not do anything more. We hope to see you another time.")
        case Status.CANCELLED if can_undo:
            return _("Did you change your mind? You can take it back until %(time)s.") % {
                "time": dates.clock_alone(registration.undo_ends_at)
            }
        case Status.CANCELLED:
            return _("You need not do anything more.")
    return ""


def _strong_moment(moment: datetime | None) -> str:
    return format_html("<strong>{}</strong>", dates.at(moment)) if moment else ""


def _explanations(
    registration: Registration, status: Status, *, can_undo: bool, now: datetime
) -> tuple[str, ...]:
    event = registration.event
    if event.has_begun(now):
        return ()
    match status:
        case Status.WAITLISTED:
            return (_how_the_line_goes(event), _how_a_seat_comes(registration, now=now))
        case Status.PENDING:
            return (_("Until then you have no seat. We mail you as soon as it is decided."),)
        case Status.CANCELLED if can_undo:
            return (_what_comes_back(registration),)
    return ()


def _how_the_line_goes(event: EventPage) -> str:
    if event.format == EventPage.Format.HYBRID:
        return _(
            "We count those who have the same role as you and want to take part in the same way. "
            "Whoever has waited longest gets the first seat that is open to them."
        )
    return _(
        "We count those who have the same role as you. Whoever has waited longest gets the first seat that "
        "is open to them."
    )


def _how_a_seat_comes(registration: Registration, *, now: datetime) -> str:
    event = registration.event
    if registration.wants_directly:
        return _("A seat that becomes free for you is yours at once, and we mail you.")
    if not event.makes_offers(now):
        return _(
            "It starts so soon that free seats now go to those who have asked to get one directly. "
            "You can still do that."
        )
    return _(
        "A seat that becomes free for you is offered to you by mail, and you have %(time)s to answer."
    ) % {"time": working_time_in_words(event.offer_hours)}


def _what_comes_back(registration: Registration) -> str:
    match registration.status_before_cancelling:
        case Status.CONFIRMED:
            return _("You get your seat back if it is still free.")
        case Status.PENDING:
            return _("Your request then stands as before.")
        case Status.OFFERED:
            return _(
                "You get your place in the line back. The seat that you said no to may have gone to "
                "somebody else."
            )
    return _("You get your old place in the line back.")
