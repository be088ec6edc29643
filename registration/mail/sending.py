"""Sending: letters are claimed one by one, checked, written with the facts of the moment, sent.

Any number of workers may run `send_due` at once: a letter is claimed by a conditional update, and a crash
gives the lease back (docs/rules.md R 2.3).
"""

import logging
import smtplib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from registration.mail import compose, failures, kinds, recording
from registration.models import OutboxMessage, PersonalLink

logger = logging.getLogger(__name__)

State = OutboxMessage.State
BATCH = 50
# More than two days of waiting for a server make: then it is the senders that die.
MANY_ATTEMPTS = 60


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
    return OutboxMessage.objects.with_marks().select_related(*needed).get(pk=pk)


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
    return recording.ours(message).update(lease_until=_lease_from(now)) == 1


def _lease_from(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception as error:
        logger.warning("closing the mail connection failed", extra={"error": type(error).__name__})
