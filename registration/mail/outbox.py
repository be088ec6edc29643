"""The outbox: a letter is a row, written in the transaction of what causes it.

The database decides what is due; Celery only nudges (docs/rules.md R 2). What leaves is the matter of
`sending.py`, what became of it that of `recording.py`.
"""

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction

from home import redis_breaker
from registration.mail import kinds
from registration.models import OutboxMessage, Registration

logger = logging.getLogger(__name__)

SEND_TASK = "registration.send_letters"


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
