"""How the mix stands: per way of taking part, per role and per organisation."""

from dataclasses import replace

import pytest

from events.models import EventPage
from events.roles import Role
from registration.domain import additions, balance, cancellation
from registration.domain.balance import OrganisationCount, RoleBalance
from registration.domain.capacity import Quota
from tests.factories import EventFactory, RoundTableFactory, applicant

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(now):
    return lambda event: balance.balance_of(event, now=now)[0]


def test_each_role_says_how_far_it_is_from_what_was_planned(olof, bo, sign_up, room):
    event = EventFactory(
        capacity=4, quotas={Role.POLITICIAN: Quota(2), Role.BUILDER: Quota(reserved=1, maximum=1)}
    )
    for person in (olof, bo, applicant(3, Role.BUILDER)):
        sign_up(person, event)

    way = room(event)

    assert way.roles == (
        RoleBalance(role="official", taken=1),
        RoleBalance(role="politician", taken=0, reserved=2),
        RoleBalance(role="builder", taken=1, reserved=1, maximum=1, waiting=1),
    )
    assert way.missing == {"politician": 2}
    assert (way.taken, way.capacity, way.waiting) == (2, 4, 1)


def test_who_is_offered_a_seat_holds_it(olof, petra, now, sign_up, room):
    event = EventFactory(capacity=1)
    first = sign_up(olof, event)
    sign_up(replace(petra, wants_directly=False), event)

    cancellation.cancel(first.pk, now=now)

    politicians = room(event).roles[1]
    assert (politicians.taken, politicians.offered, politicians.confirmed) == (1, 1, 0)
    assert room(event).offered == 1


def test_who_asks_for_a_seat_has_none_yet(olof, sign_up, room):
    event = RoundTableFactory()
    sign_up(olof, event)

    way = room(event)

    assert (way.taken, way.pending, way.roles[0].pending) == (0, 1, 1)


def test_guests_and_overrides_count_in_the_total_only(olof, petra, stina, now, sign_up, room):
    event = EventFactory(capacity=2)
    sign_up(olof, event)
    guest = additions.add(event.pk, applicant=applicant(1, Role.GUEST), by=stina, now=now)
    override = additions.add(
        event.pk, applicant=petra, by=stina, now=now, override=True, reason="leder samtalet"
    )

    way = room(event)

    assert [role.taken for role in way.roles] == [1, 0, 0]
    assert (way.taken, way.beyond_capacity) == (3, 1)
    assert balance.beside_the_roles(event) == [guest, override]


def test_lowered_capacity_shows_how_many_are_beyond_it(olof, petra, bo, sign_up, room):
    event = EventFactory(capacity=3)
    for person in (olof, petra, bo):
        sign_up(person, event)
    event.capacity = 1

    assert room(event).beyond_capacity == 2


def test_online_stands_apart_from_the_room(olof, petra, now, sign_up):
    event = EventFactory(
        format=EventPage.Format.HYBRID, online_capacity=5, quotas={Role.OFFICIAL: Quota(reserved=1)}
    )
    sign_up(replace(olof, attendance="on_site"), event)
    sign_up(replace(petra, attendance="online"), event)

    room, online = balance.balance_of(event, now=now)

    assert (room.taken, room.capacity, room.has_reserved) == (1, 20, True)
    assert (online.taken, online.capacity, online.has_reserved) == (1, 5, False)


def test_municipality_is_one_organisation_and_most_come_first(olof, petra, bo, sign_up):
    event = EventFactory()
    for person in (bo, olof, replace(petra, municipality=olof.municipality)):
        sign_up(person, event)

    assert balance.organisations_of(event) == [
        OrganisationCount(name="Nacka", taken=2),
        OrganisationCount(name="Tegelbruket AB", taken=1),
    ]


def test_firm_is_called_as_most_of_its_people_write_it(sign_up):
    event = EventFactory()
    for number, name in enumerate(["TEGELBRUKET", "Tegelbruket AB", "Tegelbruket AB"]):
        sign_up(applicant(number, Role.BUILDER, organisation=name), event)

    assert balance.organisations_of(event) == [OrganisationCount(name="Tegelbruket AB", taken=3)]


def test_who_takes_part_online_leaves_the_organisation_its_seats(olof, sign_up):
    event = EventFactory(format=EventPage.Format.HYBRID)
    sign_up(replace(olof, attendance="online"), event)
    sign_up(applicant(2, attendance="on_site"), event)

    assert [one.name for one in balance.organisations_of(event)] == ["Stockholm"]
