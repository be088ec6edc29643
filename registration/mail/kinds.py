"""The kinds of letter: for whom each is still true when its time comes, and what calendar it carries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from registration.mail import calendar_version, marks, notices, rules, told_facts
from registration.mail.reasons import MAILING_STOPPED
from registration.models import Mailing, MailPreference, OutboxMessage, Registration

Status = Registration.Status
ANSWERS_LIVE = timedelta(hours=48)
THANKS_LIVE = timedelta(days=7)
# What staff send about a change of the event, to everybody it concerns (docs/rules.md 4.8).
CHANGED, EVENT_CANCELLED = "changed", "event_cancelled"
OF_CHANGES = (CHANGED, EVENT_CANCELLED)
# What staff write to many, and the same to the member of staff who wants to see it in a mailbox.
MAILING, MAILING_TEST = "mailing", "mailing_test"
STILL_IN = frozenset({Status.CONFIRMED, Status.WAITLISTED, Status.OFFERED, Status.PENDING})


class CalendarPart(StrEnum):
    NONE = ""
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Expiry(StrEnum):
    """Until when it makes sense to send the letter."""

    OFFER_END = "offer_end"
    EVENT_START = "event_start"
    EVENT_END = "event_end"
    TWO_DAYS = "two_days"
    WEEK = "week"
    # Of notices: it is settled when they are written.
    AS_WRITTEN = "as_written"


@dataclass(frozen=True)
class LetterKind:
    """`statuses`: the letter is dropped when the registration has left them; empty: true in all.

    `survives_cancelled_event`: whether it may go out when the event has been cancelled meanwhile.
    `opens_forum`: it is about everything that its address is registered for, and its link opens that.
    `can_be_refused`: it is not about one's own registration, so that who wants no mailings gets none, and it
    says how to say so (RFC 8058).
    `waits_at_night`: nobody has asked for it just now, so that it comes by day (mail/quiet_hours.py). Letters
    of rules and to process leaders have times of their own, and staff choose that of a mailing.
    """

    name: str
    statuses: frozenset[str]
    calendar: CalendarPart
    expiry: Expiry
    survives_cancelled_event: bool = False
    opens_forum: bool = False
    can_be_refused: bool = False
    waits_at_night: bool = False


KINDS: dict[str, LetterKind] = {
    kind.name: kind
    for kind in (
        LetterKind("confirmed", frozenset({Status.CONFIRMED}), CalendarPart.REQUEST, Expiry.EVENT_END),
        LetterKind(
            "promoted",
            frozenset({Status.CONFIRMED}),
            CalendarPart.REQUEST,
            Expiry.EVENT_START,
            waits_at_night=True,
        ),
        LetterKind("requested", frozenset({Status.PENDING}), CalendarPart.NONE, Expiry.EVENT_START),
        LetterKind("approved", frozenset({Status.CONFIRMED}), CalendarPart.REQUEST, Expiry.EVENT_END),
        LetterKind("declined", frozenset({Status.DECLINED}), CalendarPart.NONE, Expiry.EVENT_START),
        LetterKind(
            "offered",
            frozenset({Status.OFFERED}),
            CalendarPart.NONE,
            Expiry.OFFER_END,
            waits_at_night=True,
        ),
        LetterKind(
            "offer_lapsed",
            frozenset({Status.EXPIRED}),
            CalendarPart.NONE,
            Expiry.EVENT_START,
            waits_at_night=True,
        ),
        LetterKind(
            "handed_over",
            frozenset({Status.CANCELLED}),
            CalendarPart.CANCEL,
            Expiry.EVENT_END,
            survives_cancelled_event=True,
        ),
        LetterKind("handover_declined", frozenset({Status.CONFIRMED}), CalendarPart.NONE, Expiry.EVENT_START),
        LetterKind("took_over", frozenset({Status.CONFIRMED}), CalendarPart.REQUEST, Expiry.EVENT_END),
        LetterKind(
            "attendance_changed", frozenset({Status.CONFIRMED}), CalendarPart.REQUEST, Expiry.EVENT_END
        ),
        LetterKind("waitlisted", frozenset({Status.WAITLISTED}), CalendarPart.CANCEL, Expiry.EVENT_START),
        LetterKind(rules.REMINDER, frozenset({Status.CONFIRMED}), CalendarPart.REQUEST, Expiry.EVENT_START),
        LetterKind(
            rules.REMINDER_WAITING,
            frozenset({Status.WAITLISTED, Status.PENDING}),
            CalendarPart.NONE,
            Expiry.EVENT_START,
        ),
        LetterKind(
            rules.AFTER_EVENT,
            frozenset({Status.CONFIRMED}),
            CalendarPart.NONE,
            Expiry.WEEK,
            can_be_refused=True,
        ),
        LetterKind(
            "cancelled",
            frozenset({Status.CANCELLED}),
            CalendarPart.CANCEL,
            Expiry.EVENT_END,
            survives_cancelled_event=True,
        ),
        LetterKind(CHANGED, STILL_IN, CalendarPart.REQUEST, Expiry.EVENT_END),
        LetterKind(
            EVENT_CANCELLED,
            STILL_IN,
            CalendarPart.CANCEL,
            Expiry.EVENT_END,
            survives_cancelled_event=True,
        ),
        LetterKind(
            "already_registered",
            frozenset(),
            CalendarPart.NONE,
            Expiry.TWO_DAYS,
            survives_cancelled_event=True,
        ),
        LetterKind(
            "new_link", frozenset(), CalendarPart.NONE, Expiry.TWO_DAYS, survives_cancelled_event=True
        ),
        LetterKind(
            MAILING,
            frozenset(),
            CalendarPart.NONE,
            Expiry.WEEK,
            survives_cancelled_event=True,
            can_be_refused=True,
        ),
        LetterKind(MAILING_TEST, frozenset(), CalendarPart.NONE, Expiry.AS_WRITTEN),
        LetterKind(
            "did_you_mean_to_cancel", frozenset({Status.CONFIRMED}), CalendarPart.NONE, Expiry.EVENT_START
        ),
        LetterKind(notices.DAILY, frozenset(), CalendarPart.NONE, Expiry.AS_WRITTEN),
        LetterKind(notices.URGENT, frozenset(), CalendarPart.NONE, Expiry.AS_WRITTEN),
        LetterKind(
            "forum",
            frozenset(),
            CalendarPart.NONE,
            Expiry.TWO_DAYS,
            survives_cancelled_event=True,
            opens_forum=True,
        ),
    )
}


def expires_at(kind: LetterKind, registration: Registration, *, written_at: datetime) -> datetime:
    """When the letter stops making sense, with the event's times of this moment: a moved event moves it."""
    event = registration.event
    moment = {
        Expiry.OFFER_END: registration.answer_due_at,
        Expiry.EVENT_START: event.start_at,
        Expiry.EVENT_END: event.end_at,
        Expiry.TWO_DAYS: written_at + ANSWERS_LIVE,
        Expiry.WEEK: written_at + THANKS_LIVE,
    }[kind.expiry]
    return moment or written_at + ANSWERS_LIVE


def last_moment(message: OutboxMessage) -> datetime:
    """When this letter stops making sense, as things are now."""
    if message.is_notice:
        return message.expires_at
    kind = KINDS[message.kind]
    if kind.expiry == Expiry.WEEK:
        # Nothing of the event moves it, and a mailing that is let go on gives its letters a new week.
        return message.expires_at
    return expires_at(kind, message.its_registration, written_at=message.created_at)


def why_untrue(message: OutboxMessage, *, now: datetime) -> str:
    """Why this letter must not go out any more (a short reason for staff), or empty (docs/rules.md R 2.6)."""
    if message.kind == MAILING_TEST:
        return "expired" if now >= message.expires_at else ""
    if message.is_notice:
        return notices.why_untrue(message, now=now)
    kind = KINDS[message.kind]
    registration = message.its_registration
    if not message.address:
        return "no_address"
    if message.address != registration.address:
        # Staff have corrected the address: the old mailbox gets nothing more (docs/rules.md 4.5).
        return "address_changed"
    if kind.statuses and registration.status not in kind.statuses:
        return "status_changed"
    if message.mailing is not None:
        if message.mailing.state == Mailing.State.STOPPED:
            return MAILING_STOPPED
        if not message.mailing.segment.fits(registration):
            return "status_changed"
    if kind.can_be_refused and MailPreference.objects.filter(address_key=registration.address_key).exists():
        return "refuses_mailings"
    if message.details.get("turn", registration.turn) != registration.turn:
        # Left and come back meanwhile: the letter of the latest turn says the same.
        return "superseded"
    if registration.event.is_cancelled and not kind.survives_cancelled_event:
        return "event_cancelled"
    if rules.is_taken_away(message):
        return "rule_removed"
    if now >= last_moment(message):
        return "expired"
    if marks.stops(message):
        return "address_marked"
    if message.kind in OF_CHANGES and not _has_news(registration):
        # Told meanwhile by another letter, or the change has been undone.
        return "nothing_left"
    return ""


def _has_news(registration: Registration) -> bool:
    facts = told_facts.of(registration.event.calendar_identity)
    return bool(
        registration.told_facts
        and told_facts.differences(registration.told_facts, facts, registration=registration)
    )


def calendar_part(message: OutboxMessage) -> CalendarPart:
    """What takes an entry away does so only for somebody who has an entry to take away: who had a seat,
    or had one before and was never told that it is gone."""
    part = KINDS[message.kind].calendar
    has_seat = message.its_registration.status == Status.CONFIRMED
    if part == CalendarPart.REQUEST and not has_seat:
        return CalendarPart.NONE
    if part == CalendarPart.CANCEL and not (
        message.details.get("had_seat") or _has_untold_version(message.its_registration)
    ):
        return CalendarPart.NONE
    return part


def _has_untold_version(registration: Registration) -> bool:
    told = registration.told_sequence
    identity = registration.event.calendar_identity
    return told is not None and calendar_version.of(identity, registration).sequence > told
