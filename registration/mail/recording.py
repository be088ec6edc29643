"""What became of a letter that was claimed, written back to its row (docs/rules.md R 2.3–2.5).

Nothing here overwrites what another sender has done since: a result counts for the attempt that was claimed.
"""

import logging
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet

from home.statements import Sql, Statement
from registration.mail import compose, failures, kinds, marks
from registration.models import OutboxMessage, Registration

logger = logging.getLogger(__name__)

State = OutboxMessage.State
GIVE_UP_AFTER = timedelta(hours=48)
UNKNOWN_ERRORS_MOST = 5
ATTEMPTS = 3
PAUSE_SECONDS = 1


def sent(message: OutboxMessage, letter: compose.Letter, *, now: datetime) -> None:
    """The answer, and what this person's calendar now knows.

    A database that is busy is asked again: an answer that is not recorded is a letter sent twice.
    """
    for attempts_left in reversed(range(ATTEMPTS)):
        try:
            _sent_once(message, letter, now=now)
            return
        except OperationalError:
            database = transaction.get_connection()
            if not attempts_left or database.in_atomic_block:
                raise
            logger.warning("recording a sent letter failed", extra={"letter": message.pk})
            time.sleep(PAUSE_SECONDS)
            database.close_if_unusable_or_obsolete()


def _sent_once(message: OutboxMessage, letter: compose.Letter, *, now: datetime) -> None:
    """In the order registration, outbox, as everywhere."""
    registration = message.registration
    if registration is None or not (news := _news(registration, letter)):
        _record_sent(message, letter, now=now)
        return
    with transaction.atomic():
        row = Registration.objects.filter(pk=registration.pk)
        if letter.calendar is not None:
            # What was told never falls, also when a sender comes back so late that another has sent a newer
            # version.
            row = row.filter(Q(told_sequence__isnull=True) | Q(told_sequence__lte=letter.calendar.sequence))
        row.update(**news)
        _record_sent(message, letter, now=now)


def _record_sent(message: OutboxMessage, letter: compose.Letter, *, now: datetime) -> None:
    """As `record`, for what becomes of nearly every letter."""
    _SENT.rows(message.pk, message.attempts, now, letter.subject, letter.masked_text)


def _sent(letter_id: int, attempts: int, now: datetime, subject: str, text: str) -> Sql:
    return (
        "UPDATE registration_outboxmessage SET state = %s, lease_until = NULL, sent_at = %s, subject = %s, "
        "text = %s WHERE id = %s AND state = %s AND attempts = %s RETURNING id",
        [State.SENT.value, now, subject, text, letter_id, State.SENDING.value, attempts],
    )


_SENT = Statement(
    "letter_sent",
    _sent,
    stand_ins=(-1, -2, datetime(1, 1, 1, tzinfo=UTC), "\ue0b0 subject", "\ue0b0 text"),
)


def _news(registration: Registration, letter: compose.Letter) -> dict[str, Any]:
    """What this person has not been told before; nothing with most letters."""
    told: dict[str, Any] = {}
    if letter.calendar is not None:
        told = {"told_sequence": letter.calendar.sequence, "told_changed_at": letter.calendar.changed_at}
    if letter.told is not None:
        told["told_facts"] = letter.told
    return told if any(getattr(registration, name) != value for name, value in told.items()) else {}


def failed(message: OutboxMessage, error: Exception, *, now: datetime) -> None:
    name = failures.name_of(error)
    if failures.is_final(error):
        record(message, state=State.FAILED, last_error=name, reason="refused")
        logger.warning("letter refused", extra={"letter": message.pk, "error": name})
        if code := failures.no_such_mailbox(error):
            marks.refused_at_once(message, code=code, now=now)
        return
    is_known = failures.is_known(error)
    unknown = message.unknown_errors + (0 if is_known else 1)
    if not is_known:
        logger.error("letter could not be sent", exc_info=error, extra={"letter": message.pk, "error": name})
    if unknown >= UNKNOWN_ERRORS_MOST:
        record(message, state=State.NEEDS_ATTENTION, last_error=name, unknown_errors=unknown)
        logger.error("letter needs attention", extra={"letter": message.pk, "error": name})
        return
    again_at = now + failures.retry_pause(message.attempts)
    if again_at >= _last_try(message, now=now):
        record(message, state=State.FAILED, last_error=name, reason="gave_up")
        logger.warning("letter given up", extra={"letter": message.pk, "error": name})
        return
    record(message, state=State.WAITING, due_at=again_at, last_error=name, unknown_errors=unknown)


def _last_try(message: OutboxMessage, *, now: datetime) -> datetime:
    """Two days after the first attempt (an outage of ours before that is not the letter's fault), or when
    it stops making sense, with the event's times of this moment."""
    two_days = (message.first_tried_at or now) + GIVE_UP_AFTER
    if message.kind not in kinds.KINDS:
        return two_days
    return min(two_days, kinds.last_moment(message))


def record(message: OutboxMessage, *, state: str, **values: Any) -> None:
    """Write the result, unless the lease ran out and another sender has the letter now."""
    ours(message).update(state=state, lease_until=None, **values)


def ours(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """The row, as long as it still is the attempt that we claimed."""
    return OutboxMessage.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts)
