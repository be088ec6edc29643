from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from bostadsforum.management.commands.make_load import share_out
from events.models import CalendarIdentity, EventPage
from registration.models import Registration

pytestmark = pytest.mark.django_db


def test_it_makes_what_is_asked_for():
    call_command("make_load", events=3, registrations=70, stdout=StringIO())

    events = EventPage.objects.annotate(people=Count("registrations"))
    assert sorted(event.people for event in events) == [23, 23, 24]
    assert CalendarIdentity.objects.exclude(snapshot={}).count() == 3


def test_nobody_is_confirmed_beyond_the_seats():
    call_command("make_load", events=1, registrations=40, stdout=StringIO())

    event = EventPage.objects.get()
    assert event.registrations.confirmed().count() == event.capacity
    assert [person.place_in_line for person in event.registrations.in_line()] == [37, 38, 39, 40]


def test_everybody_has_a_role_and_a_home():
    call_command("make_load", events=1, registrations=40, stdout=StringIO())

    people = Registration.objects.all()
    assert {person.role for person in people} == {"official", "politician", "builder"}
    assert all(person.organisation_name and person.organisation_key for person in people)


def test_two_runs_stand_beside_each_other():
    call_command("make_load", events=1, registrations=5, stdout=StringIO())
    call_command("make_load", events=1, registrations=5, stdout=StringIO())

    assert (EventPage.objects.count(), Registration.objects.count()) == (2, 10)


def test_registrations_need_events():
    with pytest.raises(CommandError, match="need events"):
        call_command("make_load", events=0, registrations=1)


def test_shares_are_as_equal_as_can_be():
    assert share_out(7, among=3) == [3, 2, 2]
    assert share_out(0, among=2) == [0, 0]
