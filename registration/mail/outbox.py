"""The outbox: letters are written in the transaction of what causes them, claimed, sent, recorded.

The database decides what is due; Celery only nudges (docs/rules.md R 2). Any number of workers may run
`send_due` at once: a letter is claimed by a conditional update, and a crash gives the lease back.
"""

import logging
import random
import smtplib
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from registration.mail import compose, kinds
from registration.models import OutboxMessage, PersonalLink, Registration

logger = logging.getLogger(__name__)

State = OutboxMessage.State
SEND_TASK = "registration.send_letters"
BATCH = 50
GIVE_UP_AFTER = timedelta(hours=48)
UNKNOWN_ERRORS_MOST = 5
# SMTP codes about our own log-in: a wrong password must not end every letter for good.
_LOGIN_CODES = {530, 534, 535, 538}


# --- Writing --------------------------------------------------------------------------------------


def row(
    kind: str, registration: Registration, *, key: str, now: datetime, details: dict[str, Any] | None = None
) -> OutboxMessage:
    """An unsaved letter, due now. Its Message-ID is fixed here, once."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return OutboxMessage(
        key=key,
        kind=kind,
        registration=registration,
        address=registration.address,
        details=details or {},
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
        created_at=now,
        due_at=now,
        expires_at=kinds.expires_at(kinds.KINDS[kind], registration, written_at=now),
    )


def enqueue(
    kind: str,
    registration: Registration,
    *,
    turn: int | str,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """Write one letter in the caller's transaction; the same key twice is one letter."""
    key = f"{kind}:{registration.pk}:{turn}"
    enqueue_many([row(kind, registration, key=key, now=now, details=details)])


def enqueue_many(rows: Sequence[OutboxMessage]) -> int:
    """Write letters, leaving out those whose key is there; nudge a worker once it is committed."""
    if not rows:
        return 0
    with transaction.atomic():
        known = set()
        if len(rows) > 1:
            known = set(
                OutboxMessage.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True)
            )
        new = [row for row in rows if row.key not in known]
        OutboxMessage.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
        transaction.on_commit(nudge, robust=True)
    return len(new)


def nudge() -> None:
    """Tell a worker that there is mail. Losing this delays a letter to the next sweep, nothing more."""
    try:
        current_app.send_task(SEND_TASK, expires=60, ignore_result=True, retry=False)
    except Exception as error:
        logger.warning("nudge failed", extra={"error": type(error).__name__})


# --- Sending --------------------------------------------------------------------------------------


def send_due(*, clock: Callable[[], datetime] = timezone.now, most: int = 1000) -> int:
    """One round: send what is due, one connection for all; returns how many letters left.

    `clock` is asked for each letter, since a round may take longer than a lease.
    """
    sent = taken = 0
    connection = get_connection()
    try:
        while taken < most:
            due = list(_due_ids(clock()))
            progress = 0
            for pk in due:
                if (message := claim(pk, now=clock())) is not None:
                    progress += 1
                    sent += deliver(message, connection=connection, clock=clock)
            taken += progress
            if not progress:
                break
    finally:
        _close(connection)
    return sent


def _due_ids(now: datetime) -> Iterable[int]:
    return OutboxMessage.objects.claimable(now).order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH]


def claim(pk: int, *, now: datetime) -> OutboxMessage | None:
    """Take one letter for ourselves, or None if another has it: two senders cannot both pass this line."""
    won = (
        OutboxMessage.objects.filter(pk=pk)
        .claimable(now)
        .update(
            state=State.SENDING,
            lease_until=now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS),
            attempts=F("attempts") + 1,
        )
    )
    if won != 1:
        return None
    return (
        OutboxMessage.objects.select_related("registration__event__calendar_identity")
        .select_related("registration__event__venue", "registration__event__contact")
        .get(pk=pk)
    )


def deliver(message: OutboxMessage, *, connection: Any, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Check, write, send and record one claimed letter; True when it left. Never raises for one bad letter."""
    now = clock()
    if reason := kinds.why_untrue(message, now=now):
        _record(message, state=State.DROPPED, reason=reason)
        return False
    link: PersonalLink | None = None
    try:
        letter, link = compose.for_sending(message, now=now)
        connection.open()
        connection.send_messages([letter.to_email(message, connection=connection)])
    except Exception as error:
        _close(connection)
        _record_failure(message, error, now=clock())
        if link is not None and _is_certainly_unsent(error):
            link.delete()
        return False
    _record_sent(message, letter, now=clock())
    return True


def _record_sent(message: OutboxMessage, letter: compose.Letter, *, now: datetime) -> None:
    """The answer, and what this person's calendar now knows; in the order registration, outbox."""
    with transaction.atomic():
        if letter.calendar is not None:
            Registration.objects.filter(pk=message.registration_id).update(
                told_sequence=letter.calendar.sequence,
                told_changed_at=letter.calendar.changed_at,
            )
        _record(message, state=State.SENT, sent_at=now, subject=letter.subject, text=letter.masked_text)


def _record_failure(message: OutboxMessage, error: Exception, *, now: datetime) -> None:
    code = _smtp_code(error)
    name = f"{type(error).__name__} {code or ''}".strip()
    if code is not None and code >= 500 and code not in _LOGIN_CODES:
        _record(message, state=State.FAILED, last_error=name, reason="refused")
        logger.warning("letter refused", extra={"letter": message.pk, "error": name})
        return
    is_known = code is not None or isinstance(error, OSError)
    unknown = message.unknown_errors + (0 if is_known else 1)
    if unknown >= UNKNOWN_ERRORS_MOST:
        _record(message, state=State.NEEDS_ATTENTION, last_error=name, unknown_errors=unknown)
        logger.error("letter needs attention", extra={"letter": message.pk, "error": name})
        return
    again_at = now + retry_pause(message.attempts)
    if again_at >= min(message.created_at + GIVE_UP_AFTER, message.expires_at):
        _record(message, state=State.FAILED, last_error=name, reason="gave_up")
        return
    if not is_known:
        logger.exception("letter could not be written", extra={"letter": message.pk})
    _record(message, state=State.WAITING, due_at=again_at, last_error=name, unknown_errors=unknown)


def retry_pause(attempts: int) -> timedelta:
    """The pause after this many attempts: 1, 5, 15, 60 minutes, then hourly, with jitter from then on."""
    pauses = settings.OUTBOX_RETRY_SECONDS
    if attempts <= len(pauses):
        return timedelta(seconds=pauses[attempts - 1])
    return timedelta(seconds=pauses[-1] * random.uniform(1.0, 1.1))


def _record(message: OutboxMessage, *, state: str, **values: Any) -> None:
    """Write the result, unless the lease ran out and another sender has the letter now."""
    OutboxMessage.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts).update(
        state=state, lease_until=None, **values
    )


def _smtp_code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        # One recipient, so one answer.
        return next((code for code, _ in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _is_certainly_unsent(error: Exception) -> bool:
    """The server said no: nobody has the letter. After a lost connection that cannot be known."""
    return _smtp_code(error) is not None


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception as error:
        logger.warning("closing the mail connection failed", extra={"error": type(error).__name__})
