"""The outbox: letters are written in the transaction of what causes them, claimed, sent, recorded.

The database decides what is due; Celery only nudges (docs/rules.md R 2). Any number of workers may run
`send_due` at once: a letter is claimed by a conditional update, and a crash gives the lease back.
"""

import logging
import smtplib
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.mail import get_connection
from django.db import OperationalError, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from home import redis_breaker
from registration.mail import compose, failures, kinds
from registration.models import OutboxMessage, PersonalLink, Registration

logger = logging.getLogger(__name__)

State = OutboxMessage.State
SEND_TASK = "registration.send_letters"
BATCH = 50
GIVE_UP_AFTER = timedelta(hours=48)
UNKNOWN_ERRORS_MOST = 5
# More than two days of waiting for a server make: then it is the senders that die.
MANY_ATTEMPTS = 60
RECORD_ATTEMPTS = 3
RECORD_PAUSE_SECONDS = 1


# --- Writing --------------------------------------------------------------------------------------


def row(
    kind: str, registration: Registration, *, key: str, now: datetime, details: dict[str, Any] | None = None
) -> OutboxMessage:
    """An unsaved letter, due now."""
    return OutboxMessage(
        key=key,
        kind=kind,
        registration=registration,
        address=registration.address,
        details=details or {},
        message_id=new_message_id(),
        created_at=now,
        due_at=now,
        expires_at=kinds.expires_at(kinds.KINDS[kind], registration, written_at=now),
    )


def new_message_id() -> str:
    """Fixed when a letter is written, once (docs/rules.md R 2.1)."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return f"<{uuid.uuid4().hex}@{domain}>"


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
    _write([row(kind, registration, key=key, now=now, details=details)])


def enqueue_many(rows: Sequence[OutboxMessage]) -> int:
    """Write letters, leaving out those whose key is there; returns how many were new."""
    known = set(OutboxMessage.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    new = [row for row in rows if row.key not in known]
    if new:
        _write(new)
    return len(new)


def _write(rows: Sequence[OutboxMessage]) -> None:
    # What fails here fails with what caused it, so no savepoint is needed inside the caller's transaction.
    with transaction.atomic(savepoint=False):
        OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        _nudge_on_commit()


def _nudge_on_commit() -> None:
    """Once for a transaction: ten letters and a silent Redis must not take ten times the time limit."""
    waiting = (function for _, function, _ in transaction.get_connection().run_on_commit)
    if nudge not in waiting:
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Tell a worker that there is mail. Losing this delays a letter to the next sweep, nothing more."""
    if redis_breaker.is_resting():
        return
    try:
        current_app.send_task(SEND_TASK, expires=60, ignore_result=True, retry=False)
    except Exception as error:
        logger.warning("nudge failed", extra={"error": type(error).__name__})
        if settings.REDIS_URL:
            redis_breaker.let_rest(error, during="nudge")


# --- Sending --------------------------------------------------------------------------------------


def send_due(*, clock: Callable[[], datetime] = timezone.now, most: int = 1000) -> int:
    """One round: send what is due, one connection for all; returns how many letters left.

    `clock` is asked for each letter, since a round may take longer than a lease.
    """
    sent = 0
    # What has been looked at is not looked at again in this round, however short the pauses are.
    seen: set[int] = set()
    connection = get_connection()
    try:
        while len(seen) < most and (due := _due_ids(clock(), without=seen)):
            for pk in due:
                seen.add(pk)
                if (message := claim(pk, now=clock())) is not None:
                    sent += deliver(message, connection=connection, clock=clock)
    finally:
        _close(connection)
    return sent


def _due_ids(now: datetime, *, without: Iterable[int]) -> list[int]:
    due = OutboxMessage.objects.claimable(now).exclude(pk__in=without).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:BATCH])


def claim(pk: int, *, now: datetime) -> OutboxMessage | None:
    """Take one letter for ourselves, or None if another has it: two senders cannot both pass this line."""
    letter = OutboxMessage.objects.filter(pk=pk).claimable(now)
    with transaction.atomic():
        # Where the database can, pass by a letter that another sender is just taking. The update asks
        # again, and is what decides.
        if not letter.select_for_update(skip_locked=True).values_list("pk", flat=True):
            return None
        won = letter.update(
            state=State.SENDING,
            lease_until=_lease_from(now),
            attempts=F("attempts") + 1,
            first_tried_at=Coalesce("first_tried_at", Value(now)),
        )
    return _with_all_it_needs(pk) if won == 1 else None


def _with_all_it_needs(pk: int) -> OutboxMessage:
    event = "registration__event"
    needed = [f"{event}__calendar_identity", f"{event}__venue", f"{event}__contact", "person", "event"]
    return OutboxMessage.objects.select_related(*needed).get(pk=pk)


def deliver(message: OutboxMessage, *, connection: Any, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Check, write, send and record one claimed letter; True when it left.

    Never raises for one bad letter, so that it cannot hold up another.
    """
    link: PersonalLink | None = None
    try:
        if _is_ended(message, now=clock()):
            return False
        if _open(connection):
            # Connecting may have taken its time: the rest, four answers at most, gets a whole lease, and
            # the letter another look.
            if not _renew_lease(message, now=clock()):
                return False
            message = _with_all_it_needs(message.pk)
            if _is_ended(message, now=clock()):
                return False
        letter, link = compose.for_sending(message, now=clock())
        if connection.send_messages([letter.to_email(message, connection=connection)]) != 1:
            raise failures.NothingSentError
    except Exception as error:
        _close(connection)
        _record_failure(message, error, now=clock())
        if link is not None and failures.is_certainly_unsent(error):
            link.delete()
        return False
    _record_sent(message, letter, now=clock())
    return True


def _is_ended(message: OutboxMessage, *, now: datetime) -> bool:
    """Whether the letter must not go out any more; then that is recorded."""
    if reason := kinds.why_untrue(message, now=now):
        _record(message, state=State.DROPPED, reason=reason)
        return True
    tried_at = message.first_tried_at
    # A letter whose senders die over it comes back with each lease, but not for ever.
    if message.attempts > MANY_ATTEMPTS and tried_at is not None and now >= tried_at + GIVE_UP_AFTER:
        _record(message, state=State.FAILED, reason="gave_up")
        return True
    return False


def _open(connection: Any) -> bool:
    """Connect, unless the last letter left the connection open; says whether that was needed.

    What goes wrong here says nothing of the letter, not even a 5xx: it waits like any other delay.
    """
    try:
        return bool(connection.open())
    except (smtplib.SMTPException, OSError) as error:
        raise failures.NoConnectionError(failures.name_of(error)) from error


def _renew_lease(message: OutboxMessage, *, now: datetime) -> bool:
    """False when the lease ran out and another sender has the letter now."""
    return _ours(message).update(lease_until=_lease_from(now)) == 1


def _record_sent(message: OutboxMessage, letter: compose.Letter, *, now: datetime) -> None:
    """The answer, and what this person's calendar now knows.

    A database that is busy is asked again: an answer that is not recorded is a letter sent twice.
    """
    for attempts_left in reversed(range(RECORD_ATTEMPTS)):
        try:
            _record_sent_once(message, letter, now=now)
            return
        except OperationalError:
            database = transaction.get_connection()
            if not attempts_left or database.in_atomic_block:
                raise
            logger.warning("recording a sent letter failed", extra={"letter": message.pk})
            time.sleep(RECORD_PAUSE_SECONDS)
            database.close_if_unusable_or_obsolete()


def _record_sent_once(message: OutboxMessage, letter: compose.Letter, *, now: datetime) -> None:
    """In the order registration, outbox, as everywhere. What was told never falls, also when a sender
    comes back so late that another has sent a newer version."""
    with transaction.atomic():
        if letter.calendar is not None and message.registration_id is not None:
            told = Q(told_sequence__isnull=True) | Q(told_sequence__lte=letter.calendar.sequence)
            Registration.objects.filter(told, pk=message.registration_id).update(
                told_sequence=letter.calendar.sequence,
                told_changed_at=letter.calendar.changed_at,
                **({} if letter.told is None else {"told_facts": letter.told}),
            )
        elif letter.told is not None and message.registration_id is not None:
            Registration.objects.filter(pk=message.registration_id).update(told_facts=letter.told)
        _record(message, state=State.SENT, sent_at=now, subject=letter.subject, text=letter.masked_text)


def _record_failure(message: OutboxMessage, error: Exception, *, now: datetime) -> None:
    name = failures.name_of(error)
    if failures.is_final(error):
        _record(message, state=State.FAILED, last_error=name, reason="refused")
        logger.warning("letter refused", extra={"letter": message.pk, "error": name})
        return
    is_known = failures.is_known(error)
    unknown = message.unknown_errors + (0 if is_known else 1)
    if not is_known:
        logger.error("letter could not be sent", exc_info=error, extra={"letter": message.pk, "error": name})
    if unknown >= UNKNOWN_ERRORS_MOST:
        _record(message, state=State.NEEDS_ATTENTION, last_error=name, unknown_errors=unknown)
        logger.error("letter needs attention", extra={"letter": message.pk, "error": name})
        return
    again_at = now + failures.retry_pause(message.attempts)
    if again_at >= _last_try(message, now=now):
        _record(message, state=State.FAILED, last_error=name, reason="gave_up")
        logger.warning("letter given up", extra={"letter": message.pk, "error": name})
        return
    _record(message, state=State.WAITING, due_at=again_at, last_error=name, unknown_errors=unknown)


def _last_try(message: OutboxMessage, *, now: datetime) -> datetime:
    """Two days after the first attempt (an outage of ours before that is not the letter's fault), or when
    it stops making sense, with the event's times of this moment."""
    two_days = (message.first_tried_at or now) + GIVE_UP_AFTER
    if message.kind not in kinds.KINDS:
        return two_days
    return min(two_days, kinds.last_moment(message))


def _record(message: OutboxMessage, *, state: str, **values: Any) -> None:
    """Write the result, unless the lease ran out and another sender has the letter now."""
    _ours(message).update(state=state, lease_until=None, **values)


def _ours(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """The row, as long as it still is the attempt that we claimed."""
    return OutboxMessage.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts)


def _lease_from(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception as error:
        logger.warning("closing the mail connection failed", extra={"error": type(error).__name__})
