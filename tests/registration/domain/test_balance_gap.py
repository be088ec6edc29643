import pytest

from events.roles import Role
from registration.domain.balance_gap import Gap, gap_of
from registration.domain.capacity import Quota, Seats

RESERVED = {Role.OFFICIAL: Quota(reserved=8), Role.POLITICIAN: Quota(reserved=8, maximum=5)}


@pytest.mark.parametrize(
    ("role", "gap", "missing"),
    [
        (Role.OFFICIAL, Gap(goal=8, taken=3), 5),
        (Role.POLITICIAN, Gap(goal=5, taken=6), 0),
        (Role.BUILDER, Gap(goal=0, taken=2), 0),
        (Role.GUEST, Gap(goal=0, taken=0), 0),
    ],
)
def test_goal_is_what_is_reserved_for_the_role(role, gap, missing):
    taken = {Role.OFFICIAL: 3, Role.POLITICIAN: 6, Role.BUILDER: 2}
    seats = Seats(capacity=24, quotas=RESERVED, taken=taken)

    assert gap_of(seats, role) == gap
    assert gap_of(seats, role).missing == missing


def test_where_nothing_is_reserved_each_role_is_meant_to_have_a_third():
    seats = Seats(capacity=24, quotas={Role.BUILDER: Quota(maximum=6)}, taken={Role.OFFICIAL: 2})

    assert [gap_of(seats, role).goal for role in (Role.OFFICIAL, Role.POLITICIAN, Role.BUILDER)] == [8, 8, 6]
    assert gap_of(seats, Role.GUEST) == Gap(goal=0, taken=0)


def test_without_a_limit_there_is_no_goal():
    assert gap_of(Seats(capacity=None, taken={Role.OFFICIAL: 2}), Role.OFFICIAL).missing == 0
