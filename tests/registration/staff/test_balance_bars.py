from hypothesis import given
from hypothesis import strategies as st

from events.roles import BALANCED_ROLES
from registration.domain.balance import RoleBalance
from registration.staff.balance_bars import Bar, bars


def role(name: str = "official", **figures: int) -> RoleBalance:
    return RoleBalance(role=name, **({"taken": 0} | figures))


def test_one_seat_is_as_wide_in_every_bar() -> None:
    drawn = bars(
        [role(taken=15, reserved=20), role("politician", taken=5, reserved=10), role("builder")], capacity=40
    )

    assert drawn == (
        Bar(role="official", confirmed=75, offered=0, frame=100),
        Bar(role="politician", confirmed=25, offered=0, frame=50),
        Bar(role="builder", confirmed=0, offered=0),
    )


def test_offered_seats_follow_the_confirmed_ones() -> None:
    (bar,) = bars([role(taken=3, offered=1, reserved=4)], capacity=10)

    assert (bar.confirmed, bar.offered, bar.frame) == (50, 25, 100)


def test_maximum_is_a_line_and_part_of_the_scale() -> None:
    (bar,) = bars([role(taken=4, reserved=4, maximum=8)], capacity=20)

    assert (bar.confirmed, bar.frame, bar.limit) == (50, 50, 100)


def test_maximum_that_the_room_never_lets_a_role_reach_is_not_drawn() -> None:
    (bar,) = bars([role(taken=4, reserved=8, maximum=300)], capacity=20)

    assert (bar.confirmed, bar.limit) == (50, None)


def test_without_quotas_a_bar_is_the_share_of_all_seats() -> None:
    (bar,) = bars([role(taken=10)], capacity=40)

    assert bar == Bar(role="official", confirmed=25, offered=0)


def test_nobody_and_no_seats_can_be_drawn() -> None:
    assert bars([role()], capacity=0) == (Bar(role="official", confirmed=0, offered=0),)
    assert bars([role()], capacity=None) == (Bar(role="official", confirmed=0, offered=0),)


@given(
    st.lists(st.tuples(*[st.integers(0, 400)] * 3, st.none() | st.integers(0, 400)), min_size=3, max_size=3),
    st.none() | st.integers(0, 400),
)
def test_nothing_is_drawn_outside(figures: list, capacity: int | None) -> None:
    roles = [
        RoleBalance(role=name, taken=taken + offered, offered=offered, reserved=reserved, maximum=maximum)
        for name, (taken, offered, reserved, maximum) in zip(BALANCED_ROLES, figures, strict=True)
    ]

    for bar, figure in zip(bars(roles, capacity=capacity), roles, strict=True):
        assert 0 <= bar.confirmed <= bar.confirmed + bar.offered <= 100.01
        assert all(0 <= line <= 100 for line in (bar.frame, bar.limit) if line is not None)
        # As full as it is in truth: the fill passes the frame only when there are more than reserved.
        if bar.frame is not None and bar.confirmed + bar.offered > bar.frame + 0.01:
            assert figure.taken > figure.reserved
