"""The lock under which seats are given and freed (docs/architecture.md, docs/rules.md R 1).

Every function that can change who has a seat begins with `with seat_lock.locked(event_id) as event`:
it opens the short transaction and locks the event's row before anything is counted. It is the event row
that is locked, not the page tree: editors keep working while people sign up.
"""

import functools
import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, NotSupportedError, OperationalError, connection, transaction

from events.models import EventPage
from home.statements import Statement, together
from registration.domain import events_at_hand
from registration.domain.errors import TemporarilyBusy
from registration.models import Registration

logger = logging.getLogger(__name__)

LOCK_TIMEOUT = "3s"
ATTEMPTS = 4  # the first, and up to three more (docs/rules.md R 1.4)
LONGEST_PAUSE_SECONDS = 0.4
# On SQLite one wait alone is twenty seconds: whoever has waited that long is told, and not kept for more.
PATIENCE_SECONDS = 15.0

# SQLSTATE: lock not available, deadlock detected, serialization failure; and what was prepared is to be
# prepared anew, since a migration has come between (home/statements.py).
_BUSY_SQLSTATES = {"55P03", "40P01", "40001", "0A000"}


@contextmanager
def locked(event_id: int) -> Iterator[EventPage]:
    """A transaction that holds the event's row; yields the event as it is under the lock.

    With it come its quotas and what staff have pressed, which every rule of seats asks for. Raises
    EventPage.DoesNotExist.
    """
    with held(event_id):
        yield events_at_hand.as_it_stands(event_id)


@contextmanager
def held(event_id: int) -> Iterator[None]:
    """The lock alone, for who asks for the event together with more. On SQLite the transaction itself is
    the lock (BEGIN IMMEDIATE)."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Before anything is read: whoever has waited for the row would otherwise see what stood in
            # other tables before, such as a registration that staff have closed meanwhile.
            together((_LOCK, [event_id]), first=f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        yield


_LOCK = Statement(
    "lock_event",
    lambda pk: (
        EventPage.objects.filter(pk=pk)
        .order_by()
        .values_list("pk")
        .select_for_update(of=("self",), no_key=True)
    ),
)


def locked_with(registration_id: int) -> AbstractContextManager[EventPage]:
    """The lock of the event that a registration is for; raises Registration.DoesNotExist."""
    event_id = Registration.objects.values_list("event_id", flat=True).get(pk=registration_id)
    return locked(event_id)


P = ParamSpec("P")
R = TypeVar("R")


def retried(function: Callable[P, R]) -> Callable[P, R]:
    """Try the whole transaction again when the database was busy; after the last try TemporarilyBusy."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            # The transaction that failed is somebody else's; only they can begin it again.
            return function(*args, **kwargs)
        began = time.monotonic()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return function(*args, **kwargs)
            except (OperationalError, NotSupportedError) as error:
                if not is_busy(error):
                    raise
                logger.warning("database busy", extra={"attempt": attempt})
                if time.monotonic() - began > PATIENCE_SECONDS:
                    break
                if attempt < ATTEMPTS:
                    time.sleep(random.uniform(0.05, LONGEST_PAUSE_SECONDS) * attempt)
        raise TemporarilyBusy

    return wrapper


def is_busy(error: DatabaseError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) in _BUSY_SQLSTATES or "database is locked" in str(error)
