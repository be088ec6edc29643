"""The plans in the sign-up room, as geometry: plain numbers in, path data out, no ORM and no templates.

Seats are filled by count and never by person; a table shows the intended mix and never who sits where.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.roles import BALANCED_ROLES

# Drawn seat by seat up to here; a larger hall is one bar.
MOST_SEATS_DRAWN = 120
SEATS_IN_A_ROW = 16
SEATS_BEFORE_AISLE = 8
SEAT = 11.0
SEAT_STEP = 17.5
AISLE = 11.5
ROW_STEP = 17.0
PLAN_WIDTH = 296.0
PODIUM_HEIGHT = 29.0

TABLES_IN_A_ROW = 3
TABLE_CELL = 108.0
TABLE_HEIGHT = 96.0
TABLE_RADIUS = 24.0
CHAIR_RADIUS = 38.0


@dataclass(frozen=True)
class SeatPlan:
    """A hall with rows. `taken` and `free` are path data; `bar` is the width of the filled part of the one
    bar that stands for a hall too large to draw."""

    width: float
    height: float
    taken: str = ""
    free: str = ""
    bar: float | None = None


@dataclass(frozen=True)
class Chair:
    role: str
    x: float
    y: float


@dataclass(frozen=True)
class Table:
    number: int
    x: float
    y: float
    chairs: tuple[Chair, ...]


@dataclass(frozen=True)
class TablePlan:
    width: float
    height: float
    tables: tuple[Table, ...]


def seat_plan(*, capacity: int, taken: int, has_rows: bool = True) -> SeatPlan:
    """Rows of seats with an aisle, or one bar for a large hall and where there is none."""
    taken = min(taken, capacity)
    if not has_rows or not 0 < capacity <= MOST_SEATS_DRAWN:
        share = taken / capacity if capacity else 1
        return SeatPlan(width=PLAN_WIDTH, height=20, bar=round(share * (PLAN_WIDTH - 4), 1))
    rows = math.ceil(capacity / SEATS_IN_A_ROW)
    return SeatPlan(
        width=PLAN_WIDTH,
        height=PODIUM_HEIGHT + rows * ROW_STEP,
        taken="".join(_filled_seat(*_place(seat)) for seat in range(taken)),
        free="".join(_empty_seat(*_place(seat)) for seat in range(taken, capacity)),
    )


def table_plan(*, tables: int, seats_per_table: int, mix: Mapping[str, int]) -> TablePlan:
    """Tables with chairs around; `mix` says how many seats each role has in all."""
    order = mixed_order(mix, seats=tables * seats_per_table)
    in_a_row = min(tables, TABLES_IN_A_ROW) or 1
    rows = math.ceil(tables / TABLES_IN_A_ROW)
    return TablePlan(
        width=in_a_row * TABLE_CELL,
        height=rows * TABLE_HEIGHT,
        tables=tuple(
            _table(number, order[number * seats_per_table : (number + 1) * seats_per_table])
            for number in range(tables)
        ),
    )


def mixed_order(mix: Mapping[str, int], *, seats: int) -> list[str]:
    """The roles in an order that spreads each of them evenly; equal shares where no role has seats."""
    wanted = {role: mix.get(role, 0) for role in BALANCED_ROLES}
    if not any(wanted.values()):
        wanted = dict.fromkeys(BALANCED_ROLES, 1)
    total = sum(wanted.values())
    placed = dict.fromkeys(wanted, 0)
    order: list[str] = []
    for seat in range(1, seats + 1):
        # Whoever lags furthest behind their share is next.
        role = max(wanted, key=lambda role: wanted[role] * seat / total - placed[role])
        placed[role] += 1
        order.append(str(role))
    return order


def _place(seat: int) -> tuple[float, float]:
    row, column = divmod(seat, SEATS_IN_A_ROW)
    aisle = AISLE if column >= SEATS_BEFORE_AISLE else 0
    return column * SEAT_STEP + aisle + 5, PODIUM_HEIGHT + row * ROW_STEP


def _filled_seat(x: float, y: float) -> str:
    return f"M{x:g} {y:g}h{SEAT:g}v{SEAT:g}h-{SEAT:g}z"


def _empty_seat(x: float, y: float) -> str:
    """Drawn as a line of 1.5, so its middle lies that much further in."""
    side = SEAT - 1.5
    return f"M{x + 0.75:g} {y + 0.75:g}h{side:g}v{side:g}h-{side:g}z"


def _table(number: int, roles: Sequence[str]) -> Table:
    x = (number % TABLES_IN_A_ROW + 0.5) * TABLE_CELL
    y = (number // TABLES_IN_A_ROW + 0.5) * TABLE_HEIGHT
    step = 2 * math.pi / len(roles) if roles else 0
    chairs = tuple(
        Chair(
            role=role,
            x=round(x + CHAIR_RADIUS * math.sin(step * (chair + 0.5)), 1),
            y=round(y - CHAIR_RADIUS * math.cos(step * (chair + 0.5)), 1),
        )
        for chair, role in enumerate(roles)
    )
    return Table(number=number + 1, x=x, y=y, chairs=chairs)
