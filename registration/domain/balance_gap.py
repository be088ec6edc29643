"""How far a role is from what the organiser wants of it: the order in which requests are answered.

Plain values in, plain values out, as in `capacity.py`.
"""

from dataclasses import dataclass

from events.roles import BALANCED_ROLES, Role
from registration.domain.capacity import Seats


@dataclass(frozen=True)
class Gap:
    """`goal` seats are meant for the role, and it has `taken`; more than its goal is no gap."""

    goal: int
    taken: int

    @property
    def missing(self) -> int:
        return max(0, self.goal - self.taken)


def gap_of(seats: Seats, role: str) -> Gap:
    return Gap(goal=goal_of(seats, role), taken=seats.taken_by(role))


def goal_of(seats: Seats, role: str) -> int:
    """What is reserved for the role. Where nothing is reserved for any, the forum lives from the mix: each
    of the three is meant to have its third of the seats, as far as its maximum allows."""
    if role not in {balanced.value for balanced in BALANCED_ROLES}:
        return 0
    if any(quota.kept for quota in seats.quotas.values()):
        return seats.quota_of(Role(role)).kept
    if seats.capacity is None:
        return 0
    third = seats.capacity // len(BALANCED_ROLES)
    maximum = seats.quota_of(Role(role)).maximum
    return third if maximum is None else min(third, maximum)
