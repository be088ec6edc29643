"""Rows that are written at every step of a rush, by SQL that is put together once (home/statements.py)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models, transaction

from home.statements import ANY_TEXT, Sql, Statement, together


class Insertion:
    """`Insertion("insert_entry", HistoryEntry).write(entry)`: what `entry.save()` does for a new row.

    Nobody is told by signals. `once`: a row that breaks a rule of uniqueness is left out, and its key stays
    None.
    """

    def __init__(self, name: str, model: type[models.Model], *, once: bool = False) -> None:
        self._model, self._once = model, once
        self._fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
        places = tuple(f"{ANY_TEXT}{number}" for number in range(len(self._fields)))
        self.statement = Statement(name, self._inserting, stand_ins=places)

    def write(self, row: models.Model) -> None:
        rows = _gathering.get()
        if rows is None:
            _write([(self, row)])
        else:
            rows.append((self, row))

    def values(self, row: models.Model) -> list[Any]:
        return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in self._fields]

    def _inserting(self, *values: Any) -> Sql:
        name = connection.ops.quote_name
        columns = ", ".join(name(field.column) for field in self._fields)
        places = ", ".join(["%s"] * len(self._fields))
        unless = " ON CONFLICT DO NOTHING" if self._once else ""
        table, key = name(self._model._meta.db_table), name(_column_of_key(self._model))
        # Names of our own tables, quoted; the values go beside it.
        sql = f"INSERT INTO {table} ({columns}) VALUES ({places}){unless} RETURNING {key}"  # noqa: S608 (our names)
        return sql, values


@contextmanager
def gathered() -> Iterator[None]:
    """What is written inside leaves at the end, in one message and in the transaction that it stands in or
    else begins. Until then its rows are not there and have no keys. It does not stand inside another."""
    if _gathering.get() is not None:
        raise RuntimeError("rows that are gathered are gathered once")
    rows: list[tuple[Insertion, models.Model]] = []
    with transaction.atomic(savepoint=False):
        token = _gathering.set(rows)
        try:
            yield
        finally:
            _gathering.reset(token)
        if rows:
            _write(rows)


_gathering: ContextVar[list[tuple[Insertion, models.Model]] | None] = ContextVar("gathering", default=None)


def _write(rows: Sequence[tuple[Insertion, models.Model]]) -> None:
    answers = together(*((insertion.statement, insertion.values(row)) for insertion, row in rows))
    for (_insertion, row), written in zip(rows, answers, strict=True):
        row.pk = written[0][0] if written else None
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _column_of_key(model: type[models.Model]) -> str:
    key = model._meta.pk
    if key is None:
        raise TypeError(f"{model} has no rows of its own")
    return key.column
