"""Queries that are asked at every step of a rush, put into SQL once instead of each time.

Django takes longer to write such a query than the database to answer it.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Stands for the id in the query that is written once; no row has it.
_ANY_ID = -1


class Statement:
    """`Statement(lambda pk: Event.objects.filter(pk=pk).values_list("title")).rows(7)`.

    The rows are as the database's driver gives them: fit for comparing and counting, and for columns that
    need no conversion.
    """

    def __init__(self, query: Callable[[int], QuerySet[Any, Any]]) -> None:
        self._query = query
        self._written: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, row_id: int) -> list[tuple[Any, ...]]:
        if self._written is None:
            self._written = self._query(_ANY_ID).query.sql_with_params()
        sql, parameters = self._written
        with connection.cursor() as cursor:
            cursor.execute(sql, [row_id if value == _ANY_ID else value for value in parameters])
            return cursor.fetchall()
