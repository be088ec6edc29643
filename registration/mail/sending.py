"""Sending: letters are claimed one by one, checked, written with the facts of the moment, sent.

Any number of workers may run `send_due` at once: a letter is claimed by a conditional update, and a crash
gives the lease back (docs/rules.md R 2.3).
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.mail import get_connection
from django.utils import timezone

from registration.mail import claims, compose, failures, kinds, recording
from registration.mail.batch import AS_IT_IS, Batch, Shared, whole
from registration.models import OutboxMessage, PersonalLink

logger = logging.getLogger(__name__)

State = OutboxMessage.State
# Letters that are listed at once, and of these read at once.
BATCH = 400
READ = 100
# Letters of one round: a worker that is told to stop stops soon.
MOST = 400
PAUSES = 3
# More than two days of waiting for a server make: then it is the senders that die.
MANY_ATTEMPTS = 60


def send_due(
    *,
    clock: Callable[[], datetime] = timezone.now,
    most: int = MOST,
    when_more: Callable[[], None] = lambda: None,
    when_few: Callable[[], None] = lambda: None,
) -> int:
    """One round: send what is due, one connection for all; returns how many letters left.

    `clock` is asked for each letter, since a round may take longer than a lease. `when_more` is called when
    there is so much that others should help; `when_few` after a list that was short, before the next, and
    not more than some times, so that a round ends.
    """
    sent = 0
    # What has been looked at is not looked at again in this round, however short the pauses are.
    seen: set[int] = set()
    pauses_left = PAUSES
    connection = get_connection()
    try:
        while len(seen) < most and (due := claims.due_ids(clock(), without=seen, most=BATCH)):
            if not seen and len(due) == BATCH:
                when_more()
            sent += _send_list(due, seen=seen, connection=connection, clock=clock)
            if len(due) < BATCH and pauses_left:
                pauses_left -= 1
                when_few()
    finally:
        _close(connection)
    return sent


def _send_list(due: list[int], *, seen: set[int], connection: Any, clock: Callable[[], datetime]) -> int:
    """As much of it as others leave, and as there is time for before a new list is due."""
    sent = 0
    listed = claims.DueList(due, now=clock())
    batch: Batch | None = None
    while not listed.is_old(clock()):
        if (claim := listed.claim(now=clock(), beside=AS_IT_IS)) is None:
            seen.update(due)
            break
        seen.add(claim.letter_id)
        if batch is None or claim.letter_id not in batch:
            batch = Batch([claim.letter_id, *listed.ahead(READ - 1)])
        message, shared = batch.letter(claim)
        sent += deliver(message, connection=connection, clock=clock, shared=shared)
    return sent


def claim(pk: int, *, now: datetime) -> OutboxMessage | None:
    """Take one letter for ourselves, or None if another has it."""
    claim = claims.DueList([pk], now=now).claim(now=now)
    return whole(pk) if claim else None


def deliver(
    message: OutboxMessage,
    *,
    connection: Any,
    clock: Callable[[], datetime] = timezone.now,
    shared: Shared | None = None,
) -> bool:
    """Check, write, send and record one claimed letter; True when it left.

    Never raises for one bad letter, so that it cannot hold up another. `shared`: what it is written with,
    among others of a batch.
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
            message, shared = whole(message.pk), None
            if _is_ended(message, now=clock()):
                return False
        letter, link = compose.for_sending(message, now=clock(), shared=shared)
        if connection.send_messages([letter.to_email(message, connection=connection)]) != 1:
            raise failures.NothingSentError
    except Exception as error:
        _close(connection)
        recording.failed(message, error, now=clock())
        if link is not None and failures.is_certainly_unsent(error):
            link.delete()
        return False
    recording.sent(message, letter, now=clock())
    return True


def _is_ended(message: OutboxMessage, *, now: datetime) -> bool:
    """Whether the letter must not go out any more; then that is recorded."""
    if reason := kinds.why_untrue(message, now=now):
        recording.record(message, state=State.DROPPED, reason=reason)
        return True
    tried_at = message.first_tried_at
    # A letter whose senders die over it comes back with each lease, but not for ever.
    is_old = tried_at is not None and now >= tried_at + recording.GIVE_UP_AFTER
    if is_old and message.attempts > MANY_ATTEMPTS:
        recording.record(message, state=State.FAILED, reason="gave_up")
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
    return recording.ours(message).update(lease_until=claims.lease_from(now)) == 1


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception as error:
        logger.warning("closing the mail connection failed", extra={"error": type(error).__name__})
