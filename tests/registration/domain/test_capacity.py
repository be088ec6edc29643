"""The rule of seats, in words first; then against a room in which every chair is drawn.

What happens over a long registration is in test_capacity_walks.py.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.roles import BALANCED_ROLES, Role
from registration.domain import capacity
from registration.domain.capacity import Quota, Refusal, Seats

OFFICIAL, POLITICIAN, BUILDER = BALANCED_ROLES


# --- In words -------------------------------------------------------------------------------------


def test_there_is_a_seat_while_one_is_free():
    assert capacity.fits(Seats(capacity=2, taken={BUILDER: 1}), BUILDER)


def test_nobody_fits_in_a_full_room():
    seats = Seats(capacity=2, taken={BUILDER: 1, OFFICIAL: 1})

    assert capacity.why_not(seats, POLITICIAN) == Refusal.FULL


def test_an_event_without_seats_is_full_from_the_start():
    assert capacity.why_not(Seats(capacity=0), OFFICIAL) == Refusal.FULL


def test_a_room_without_limit_is_never_full():
    assert capacity.fits(Seats(capacity=None, taken={OFFICIAL: 10_000}), OFFICIAL)


def test_builders_wait_when_they_have_their_maximum():
    seats = Seats(capacity=10, quotas={BUILDER: Quota(maximum=3)}, taken={BUILDER: 3})

    assert capacity.why_not(seats, BUILDER) == Refusal.ROLE_AT_MAXIMUM
    assert capacity.fits(seats, OFFICIAL)


def test_a_maximum_of_nothing_keeps_a_role_out():
    seats = Seats(capacity=10, quotas={BUILDER: Quota(maximum=0)})

    assert capacity.why_not(seats, BUILDER) == Refusal.ROLE_AT_MAXIMUM


def test_last_seats_are_kept_for_the_politicians_who_have_them_reserved():
    seats = Seats(capacity=5, quotas={POLITICIAN: Quota(reserved=2)}, taken={OFFICIAL: 3})

    assert capacity.why_not(seats, OFFICIAL) == Refusal.KEPT_FOR_OTHER_ROLES
    assert capacity.why_not(seats, BUILDER) == Refusal.KEPT_FOR_OTHER_ROLES
    assert capacity.fits(seats, POLITICIAN)


def test_a_reserve_that_is_used_keeps_nothing_more():
    seats = Seats(capacity=5, quotas={POLITICIAN: Quota(reserved=2)}, taken={OFFICIAL: 2, POLITICIAN: 2})

    assert capacity.fits(seats, OFFICIAL)


def test_released_seats_are_for_everybody():
    seats = Seats(capacity=5, quotas={POLITICIAN: Quota(reserved=2)}, taken={OFFICIAL: 3}, is_released=True)

    assert capacity.fits(seats, OFFICIAL)


def test_a_role_within_its_own_reserve_does_not_care_what_is_kept_for_others():
    quotas = {OFFICIAL: Quota(reserved=2), POLITICIAN: Quota(reserved=3)}
    seats = Seats(capacity=5, quotas=quotas, taken={OFFICIAL: 1})

    assert capacity.fits(seats, OFFICIAL)
    assert capacity.why_not(seats, BUILDER) == Refusal.KEPT_FOR_OTHER_ROLES


def test_no_more_is_kept_for_a_role_than_it_may_use():
    seats = Seats(capacity=4, quotas={POLITICIAN: Quota(reserved=3, maximum=1)}, taken={OFFICIAL: 2})

    assert capacity.fits(seats, OFFICIAL)


def test_a_municipality_waits_when_it_has_all_that_one_organisation_may_have():
    seats = Seats(capacity=10, taken={OFFICIAL: 2}, organisations={"kommun:0182": 2}, organisation_maximum=2)

    assert capacity.why_not(seats, POLITICIAN, organisation="kommun:0182") == Refusal.ORGANISATION_AT_MAXIMUM
    assert capacity.fits(seats, POLITICIAN, organisation="kommun:0184")


def test_nobody_is_held_back_for_an_organisation_we_do_not_know():
    seats = Seats(capacity=10, organisations={"": 5}, organisation_maximum=2)

    assert capacity.fits(seats, OFFICIAL, organisation="")


def test_guests_and_overrides_take_seats_but_no_quota():
    seats = Seats(capacity=4, quotas={BUILDER: Quota(maximum=2)}, taken={BUILDER: 1}, others=2)

    assert capacity.fits(seats, BUILDER)
    assert capacity.seats_left_for(seats, BUILDER) == 1


def test_a_room_that_is_overbooked_knowingly_has_nothing_left():
    seats = Seats(capacity=4, taken={OFFICIAL: 4}, others=2)

    assert capacity.why_not(seats, OFFICIAL) == Refusal.FULL
    assert capacity.seats_left_for(seats, OFFICIAL) == 0


def test_a_lowered_capacity_gives_no_role_its_reserve_back():
    quotas = {POLITICIAN: Quota(reserved=3)}
    seats = Seats(capacity=2, quotas=quotas, taken={OFFICIAL: 2})

    assert capacity.why_not(seats, POLITICIAN) == Refusal.FULL


def test_full_for_all_only_when_no_role_fits():
    kept = Seats(capacity=2, quotas={POLITICIAN: Quota(reserved=1)}, taken={OFFICIAL: 1})

    assert not capacity.is_full_for_all(kept)
    assert capacity.is_full_for_all(capacity.with_one_more(kept, POLITICIAN))


def test_one_more_is_counted_for_role_and_organisation():
    before = Seats(capacity=5, taken={BUILDER: 1}, organisations={"tegelbruket": 1})

    after = capacity.with_one_more(before, BUILDER, organisation="tegelbruket")

    assert (after.taken_by(BUILDER), after.organisations) == (2, {"tegelbruket": 2})
    assert (before.taken_by(BUILDER), before.organisations) == (1, {"tegelbruket": 1})


# --- Against a room with chairs -------------------------------------------------------------------


def fits_in_a_room_with_chairs(seats: Seats, role: str) -> bool:
    """Every chair carries a name or none. People sit on their role's own chairs first, then on nameless
    ones; after release the names are taken off. Knows nothing of sums."""
    chairs = [None] * seats.capacity
    if not seats.is_released:
        named = [owner for owner, quota in seats.quotas.items() for _ in range(quota.kept)]
        chairs[: len(named)] = named
    people = [person for person, count in seats.taken.items() for _ in range(count)]
    people += [Role.GUEST] * seats.others
    for person in people:
        if person in chairs:
            chairs.remove(person)
        elif None in chairs:
            chairs.remove(None)
        elif chairs:
            chairs.pop()
    quota = seats.quota_of(role)
    at_maximum = quota.maximum is not None and seats.taken_by(role) >= quota.maximum
    return not at_maximum and (role in chairs or None in chairs)


@st.composite
def rooms(draw: st.DrawFn) -> Seats:
    """Rooms as they come about, nobody let past a quota: reserved chairs are taken by their role only."""
    size = draw(st.integers(0, 12))
    quotas, left = {}, size
    for role in BALANCED_ROLES:
        reserved = draw(st.integers(0, left))
        left -= reserved
        maximum = draw(st.none() | st.integers(0, 12))
        quotas[role] = Quota(reserved, maximum)
    is_released = draw(st.booleans())
    room = Seats(capacity=size, quotas=quotas, is_released=is_released)
    for role in draw(st.lists(st.sampled_from([*BALANCED_ROLES, Role.GUEST]), max_size=16)):
        if role == Role.GUEST:
            if fits_in_a_room_with_chairs(room, Role.GUEST):
                room = Seats(size, quotas, room.taken, room.others + 1, is_released)
        elif fits_in_a_room_with_chairs(room, role):
            room = capacity.with_one_more(room, role)
    return room


@given(room=rooms(), role=st.sampled_from(BALANCED_ROLES))
def test_the_rule_agrees_with_the_chairs(room, role):
    assert capacity.fits(room, role) == fits_in_a_room_with_chairs(room, role)


@given(room=rooms(), role=st.sampled_from(BALANCED_ROLES))
def test_seats_left_is_how_many_would_get_one_after_the_other(room, role):
    got = 0
    while fits_in_a_room_with_chairs(room, role):
        room = capacity.with_one_more(room, role)
        got += 1
        assert got <= 12

    assert capacity.seats_left_for(room, role) == 0
    # Back to the room as it was: as many seats fewer taken.
    taken = {**room.taken, role: room.taken_by(role) - got}
    before = Seats(room.capacity, room.quotas, taken, room.others, room.is_released)
    assert capacity.seats_left_for(before, role) == got


@given(room=rooms(), first=st.sampled_from(BALANCED_ROLES), second=st.sampled_from(BALANCED_ROLES))
def test_a_seat_taken_never_makes_room_for_somebody_else(room, first, second):
    # Why one pass through the waitlist is enough.
    if capacity.fits(room, first) and not capacity.fits(room, second):
        assert not capacity.fits(capacity.with_one_more(room, first), second)


@pytest.mark.long
@settings(max_examples=20_000)
@given(room=rooms(), role=st.sampled_from(BALANCED_ROLES))
def test_the_rule_agrees_with_the_chairs_at_length(room, role):
    assert capacity.fits(room, role) == fits_in_a_room_with_chairs(room, role)


def test_one_less_frees_what_they_were_counted_as():
    seats = Seats(capacity=5, taken={OFFICIAL: 2}, others=1, organisations={"a": 2})

    counted = capacity.with_one_less(seats, OFFICIAL, organisation="a")
    beside = capacity.with_one_less(seats, OFFICIAL, organisation="a", is_counted=False)

    assert (counted.taken_by(OFFICIAL), counted.organisations["a"], counted.total_taken) == (1, 1, 2)
    assert (beside.taken_by(OFFICIAL), beside.organisations["a"], beside.total_taken) == (2, 2, 2)
