"""The outbox: a letter is a row, written in the transaction of what causes it.

The database decides what is due; Celery only nudges (docs/rules.md R 2). What leaves is the matter of
`sending.py`, what became of it that of `recording.py`.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from home.insertions import Insertion
from registration.mail import kinds, nudges, quiet_hours
from registration.models import OutboxMessage, Registration

# From so many at once on, what PostgreSQL believes about the table is wrong.
MANY = 500


def row(
    kind: str,
    registration: Registration,
    *,
    key: str,
    now: datetime,
    details: dict[str, Any] | None = None,
    at_once: bool = False,
) -> OutboxMessage:
    """An unsaved letter, due now, or in the morning where its kind waits at night; not `at_once`, which says
    that somebody has just pressed for it."""
    expires_at = kinds.expires_at(kinds.KINDS[kind], registration, written_at=now)
    waits = kinds.KINDS[kind].waits_at_night and not at_once
    return OutboxMessage(
        key=key,
        kind=kind,
        registration=registration,
        address=registration.address,
        details=details or {},
        message_id=new_message_id(),
        created_at=now,
        due_at=quiet_hours.due_at(now, useful_until=expires_at) if waits else now,
        expires_at=expires_at,
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
    at_once: bool = False,
) -> None:
    """Write one letter in the caller's transaction; the same key twice is one letter.

    What fails here fails with what caused it, so no savepoint is needed inside that transaction.
    """
    key = f"{kind}:{registration.pk}:{turn}"
    letter = row(kind, registration, key=key, now=now, details=details, at_once=at_once)
    with transaction.atomic(savepoint=False):
        _NEW_LETTER.write(letter)
        transaction.on_commit(nudges.give, robust=True)


_NEW_LETTER = Insertion("insert_letter", OutboxMessage, once=True)


def enqueue_many(rows: Sequence[OutboxMessage]) -> int:
    """Write letters, leaving out those whose key is there; returns how many were new."""
    known = set(OutboxMessage.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    new = [row for row in rows if row.key not in known]
    if new:
        with transaction.atomic(savepoint=False):
            OutboxMessage.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
            if len(new) >= MANY:
                _count_anew()
            transaction.on_commit(nudges.give, robust=True)
    return len(new)


def _count_anew() -> None:
    """Let PostgreSQL see that the outbox is full. It plans by what it counted last, when nearly all was sent,
    and would look through all that waits for each letter; by itself it counts after minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE registration_outboxmessage")
