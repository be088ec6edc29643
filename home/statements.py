"""Queries that are asked at every step of a rush, put into SQL once instead of each time.

Django takes longer to write such a query than the database to answer it; and PostgreSQL longer to plan it.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from weakref import WeakSet

from django.db import connection
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
        # The connections that know it by its name.
        self._prepared: WeakSet[Any] = WeakSet()

    def rows(self, *values: Any) -> Rows:
        return together((self, values))[0]

    def written(self, values: Sequence[Any]) -> tuple[str, list[Any]]:
        """The SQL for these values, as the database at hand wants it."""
        if connection.vendor == "postgresql":
            self._prepare()
            return f"EXECUTE {self._name} ({', '.join(['%s'] * len(values))})", list(values)
        sql, parameters = self._in_sql()
        stands_for = dict(zip(map(_stored, self._stand_ins), map(_stored, values), strict=True))
        return sql, [stands_for.get(value, value) for value in parameters]

    def _in_sql(self) -> tuple[str, tuple[Any, ...]]:
        if self._written is None:
            found = self._query(*self._stand_ins)
            sql, parameters = found.query.sql_with_params() if isinstance(found, QuerySet) else found
            self._written = sql, tuple(map(_stored, parameters))
        return self._written

    def _prepare(self) -> None:
        """Once for a connection; belongs to it as its settings do, and is none of a request's queries."""
        server = connection.connection
        if server in self._prepared:
            return
        sql, parameters = self._in_sql()
        places = iter(
            f"${self._stand_ins.index(value) + 1}" if value in self._stand_ins else "%s"
            for value in parameters
        )
        text = _PLACE.sub(lambda found: next(places) if found[0] == "%s" else found[0], sql)
        constants = [value for value in parameters if value not in self._stand_ins]
        with connection.wrap_database_errors:
            server.execute(f"PREPARE {self._name} AS {text}", constants)
        self._prepared.add(server)


def _stored(value: Any) -> Any:
    """As the database at hand is given it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


# A statement, and the values to ask it with.
Asked = tuple[Statement, Sequence[Any]]


def together(*asked: Asked, first: str = "") -> list[Rows]:
    """The rows of several statements, each with its values; to PostgreSQL in one message, since under a
    lock every message is a wait for all who want it. Each sees what is committed when its turn comes.

    `first`: what PostgreSQL is told before, and answers nothing to.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return [cursor.execute(*statement.written(values)).fetchall() for statement, values in asked]
        texts, parameters = [first] if first else [], []
        for statement, values in asked:
            text, its_parameters = statement.written(values)
            texts.append(text)
            parameters += its_parameters
        cursor.execute("; ".join(texts), parameters)
        if first:
            cursor.nextset()
        found = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
        return found
