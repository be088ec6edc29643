"""Naming the letters to process leaders: as `letters.py`, but about events and no registration.

What they say is decided when they are sent (`notices.py`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from events.models import EventPage, Person
from registration.mail import notices, outbox
from registration.models import OutboxMessage, Registration


def daily(
    by_leader: Mapping[Person, dict[str, Any]], *, day: date, expires_at: datetime, now: datetime
) -> int:
    """What process leaders have to know this morning: one letter each; returns how many were new.

    The details are the points that are news, and all that are so (`standings.py`), by event.
    """
    return outbox.enqueue_many(
        [
            row(
                notices.DAILY,
                person,
                key=f"notice:{person.pk}:{day.isoformat()}",
                now=now,
                expires_at=expires_at,
                details=details,
            )
            for person, details in by_leader.items()
        ]
    )


def daily_without_leader(*, day: date, expires_at: datetime, now: datetime) -> int:
    """The same to the general address, about what waits at events without a leader to be written to."""
    return outbox.enqueue_many(
        [
            row(
                notices.DAILY,
                None,
                key=f"notice:general:{day.isoformat()}",
                now=now,
                expires_at=expires_at,
                details={"news": {}, "points": {}},
            )
        ]
    )


def late_cancellations(
    event: EventPage, *, to: Person, cancelled: Sequence[Registration], expires_at: datetime, now: datetime
) -> int:
    """At once: people who had a seat do not come. Returns whether that was new."""
    turns = [f"{registration.pk}:{registration.turn}" for registration in cancelled]
    return outbox.enqueue_many(
        [
            row(
                notices.URGENT,
                to,
                key=f"notice:{to.pk}:late:{event.pk}:{turns[0]}",
                now=now,
                expires_at=expires_at,
                event=event,
                details={"cancelled": turns},
            )
        ]
    )


def row(
    kind: str,
    person: Person | None,
    *,
    key: str,
    now: datetime,
    expires_at: datetime,
    details: dict[str, Any],
    event: EventPage | None = None,
) -> OutboxMessage:
    """An unsaved letter to a process leader, due now; `event` when it is about one. Without a person it is
    for the general address."""
    return OutboxMessage(
        key=key,
        kind=kind,
        person=person,
        event=event,
        address=person.email if person is not None else notices.general_address(),
        details=details,
        message_id=outbox.new_message_id(),
        created_at=now,
        due_at=now,
        expires_at=expires_at,
    )
