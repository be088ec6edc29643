from collections import Counter

import pytest

from events.drawings import PLAN_WIDTH, mixed_order, seat_plan, table_plan
from events.roles import Role


def test_hall_draws_each_seat_taken_or_free() -> None:
    plan = seat_plan(capacity=80, taken=68)

    assert plan.taken.count("M") == 68
    assert plan.free.count("M") == 12
    assert plan.bar is None


def test_large_hall_and_places_online_are_one_bar() -> None:
    assert seat_plan(capacity=121, taken=0).bar == 0
    assert seat_plan(capacity=40, taken=40, has_rows=False).bar == PLAN_WIDTH - 4
    assert seat_plan(capacity=120, taken=0).bar is None


def test_overbooked_hall_is_full_and_no_more() -> None:
    assert seat_plan(capacity=10, taken=12).taken.count("M") == 10
    assert seat_plan(capacity=500, taken=600).bar == PLAN_WIDTH - 4


def test_hall_without_seats_is_drawn_full() -> None:
    assert seat_plan(capacity=0, taken=0).bar == PLAN_WIDTH - 4


@pytest.mark.parametrize("capacity", [1, 15, 16, 17, 120])
def test_seats_stay_inside_the_drawing(capacity: int) -> None:
    plan = seat_plan(capacity=capacity, taken=capacity)

    corners = [tuple(map(float, seat.split("h")[0].split())) for seat in plan.taken.split("M")[1:]]

    assert max(x for x, _ in corners) + 11 <= plan.width
    assert max(y for _, y in corners) + 11 <= plan.height
    assert len(set(corners)) == capacity


def test_tables_show_the_mix_evenly() -> None:
    mix = {Role.OFFICIAL: 8, Role.POLITICIAN: 8, Role.BUILDER: 8}

    plan = table_plan(tables=3, seats_per_table=8, mix=mix)

    chairs = Counter(chair.role for table in plan.tables for chair in table.chairs)
    assert chairs == mix
    assert all(set(Counter(chair.role for chair in table.chairs).values()) <= {2, 3} for table in plan.tables)


def test_mix_without_quotas_is_equal_shares() -> None:
    assert Counter(mixed_order({}, seats=9)) == {Role.OFFICIAL: 3, Role.POLITICIAN: 3, Role.BUILDER: 3}


def test_role_with_no_seats_sits_nowhere() -> None:
    assert set(mixed_order({Role.BUILDER: 2}, seats=6)) == {Role.BUILDER}
