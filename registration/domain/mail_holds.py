"""Letting letters of one event wait, all or some, and letting them go again.

A mail stop is for the whole site (mail/by_hand.py). What is held stays in the outbox, or is not queued at all
where the clock would queue it; let go, what still is true goes out as after an outage. Links that people ask
for, and what process leaders are told, are never held.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import EventPage, ReminderRule
from home.models import User
from registration.domain import window
from registration.domain.errors import NothingToDecide
from registration.mail import kinds, nudges
from registration.models import MailHold, OutboxMessage
from registration.models.staff_name import kept_name

# What the history of the page calls the presses; their words are in wagtail_hooks.py.
HELD, LET_GO, SENT_NOW = "registration.hold_mail", "registration.let_mail_go", "registration.send_mail_now"
# Held letters that may have become too late are looked at so many at a time.
BATCH = 500

# Of an event, by its number: what is held there.
Holds = dict[int, set[str]]


def of_rule(rule: ReminderRule) -> str:
    return f"{MailHold.RULE}{rule.key}"


def of_kind(kind: str) -> str:
    return f"{MailHold.KIND}{kind}"


def in_force(event_ids: Iterable[int] | None = None) -> Holds:
    """What is held now, in one query."""
    rows = MailHold.objects.in_force()
    if event_ids is not None:
        rows = rows.filter(event__in=event_ids)
    found: Holds = {}
    for event_id, what in rows.values_list("event_id", "what"):
        found.setdefault(event_id, set()).add(what)
    return found


def holds_rule(holds: Holds, rule: ReminderRule, *, kind: str) -> bool:
    """Whether the clock must not queue the letters of this rule."""
    held = holds.get(rule.event_id, set())
    return not held.isdisjoint({MailHold.ALL, of_rule(rule), of_kind(kind)})


def ended(rule: ReminderRule, *, kind: str, after: datetime) -> list[tuple[datetime, datetime]]:
    """From when until when its letters were held and nothing else was, where that ended after a moment.

    While everything was held the first letters waited, too, and could say what they had to.
    """
    found = MailHold.objects.filter(
        event=rule.event_id, what__in=[of_rule(rule), of_kind(kind)], ended_at__gt=after
    )
    return [(hold.held_at, hold.ended_at) for hold in found if hold.ended_at]


def hold(event_id: int, what: str, *, by: User, reason: str, now: datetime) -> MailHold:
    """Let these letters wait from now on; one that is just being handed over still goes. Twice is one."""
    event = EventPage.objects.get(pk=event_id)
    if not _is_there(event, what):
        raise NothingToDecide(_("The event has no such letter any more."))
    with transaction.atomic():
        found, is_new = MailHold.objects.get_or_create(
            event=event,
            what=what,
            ended_at=None,
            defaults={"held_at": now, "held_by": by, "reason": reason},
        )
        if is_new:
            window.write_down(event, HELD, by=by, what=what)
    return found


def let_go(event_id: int, what: str, *, by: User, now: datetime) -> None:
    """Let them leave again: what has waited and still is true goes out within a minute."""
    event = EventPage.objects.get(pk=event_id)
    with transaction.atomic():
        ended = MailHold.objects.in_force().filter(event=event, what=what)
        if not ended.update(ended_at=now, ended_by=by, ended_by_name=kept_name(by)):
            raise NothingToDecide(_("Nothing is held here any more."))
        window.write_down(event, LET_GO, by=by, what=what)
        transaction.on_commit(nudges.give, robust=True)


def end_expired(*, now: datetime) -> int:
    """For beat: end held letters for which it is too late, so that staff see it; returns how many.

    Nearly always one question to an empty index.
    """
    if not MailHold.objects.in_force().exists():
        return 0
    late = OutboxMessage.objects.held().filter(state=OutboxMessage.State.WAITING, expires_at__lte=now)
    ended, last = 0, 0
    while batch := list(
        late.select_related("registration__event").filter(pk__gt=last).order_by("pk")[:BATCH]
    ):
        last = batch[-1].pk
        ended += _end([letter for letter in batch if _is_too_late(letter, now=now)])
    return ended


def _is_too_late(letter: OutboxMessage, *, now: datetime) -> bool:
    """An event that was moved moves the end of its letters, so each is asked anew. A kind that this version
    does not know has no end: its letter says so when it is let go."""
    return letter.kind in kinds.KINDS and kinds.last_moment(letter) <= now


def _end(letters: Iterable[OutboxMessage]) -> int:
    ids = [letter.pk for letter in letters]
    return OutboxMessage.objects.filter(pk__in=ids, state=OutboxMessage.State.WAITING).update(
        state=OutboxMessage.State.DROPPED, reason="held_too_long"
    )


def _is_there(event: EventPage, what: str) -> bool:
    if what.startswith(MailHold.RULE):
        return event.reminder_rules.filter(key=what.removeprefix(MailHold.RULE)).exists()
    kind = what.removeprefix(MailHold.KIND)
    return what == MailHold.ALL or (
        what.startswith(MailHold.KIND) and kind in kinds.KINDS and kind not in MailHold.NEVER_HELD
    )
