from dataclasses import replace

import pytest
from django.utils.translation import gettext as _

from events.models import EventPage
from events.roles import Role
from registration import switching
from registration.domain.capacity import Quota
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def hybrid(**values):
    return EventFactory(format=EventPage.Format.HYBRID, **values)


def test_without_a_limit_there_is_room_for_all_online(olof, sign_up, now):
    switch = switching.of(sign_up(replace(olof, attendance="on_site"), hybrid()), now=now)

    assert (switch.to, switch.gives_up_seat) == ("online", False)
    assert switch.room == _("There is room for everybody online.")


def test_places_left_online_are_counted(olof, sign_up, now):
    olofs = sign_up(replace(olof, attendance="on_site"), hybrid(online_capacity=3))

    assert "3" in switching.of(olofs, now=now).room


def test_seats_in_the_room_are_those_of_the_role(bo, sign_up, now):
    event = hybrid(capacity=20, quotas={Role.BUILDER: Quota(maximum=2)})

    switch = switching.of(sign_up(replace(bo, attendance="online"), event), now=now)

    assert (switch.to, switch.gives_up_seat) == ("on_site", False)
    assert "2" in switch.room


def test_full_room_costs_the_place_that_one_has(olof, petra, sign_up, now):
    event = hybrid(capacity=1)
    sign_up(replace(petra, attendance="on_site"), event)

    switch = switching.of(sign_up(replace(olof, attendance="online"), event), now=now)

    assert switch.gives_up_seat is True
    assert switch.room == _("There is no seat for you in the room now.")


def test_who_only_waits_gives_up_no_seat(olof, petra, bo, sign_up, now):
    event = hybrid(capacity=1, online_capacity=1)
    sign_up(replace(petra, attendance="on_site"), event)
    sign_up(replace(bo, attendance="online"), event)

    switch = switching.of(sign_up(replace(olof, attendance="online"), event), now=now)

    assert switch.gives_up_seat is False
    assert switch.consequence == _(
        "You then stand last on the waitlist for it and give up the place in line that you have."
    )


def test_own_organisation_at_its_maximum_is_no_hindrance_to_change(olof, sign_up, now):
    event = hybrid(max_per_organisation=1)

    assert switching.of(sign_up(replace(olof, attendance="online"), event), now=now).gives_up_seat is False
