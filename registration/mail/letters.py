"""Naming letters: each function writes one row in the outbox, in the caller's transaction.

What a letter says is decided when it is sent (`compose.py`); here is only that it is to be sent, and why.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from events.models import ReminderRule
from registration.mail import kinds, outbox, rules
from registration.models import CalendarReply, ChangeNotice, OutboxMessage, Registration


def confirmed(registration: Registration, *, now: datetime) -> None:
    _of_this_turn("confirmed", registration, now=now)


def waitlisted(registration: Registration, *, now: datetime) -> None:
    _of_this_turn("waitlisted", registration, now=now)


def approved_to_wait(registration: Registration, *, sentence: str, now: datetime) -> None:
    """The organiser has said yes, but there is no seat yet; `sentence` as in `approved`."""
    _of_this_turn("waitlisted", registration, now=now, sentence=sentence, is_approved=True)


def promoted(registration: Registration, *, now: datetime, at_once: bool = False) -> None:
    """`at_once`: somebody has just pressed for this seat; what the line gives at night is told by day."""
    _of_this_turn("promoted", registration, now=now, at_once=at_once)


def offered(registration: Registration, *, now: datetime) -> None:
    _of_this_turn("offered", registration, now=now)


def offer_lapsed(registration: Registration, *, now: datetime) -> None:
    _of_this_turn("offer_lapsed", registration, now=now)


def requested(registration: Registration, *, now: datetime) -> None:
    _of_this_turn("requested", registration, now=now)


def approved(registration: Registration, *, sentence: str, now: datetime) -> None:
    """`sentence`: what the organiser wants to add, in their own words."""
    _of_this_turn("approved", registration, now=now, sentence=sentence)


def declined(registration: Registration, *, sentence: str, now: datetime) -> None:
    _of_this_turn("declined", registration, now=now, sentence=sentence)


def handed_over(registration: Registration, *, to: str, now: datetime) -> None:
    """To who has handed their seat to a colleague, whose name is `to`."""
    _of_this_turn("handed_over", registration, now=now, had_seat=True, to=to)


def took_over(registration: Registration, *, of: str, now: datetime, sentence: str = "") -> None:
    """To who has taken over a colleague's seat, whose name is `of`; `sentence` as in `approved`."""
    _of_this_turn("took_over", registration, now=now, of=of, sentence=sentence)


def handover_declined(registration: Registration, *, to: str, sentence: str, now: datetime) -> None:
    """To who keeps the seat that they wanted to hand over to `to`; once for each no of the organiser."""
    outbox.enqueue(
        "handover_declined",
        registration,
        turn=uuid.uuid4().hex,
        now=now,
        details={"turn": registration.turn, "to": to, "sentence": sentence},
    )


def attendance_changed(registration: Registration, *, now: datetime) -> None:
    """To who has a seat and now takes part in the other way."""
    _of_this_turn("attendance_changed", registration, now=now)


def cancelled(
    registration: Registration, *, had_seat: bool, now: datetime, refused_offer: bool = False
) -> None:
    """`had_seat`: there is an entry in this person's calendar to take away."""
    _of_this_turn("cancelled", registration, now=now, had_seat=had_seat, refused_offer=refused_offer)


def already_registered(registration: Registration, *, asked_by: uuid.UUID, now: datetime) -> None:
    """Somebody filled in the form for an address that is registered; one letter per form sent."""
    outbox.enqueue("already_registered", registration, turn=asked_by.hex, now=now)


def new_link(registration: Registration, *, now: datetime) -> None:
    outbox.enqueue("new_link", registration, turn=uuid.uuid4().hex, now=now)


def forum(registration: Registration, *, now: datetime) -> None:
    """A link to all that the registration's address is registered for."""
    outbox.enqueue("forum", registration, turn=uuid.uuid4().hex, now=now)


def did_you_mean_to_cancel(registration: Registration, *, reply: CalendarReply, now: datetime) -> bool:
    """To who has said no in their calendar; once for each answer. Returns whether it was new."""
    details = {"turn": registration.turn}
    row = outbox.row(
        "did_you_mean_to_cancel", registration, key=key_of_question(reply), now=now, details=details
    )
    return outbox.enqueue_many([row]) == 1


def key_of_question(reply: CalendarReply) -> str:
    return f"did_you_mean_to_cancel:{reply.registration_id}:{reply.at:%Y%m%dT%H%M%S}"


def of_change(registrations: Iterable[Registration], *, notice: ChangeNotice, now: datetime) -> int:
    """Tell these people what has changed, once each for this notice; returns how many were new."""
    return outbox.enqueue_many(
        [
            change_row(registration, notice=notice, key=f"change:{notice.pk}:{registration.pk}", now=now)
            for registration in registrations
        ]
    )


def change_row(registration: Registration, *, notice: ChangeNotice, key: str, now: datetime) -> OutboxMessage:
    """An unsaved letter about a change, with what staff wrote into it, in this person's language."""
    is_cancelled = registration.event.is_cancelled
    in_english = registration.language == "en" and notice.sentence_en
    return outbox.row(
        kinds.EVENT_CANCELLED if is_cancelled else kinds.CHANGED,
        registration,
        key=key,
        now=now,
        details={
            "notice": notice.pk,
            "sentence": notice.sentence_en if in_english else notice.sentence,
            "had_seat": registration.status == Registration.Status.CONFIRMED,
        },
    )


def _of_this_turn(
    kind: str, registration: Registration, *, now: datetime, at_once: bool = False, **details: Any
) -> None:
    """One letter for each change of status; it is untrue once the status has changed again."""
    turn = registration.turn
    outbox.enqueue(kind, registration, turn=turn, now=now, details=details | {"turn": turn}, at_once=at_once)


def reminder_key(registration_id: int, rule: ReminderRule, *, start_at: datetime) -> str:
    """One letter per registration, rule and start (docs/rules.md 4.10)."""
    return f"reminder:{registration_id}{_of_rule(rule, start_at=start_at)}"


def _of_rule(rule: ReminderRule, *, start_at: datetime) -> str:
    return f":{rule.key}:{start_at:%Y%m%dT%H%MZ}"


def has_had(rule: ReminderRule, *, start_at: datetime) -> Exists:
    """For a question about registrations: whether this very letter has been queued to them, in any state."""
    key = Concat(
        Value("reminder:"),
        Cast(OuterRef("pk"), CharField()),
        Value(_of_rule(rule, start_at=start_at)),
        output_field=CharField(),
    )
    return Exists(OutboxMessage.objects.filter(key=key))


def reminders(
    registrations: Iterable[Registration], *, rule: ReminderRule, start_at: datetime, now: datetime
) -> int:
    """Queue the letter of a rule to many; returns how many were new. `start_at` in UTC."""
    return outbox.enqueue_many(
        [reminder_row(registration, rule=rule, start_at=start_at, now=now) for registration in registrations]
    )


def reminder_row(
    registration: Registration, *, rule: ReminderRule, start_at: datetime, now: datetime
) -> OutboxMessage:
    """An unsaved letter of a rule. It has one key, whether the clock sends it or staff do before."""
    return outbox.row(
        rules.kind_of(rule),
        registration,
        key=reminder_key(registration.pk, rule, start_at=start_at),
        now=now,
        details={"rule": rule.key, "start_at": start_at.isoformat()},
    )


def reminders_sent(registration_ids: Iterable[int], *, rule: ReminderRule) -> dict[int, OutboxMessage]:
    """The latest letter of this rule to each of these registrations, dropped ones left out."""
    found = (
        OutboxMessage.objects.filter(
            kind__in=rules.BY_RULE, registration_id__in=list(registration_ids), details__rule=rule.key
        )
        .exclude(state=OutboxMessage.State.DROPPED)
        .defer("text")
        .order_by("pk")
    )
    return {message.registration_id: message for message in found if message.registration_id is not None}
