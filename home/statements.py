"""Queries that are asked at every step of a rush, put into SQL once instead of each time.

Django takes longer to write such a query than the database to answer it; and PostgreSQL longer to plan it.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from django.db import InterfaceError, NotSupportedError, OperationalError, connection
from django.db.models import QuerySet

# Stand for the values in the query that is written once; no row has them.
ANY_ID = -1
ANY_TEXT = "\ue0b0"
ANY_MOMENT = datetime(1, 1, 1, tzinfo=UTC)
# A percent sign that belongs to the query is written twice.
_PLACE = re.compile("%s|%%")

Rows = list[tuple[Any, ...]]
# SQL with its values, for what is no queryset.
Sql = tuple[str, Sequence[Any]]


class Statement:
    """`Statement("title_of", lambda pk: Event.objects.filter(pk=pk).values_list("title")).rows(7)`.

    The rows are as the database's driver gives them: fit for comparing and counting, and for columns that
    need no conversion. The name is what the database's log calls it; no two may have the same.

    What takes other values says by `stand_ins` what is to stand for them while the query is written: values
    that occur nowhere else in it. It may return SQL with its values instead of a queryset, and change rows,
    if it returns some.

    PostgreSQL plans it once for each connection, which therefore has to be one of our own: a pooler that
    hands out another one for each transaction does not know what was prepared (docs/operations.md).
    """

    def __init__(
        self,
        name: str,
        query: Callable[..., QuerySet[Any, Any] | Sql],
        *,
        stand_ins: tuple[Any, ...] = (ANY_ID,),
    ) -> None:
        self._name = name
        self._query = query
        self._stand_ins = stand_ins
        self._written: tuple[str, tuple[Any, ...]] | None = None
        # What each connection knows it by; a name that has been forgotten is never used again.
        self._known_as: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self._times_forgotten = 0

    def rows(self, *values: Any) -> Rows:
        return together((self, values))[0]

    def first_rows(self, *values: Any) -> Rows:
        """The rows, for the first question of a request. It finds out by itself whether the connection still
        lives; Django's own check of that would double what most requests ask."""
        if connection.in_atomic_block:
            return self.rows(*values)
        connection.health_check_done = True
        try:
            return self.rows(*values)
        except (OperationalError, InterfaceError):
            if connection.connection is None or connection.is_usable():
                raise
            connection.close()
            return self.rows(*values)

    def in_sql(self, values: Sequence[Any]) -> Sql:
        """The query itself, for these values."""
        sql, parameters = self._once_written()
        stands_for = dict(zip(map(_stored, self._stand_ins), map(_stored, values), strict=True))
        return sql, [stands_for.get(value, value) for value in parameters]

    def by_name(self, values: Sequence[Any]) -> Sql:
        """The same, for PostgreSQL, which is told of it once for a connection: that belongs to it as its
        settings do, and is none of a request's queries."""
        server = connection.connection
        if (name := self._known_as.get(server)) is None:
            name = f"{self._name}_{self._times_forgotten}" if self._times_forgotten else self._name
            # In a message of its own: what is prepared stays, also where what follows it fails.
            with connection.wrap_database_errors:
                server.execute(*self._to_prepare(name))
            self._known_as[server] = name
        return f"EXECUTE {name} ({', '.join(['%s'] * len(values))})", values

    def forget(self) -> None:
        """This connection is to be told of it anew."""
        if self._known_as.pop(connection.connection, None):
            self._times_forgotten += 1

    def _to_prepare(self, name: str) -> Sql:
        sql, parameters = self._once_written()
        places = iter(
            f"${self._stand_ins.index(value) + 1}" if value in self._stand_ins else "%s"
            for value in parameters
        )
        text = _PLACE.sub(lambda found: next(places) if found[0] == "%s" else found[0], sql)
        constants = [value for value in parameters if value not in self._stand_ins]
        return f"PREPARE {name} AS {text}", constants

    def _once_written(self) -> tuple[str, tuple[Any, ...]]:
        if self._written is None:
            found = self._query(*self._stand_ins)
            sql, parameters = found.query.sql_with_params() if isinstance(found, QuerySet) else found
            self._written = sql, tuple(map(_stored, parameters))
        return self._written


def _stored(value: Any) -> Any:
    """As the database at hand is given it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


# A statement, and the values to ask it with.
Asked = tuple[Statement, Sequence[Any]]


def together(*asked: Asked, first: str = "") -> list[Rows]:
    """The rows of several statements, each with its values; to PostgreSQL in one message, since under a
    lock every message is a wait for all who want it. Each sees what is committed when its turn comes.

    `first`: what PostgreSQL is told before, and answers nothing to. Raises NotSupportedError inside a
    transaction where a migration has come between; the transaction may be tried again.
    """
    try:
        return _together(asked, first=first)
    except NotSupportedError:
        # A column has another type since a connection was told of it, as by a migration.
        for statement, _values in asked:
            statement.forget()
        if connection.in_atomic_block:
            raise
        return _together(asked, first=first)


def _together(asked: Sequence[Asked], *, first: str) -> list[Rows]:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return [cursor.execute(*statement.in_sql(values)).fetchall() for statement, values in asked]
        parts = [statement.by_name(values) for statement, values in asked]
        cursor.execute(*_joined([(first, []), *parts] if first else parts))
        if first:
            cursor.nextset()
        found = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
        return found


def _joined(parts: Sequence[Sql]) -> Sql:
    return "; ".join(text for text, _values in parts), [value for _text, values in parts for value in values]
