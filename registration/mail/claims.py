"""Taking due letters for ourselves, one by one (docs/rules.md R 2.3).

Which are due is asked for many at once, since that looks at what waits; each is then taken by one statement
that asks again. Where the database can, a letter that another sender is just taking is passed by, so that two
senders with the same list share it instead of waiting for each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain, groupby, islice

from django.conf import settings
from django.db import connection

from home.statements import Rows, Sql, Statement, together
from registration.models import OutboxMessage

# After this a list is made anew: with what has become due meanwhile.
LIST_KEPT = timedelta(seconds=5)
# So many letters are looked at by one statement where another sender is at work; as long as there are fewer
# senders, one of them is free.
WINDOW = 8
# Letters that were written one after the other, which one sender reads and sends as long as there are others.
PART = 100
_NO_LETTER = 0
_UPDATE = """UPDATE registration_outboxmessage SET state = %s, lease_until = %s, attempts = attempts + 1,
    first_tried_at = COALESCE(first_tried_at, %s)"""


@dataclass(frozen=True)
class Claim:
    """`beside`: what was asked of the letter in the same message; None where it was not."""

    letter_id: int
    attempts: int
    beside: Rows | None = field(default=None, compare=False)


def due_ids(now: datetime, *, without: Iterable[int] = (), most: int) -> list[int]:
    """The letters that are to go, in order."""
    found = OutboxMessage.objects.claimable(now).exclude(pk__in=list(without)).order_by("due_at", "pk")
    return list(found.values_list("pk", flat=True)[:most])


class DueList:
    """These letters, each to be claimed once.

    They are asked about as of the moment of the list, but as the rows are, so that the next letter stays when
    staff stop the mail. Where another sender is at work on a part of them that part comes last: side by side
    both would read every letter and send every second.
    """

    def __init__(self, letter_ids: Sequence[int], *, now: datetime) -> None:
        self._made_at = now
        is_long = len(letter_ids) > PART
        self._parts = [list(ids) for _, ids in groupby(letter_ids, lambda pk: pk // PART if is_long else 0)]
        self._of_others: list[list[int]] = []
        # At the second time others' letters are looked for a window at once.
        self._size = 1

    def is_old(self, now: datetime) -> bool:
        return now >= self._made_at + LIST_KEPT

    def ahead(self, most: int) -> list[int]:
        """Those that will probably be claimed next."""
        return list(islice(chain.from_iterable(self._parts), most))

    def claim(self, *, now: datetime, beside: Statement | None = None) -> Claim | None:
        """The next one that nobody else has; None when there is none left. `beside`: what to ask of the
        letter, by its id, together with claiming it."""
        while self._parts:
            part = self._parts[0]
            window, part[:] = part[: self._size], part[self._size :]
            if (claim := _first_free(window, listed_at=self._made_at, now=now, beside=beside)) is not None:
                part[:0] = window[window.index(claim.letter_id) + 1 :]
            elif part and self._size == 1:
                self._of_others.append(self._parts.pop(0))
            if not part:
                self._parts.pop(0)
            if not self._parts:
                self._parts, self._of_others, self._size = self._of_others, [], WINDOW
            if claim is not None:
                return claim
        return None


def _first_free(
    window: list[int], *, listed_at: datetime, now: datetime, beside: Statement | None
) -> Claim | None:
    ids = window + [_NO_LETTER] * (WINDOW - len(window))
    values = [listed_at, now, lease_from(now), *ids]
    seen: Rows | None = None
    if beside is None or len(window) > 1:
        won = _CLAIM.rows(*values)
    else:
        won, seen = together((_CLAIM, values), (beside, window))
    if not won:
        return None
    letter_id, attempts = won[0]
    return Claim(letter_id, attempts, seen)


def lease_from(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _claiming(listed_at: datetime, now: datetime, lease_until: datetime, *ids: int) -> Sql:
    """Two senders cannot both pass this line."""
    free = OutboxMessage.objects.filter(pk__in=ids).claimable(listed_at).order_by("due_at", "pk")
    select, which = free.values("pk")[:1].query.sql_with_params()
    return (
        f"{_UPDATE} WHERE id = ({select}{_passing_by()}) RETURNING id, attempts",
        [OutboxMessage.State.SENDING.value, lease_until, now, *which],
    )


def _passing_by() -> str:
    """Nothing where the whole database has one writer at a time."""
    if not connection.features.has_select_for_update_skip_locked:
        return ""
    table = connection.ops.quote_name(OutboxMessage._meta.db_table)
    return " " + connection.ops.for_update_sql(skip_locked=True, of=(table,))


_CLAIM = Statement(
    "claim_letter",
    _claiming,
    stand_ins=(*(datetime(1, 1, day, tzinfo=UTC) for day in (1, 2, 3)), *range(-WINDOW, 0)),
)
