"""Who fits: the whole rule of seats, quotas and organisations (docs/rules.md 4.1), as pure functions.

Plain values in, plain values out: no database, no clock. Whoever asks has counted the rows under the lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from events.roles import BALANCED_ROLES


@dataclass(frozen=True)
class Quota:
    """`reserved` seats are kept for the role until release; `maximum` is all it gets (None: no limit)."""

    reserved: int = 0
    maximum: int | None = None

    @property
    def kept(self) -> int:
        return self.reserved if self.maximum is None else min(self.reserved, self.maximum)


@dataclass(frozen=True)
class Seats:
    """How the seats of one way of taking part stand.

    `capacity` is None where there is no limit. `taken` counts, per role, who is confirmed, offered, or
    held a seat by an open invitation; `others` are guests and overrides, who count in the total only.
    `organisations` counts the same people as `taken`, per organisation key.
    """

    capacity: int | None
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)
    others: int = 0
    is_released: bool = False
    organisations: Mapping[str, int] = field(default_factory=dict)
    organisation_maximum: int | None = None

    @property
    def total_taken(self) -> int:
        return sum(self.taken.values()) + self.others

    def taken_by(self, role: str) -> int:
        return self.taken.get(role, 0)

    def quota_of(self, role: str) -> Quota:
        return self.quotas.get(role, Quota())

    def kept_for_others_than(self, role: str) -> int:
        """Seats that must stay free for other roles: what they have reserved and not used, before release."""
        if self.is_released:
            return 0
        return sum(
            max(0, quota.kept - self.taken_by(other)) for other, quota in self.quotas.items() if other != role
        )


class Refusal(StrEnum):
    """Why there is no seat for somebody."""

    FULL = "full"
    ROLE_AT_MAXIMUM = "role_at_maximum"
    KEPT_FOR_OTHER_ROLES = "kept_for_other_roles"
    ORGANISATION_AT_MAXIMUM = "organisation_at_maximum"


def why_not(seats: Seats, role: str, *, organisation: str = "") -> Refusal | None:
    """None when one more of this role and organisation fits, else the first reason against it."""
    quota = seats.quota_of(role)
    if seats.capacity is not None and seats.total_taken >= seats.capacity:
        return Refusal.FULL
    if quota.maximum is not None and seats.taken_by(role) >= quota.maximum:
        return Refusal.ROLE_AT_MAXIMUM
    if (
        seats.organisation_maximum is not None
        and organisation
        and seats.organisations.get(organisation, 0) >= seats.organisation_maximum
    ):
        return Refusal.ORGANISATION_AT_MAXIMUM
    if seats.capacity is None or seats.taken_by(role) < quota.reserved:
        return None
    if seats.total_taken + seats.kept_for_others_than(role) >= seats.capacity:
        return Refusal.KEPT_FOR_OTHER_ROLES
    return None


def fits(seats: Seats, role: str, *, organisation: str = "") -> bool:
    return why_not(seats, role, organisation=organisation) is None


def with_one_more(seats: Seats, role: str, *, organisation: str = "") -> Seats:
    """The seats after one more of this role and organisation got one."""
    taken = {**seats.taken, role: seats.taken_by(role) + 1}
    organisations = seats.organisations
    if organisation:
        organisations = {**organisations, organisation: organisations.get(organisation, 0) + 1}
    return replace(seats, taken=taken, organisations=organisations)


def with_one_less(seats: Seats, role: str, *, organisation: str = "", is_counted: bool = True) -> Seats:
    """The seats after one of this role and organisation has left; who was not counted among the role's is
    one of the others."""
    if not is_counted:
        return replace(seats, others=max(0, seats.others - 1))
    taken = {**seats.taken, role: max(0, seats.taken_by(role) - 1)}
    organisations = seats.organisations
    if organisation:
        organisations = {**organisations, organisation: max(0, organisations.get(organisation, 0) - 1)}
    return replace(seats, taken=taken, organisations=organisations)


def seats_left_for(seats: Seats, role: str) -> int | None:
    """How many more of this role would get a seat now, one after the other; None when without limit.

    What their organisations have is not known here and not counted.
    """
    quota = seats.quota_of(role)
    by_maximum = None if quota.maximum is None else max(0, quota.maximum - seats.taken_by(role))
    if seats.capacity is None:
        return by_maximum
    free = max(0, seats.capacity - seats.total_taken)
    own_reserve = quota.reserved - seats.taken_by(role)
    open_to_all = seats.capacity - seats.total_taken - seats.kept_for_others_than(role)
    left = max(0, min(free, max(own_reserve, open_to_all)))
    return left if by_maximum is None else min(left, by_maximum)


def is_full_for_all(seats: Seats) -> bool:
    return not any(fits(seats, role) for role in BALANCED_ROLES)
