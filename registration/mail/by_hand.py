"""What staff do with letters: send one again, take one back, stop all mail and let it go on.

See docs/rules.md R 2.7. Sending again is a new letter with a key of its own; what has been sent is never
changed.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from home.models import User
from registration.mail import kinds, mailing_letters, notice_letters, nudges, outbox, rules
from registration.mail.reasons import BY_STAFF, SENT_AGAIN, words_for
from registration.models import HistoryEntry, MailStop, OutboxMessage, Registration
from registration.models.staff_name import kept_name

logger = logging.getLogger(__name__)

Action = HistoryEntry.Action
State = OutboxMessage.State
Status = Registration.Status

# What somebody in this status has been told by letter; the others have nothing to be told again.
TOLD_BY = {
    Status.PENDING: "requested",
    Status.CONFIRMED: "confirmed",
    Status.WAITLISTED: "waitlisted",
    Status.OFFERED: "offered",
}
# A letter that has ended without being read: sending it again settles it.
UNREAD = (State.FAILED, State.NEEDS_ATTENTION)
DROPPABLE = (State.WAITING, *UNREAD)
AGAIN = ":again-"


class LetterRefused(Exception):
    """The letter cannot be sent again or taken back; `str(error)` is the sentence for staff."""


def resend(message: OutboxMessage, *, by: User, now: datetime) -> OutboxMessage:
    """Send a letter again, to the registration's address of today and with the facts of the moment it goes.

    Raises LetterRefused while it still is on its way, or when it is not true any more.
    """
    if message.state in OutboxMessage.UNFINISHED:
        raise LetterRefused(_("The letter has not been sent yet: it is still on its way."))
    again = _copy(message, now=now)
    if reason := kinds.why_untrue(again, now=now):
        raise _refusal(reason)
    with transaction.atomic():
        if message.mailing is not None and message.state == State.DROPPED:
            _refuse_second_of_mailing(message)
        OutboxMessage.objects.filter(pk=message.pk, state__in=UNREAD).update(
            state=State.DROPPED, reason=SENT_AGAIN
        )
        outbox.enqueue_many([again])
        _log(message, Action.LETTER_RESENT, by=by, now=now)
    return OutboxMessage.objects.get(key=again.key)


def drop(message: OutboxMessage, *, by: User, now: datetime) -> None:
    """Take back a letter that has not left. Raises LetterRefused when it has, or is just leaving."""
    with transaction.atomic():
        changed = OutboxMessage.objects.filter(pk=message.pk, state__in=DROPPABLE).update(
            state=State.DROPPED, reason=BY_STAFF
        )
        if not changed:
            raise LetterRefused(_("The letter has left already, or is just leaving."))
        _log(message, Action.LETTER_DROPPED, by=by, now=now)


def send_everything_again(registration: Registration, *, now: datetime) -> None:
    """To a corrected address, in the caller's transaction: how the person stands, and the reminder if it
    has been due. Letters of before are for the old address and end by themselves."""
    kind = TOLD_BY.get(Status(registration.status))
    if kind is None or registration.event.is_over(now):
        return
    rows = [_numbered(kind, registration, details={"turn": registration.turn}, now=now)]
    fitting = [kind for kind in rules.BY_RULE if registration.status in kinds.KINDS[kind].statuses]
    reminders = registration.letters.filter(kind__in=fitting).exclude(state=State.DROPPED)
    if (latest := reminders.order_by("-pk").first()) is not None:
        rows.append(_copy(latest, now=now))
    outbox.enqueue_many(rows)


def stop(*, by: User, reason: str, now: datetime) -> MailStop:
    """Let no letter leave from now on; one that is just being handed over still does. Twice is one stop."""
    with transaction.atomic():
        in_force = MailStop.objects.in_force().first()
        if in_force is not None:
            return in_force
        logger.warning("all mail stopped", extra={"by": by.pk})
        return MailStop.objects.create(began_at=now, began_by=by, reason=reason)


def start(*, by: User, now: datetime) -> None:
    """Let the letters leave again; what has waited and is still true goes out at once."""
    with transaction.atomic():
        if MailStop.objects.in_force().update(ended_at=now, ended_by=by, ended_by_name=kept_name(by)):
            logger.warning("mail started again", extra={"by": by.pk})
        transaction.on_commit(nudges.give, robust=True)


def _refuse_second_of_mailing(message: OutboxMessage) -> None:
    """The mailing may have been caught up with, or be so just now: that is done under the same lock."""
    if mailing_letters.has_other(message):
        raise _refusal(SENT_AGAIN)


def _refusal(reason: str) -> LetterRefused:
    return LetterRefused(_("The letter cannot be sent again: %(reason)s.") % {"reason": words_for(reason)})


def _log(message: OutboxMessage, action: Action, *, by: User, now: datetime) -> None:
    if message.registration is None:
        logger.info("notice handled by hand", extra={"letter": message.pk, "action": action, "by": by.pk})
        return
    message.registration.history.create(action=action, at=now, by=by)


def _copy(message: OutboxMessage, *, now: datetime) -> OutboxMessage:
    if message.registration is None:
        return _copy_of_notice(message, now=now)
    again = _numbered(message.kind, message.registration, details=message.details, now=now)
    again.mailing = message.mailing
    return again


def _copy_of_notice(message: OutboxMessage, *, now: datetime) -> OutboxMessage:
    first = message.key.partition(AGAIN)[0]
    number = OutboxMessage.objects.filter(key__startswith=first).count()
    return notice_letters.row(
        message.kind,
        message.person,
        key=f"{first}{AGAIN}{number}",
        now=now,
        expires_at=message.expires_at,
        details=message.details,
        event=message.event,
    )


def _numbered(kind: str, registration: Registration, *, details: dict, now: datetime) -> OutboxMessage:
    """An unsaved letter of a kind that this person has had: the key counts how many there are.

    Two who press at the same moment make one letter, since the key is unique.
    """
    number = registration.letters.filter(kind=kind).count() + 1
    key = f"{kind}:{registration.pk}{AGAIN}{number}"
    return outbox.row(kind, registration, key=key, now=now, details=details)
