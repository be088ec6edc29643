"""What a letter says beside the facts: until when something can be done, who the colleague is, what the
organiser writes."""

from datetime import datetime
from typing import Any

from events.models import EventPage, ReminderRule
from events.roles import ROLE_PLURALS, Role
from home import dates
from home.working_days import working_time_in_words
from registration.mail import facts, rules
from registration.mail.subject import one_line
from registration.models import OutboxMessage, Registration

Status = Registration.Status


def of(message: OutboxMessage, *, now: datetime) -> dict[str, Any]:
    """For the templates, in the active language; what does not apply is empty."""
    details = message.details
    return {
        "had_seat": bool(details.get("had_seat")),
        "is_approved": bool(details.get("is_approved")),
        "refused_offer": bool(details.get("refused_offer")),
        "sentence": facts.one_kind_of_line_break(
            "\n\n".join(filter(None, [details.get("sentence", ""), *rules.sentences(message)]))
        ),
        "brings_documentation": _brings_documentation(message),
        "colleague": _colleague(message),
        **_line(message.its_registration, now=now),
        **_deadlines(message.its_registration, now=now),
    }


def _brings_documentation(message: OutboxMessage) -> bool:
    """Whether the letter is about what there is to read and see on the page."""
    rule = rules.rule_of(message)
    is_asked_for = rule is not None and rule.purpose == ReminderRule.Purpose.DOCUMENTATION
    return is_asked_for and message.its_registration.event.has_outcome


def _colleague(message: OutboxMessage) -> str:
    """Whose seat it was, or whose it is to be; the name was typed by somebody else, too."""
    details, registration = message.details, message.its_registration
    name = details.get("to") or details.get("of") or ""
    if not name and registration.substitute_for is not None:
        name = registration.substitute_for.full_name
    return one_line(name)


def _line(registration: Registration, *, now: datetime) -> dict[str, Any]:
    """Where somebody stands among those who wait, and how they get a seat that becomes free."""
    event = registration.event
    return {
        "position": registration.position_in_line() if registration.status == Status.WAITLISTED else None,
        "role_plural": str(ROLE_PLURALS[Role(registration.role)]).lower(),
        "is_hybrid": event.format == EventPage.Format.HYBRID,
        "is_online": facts.takes_part_online(registration),
        "makes_offers": event.makes_offers(now),
        "time_to_answer": working_time_in_words(event.offer_hours),
    }


def _deadlines(registration: Registration, *, now: datetime) -> dict[str, str]:
    event = registration.event
    offer_ends, undo_ends = registration.answer_due_at, registration.undo_ends_at
    may_undo = not event.is_cancelled and not event.has_begun(now)
    return {
        "accept_by": dates.at(offer_ends) if offer_ends else "",
        "accept_by_day": dates.day(offer_ends) if offer_ends else "",
        "accept_by_time": dates.clock_alone(offer_ends) if offer_ends else "",
        "answer_comes_by": _if_ahead(event.promised_answer_at, now=now),
        "hand_over_by": _if_ahead(event.handover_ends_at, now=now),
        "undo_by_time": dates.clock_alone(undo_ends) if undo_ends and now < undo_ends and may_undo else "",
    }


def _if_ahead(moment: datetime | None, *, now: datetime) -> str:
    """A deadline that has passed is none to write about."""
    return dates.at(moment) if moment is not None and now < moment else ""
