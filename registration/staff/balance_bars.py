"""The picture of the balance as geometry (one bar a role): plain numbers in, percent of the width out.

One seat is as wide in every bar, so the bars can be compared; percent let the drawing be made anew for any
width instead of being scaled.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registration.domain.balance import RoleBalance


@dataclass(frozen=True)
class Bar:
    """Widths. `confirmed` is filled, and `offered` follows it; `frame` is what is reserved and `limit` the
    maximum, None where there is none."""

    role: str
    confirmed: float
    offered: float
    frame: float | None = None
    limit: float | None = None


def bars(roles: Sequence[RoleBalance], *, capacity: int | None) -> tuple[Bar, ...]:
    """Without reserved seats and maxima a bar is the role's share of all seats."""
    limits = {role.role: _limit(role, capacity=capacity) for role in roles}
    goals = [seats for role in roles for seats in (role.reserved, limits[role.role]) if seats]
    scale = max([1, *(role.taken for role in roles), *(goals or [capacity or 0])])

    def percent(seats: int) -> float:
        return round(100 * seats / scale, 2)

    return tuple(
        Bar(
            role=role.role,
            confirmed=percent(role.confirmed),
            offered=round(percent(role.taken) - percent(role.confirmed), 2),
            frame=percent(role.reserved) if role.reserved else None,
            limit=None if (limit := limits[role.role]) is None else percent(limit),
        )
        for role in roles
    )


def _limit(role: RoleBalance, *, capacity: int | None) -> int | None:
    """A maximum that the room would never let a role reach is no line worth drawing."""
    if role.maximum is None or (capacity is not None and role.maximum >= capacity):
        return None
    return role.maximum
