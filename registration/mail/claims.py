"""Taking due letters for ourselves, one by one (docs/rules.md R 2.3).

Which are due is asked for many at once, since that looks at all that wait; each is then taken by one
statement that asks again. Where the database can, a letter that another sender is just taking is passed by,
so that two senders with the same list share it instead of waiting for each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from registration.models import OutboxMessage

# After this a list is made anew: with what has become due meanwhile.
LIST_KEPT = timedelta(seconds=5)
# So many letters are looked at by one statement; as long as there are fewer senders, one of them is free.
WINDOW = 8
# Stand for the ids in the statement that is written once; no row has them.
_PLACES = range(-WINDOW, 0)
_CLAIM = """UPDATE registration_outboxmessage SET state = %s, lease_until = %s, attempts = attempts + 1,
    first_tried_at = COALESCE(first_tried_at, %s)"""


@dataclass(frozen=True)
class Claim:
    letter_id: int
    attempts: int


def due_ids(now: datetime, *, without: Iterable[int] = (), most: int) -> list[int]:
    """The letters that are to go, in order."""
    found = OutboxMessage.objects.claimable(now).exclude(pk__in=list(without)).order_by("due_at", "pk")
    return list(found.values_list("pk", flat=True)[:most])


class DueList:
    """These letters, each to be claimed once.

    The question is put into SQL once for the list: it is asked as of the moment of the list, but of the rows
    as they are, so that the next letter stays when staff stop the mail.
    """

    def __init__(self, letter_ids: Sequence[int], *, now: datetime) -> None:
        self._left, self._made_at = list(letter_ids), now
        free = OutboxMessage.objects.filter(pk__in=_PLACES).claimable(now).order_by("due_at", "pk")
        self._select, self._parameters = free.values("pk")[:1].query.sql_with_params()

    def is_old(self, now: datetime) -> bool:
        return now >= self._made_at + LIST_KEPT

    def claim(self, *, now: datetime) -> Claim | None:
        """The next one that nobody else has; None when there is none left."""
        while self._left:
            window = self._left[:WINDOW]
            if (claim := self._claim_one(window, now=now)) is not None:
                # Those before it are another sender's.
                self._left = self._left[window.index(claim.letter_id) + 1 :]
                return claim
            self._left = self._left[WINDOW:]
        return None

    def _claim_one(self, window: list[int], *, now: datetime) -> Claim | None:
        """Two senders cannot both pass this line."""
        ids = dict(zip(_PLACES, window, strict=False))
        which = [ids.get(value, value) if isinstance(value, int) else value for value in self._parameters]
        moment, lease_until = map(connection.ops.adapt_datetimefield_value, (now, lease_from(now)))
        with connection.cursor() as cursor:
            cursor.execute(
                f"{_CLAIM} WHERE id = ({self._select}{_passing_by()}) RETURNING id, attempts",
                [OutboxMessage.State.SENDING.value, lease_until, moment, *which],
            )
            won = cursor.fetchall()
        return Claim(*won[0]) if won else None


def lease_from(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _passing_by() -> str:
    """Nothing where the whole database has one writer at a time."""
    if not connection.features.has_select_for_update_skip_locked:
        return ""
    table = connection.ops.quote_name(OutboxMessage._meta.db_table)
    return " " + connection.ops.for_update_sql(skip_locked=True, of=(table,))
