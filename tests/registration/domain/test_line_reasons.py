"""Why nobody is offered a seat, as staff read it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from events.models import EventPage, RoleQuota
from events.roles import Role
from registration.domain import cancellation, waitlist
from registration.domain.capacity import Quota
from registration.domain.line_reasons import why_waiting
from tests.factories import EventFactory, applicant, applicants

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def told(line):
    return line.sentence, [one.reason for one in line.people]


def test_nobody_waits(event, now):
    assert told(why_waiting(event, now=now)) == ("Nobody is on the waitlist.", [])


def test_all_seats_are_taken(olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    for person in (olof, petra):
        sign_up(person, event)

    assert told(why_waiting(event, now=now)) == (
        "Nobody is offered a seat now: all seats are taken.",
        ["All seats are taken."],
    )


def test_seats_are_taken_by_whoever_has_not_answered(olof, petra, bo, sign_up, now):
    event = EventFactory(capacity=1)
    first = sign_up(olof, event)
    for person in (replace(petra, wants_directly=False), bo):
        sign_up(person, event)
    cancellation.cancel(first.pk, now=now)

    assert why_waiting(event, now=now).sentence == (
        "Nobody is offered a seat now: all seats are taken, 1 of them by a person who has not answered an "
        "offer yet."
    )


def test_free_seats_are_kept_for_other_roles_until_they_are_released(olof, bo, sign_up, now):
    event = EventFactory(capacity=2, quotas={Role.POLITICIAN: Quota(reserved=1)})
    for person in (olof, bo):
        sign_up(person, event)

    assert told(why_waiting(event, now=now)) == (
        "Nobody is offered a seat now: the seats that are left are reserved for politicians until "
        "Thursday 25 February 2027 at 8:30.",
        ["The seats that are left are reserved for politicians."],
    )


def test_reserve_that_is_used_up_is_not_what_they_wait_for(petra, bo, sign_up, now):
    event = EventFactory(capacity=3, quotas={Role.POLITICIAN: Quota(1), Role.OFFICIAL: Quota(1)})
    sign_up(petra, event)
    sign_up(bo, event)
    sign_up(applicant(3, Role.BUILDER), event)

    assert why_waiting(event, now=now).people[0].reason == (
        "The seats that are left are reserved for officials."
    )


def test_role_has_as_many_as_it_may(bo, sign_up, now):
    event = EventFactory(quotas={Role.BUILDER: Quota(maximum=1)})
    sign_up(bo, event)
    sign_up(applicant(2, Role.BUILDER), event)

    assert why_waiting(event, now=now).sentence == (
        "Nobody is offered a seat now: builders have as many seats as they may have."
    )


def test_organisation_has_as_many_as_it_may(olof, petra, sign_up, now):
    event = EventFactory(max_per_organisation=1)
    sign_up(olof, event)
    sign_up(replace(petra, municipality=olof.municipality), event)

    assert told(why_waiting(event, now=now)) == (
        "Nobody is offered a seat now: the organisations of those who wait have as many seats as they may "
        "have.",
        ["The organisation has as many seats as it may have."],
    )


def test_reasons_that_differ_stand_beside_each(olof, petra, bo, sign_up, now):
    event = EventFactory(
        capacity=3, max_per_organisation=1, quotas={Role.POLITICIAN: Quota(1), Role.BUILDER: Quota(0, 0)}
    )
    for person in (olof, applicant(2, municipality=olof.municipality), bo):
        sign_up(person, event)

    assert told(why_waiting(event, now=now)) == (
        "Nobody is offered a seat now. The reasons differ, and stand beside each person.",
        [
            "The organisation has as many seats as it may have.",
            "Builders have as many seats as they may have.",
        ],
    )


def test_in_the_last_two_hours_only_who_asked_for_it_is_given_a_seat(olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    sign_up(replace(petra, wants_directly=False), event)
    late = event.start_at - timedelta(hours=1)
    event.capacity = 2

    assert told(why_waiting(event, now=late)) == (
        "Nobody is offered a seat now: it is too late for offers, and nobody in line has asked for a seat "
        "directly.",
        ["It is too late for offers, and the person has not asked for a seat directly."],
    )


@pytest.mark.parametrize(
    ("changes", "later", "reason"),
    [
        ({"status": EventPage.Status.CANCELLED}, timedelta(), "the event is cancelled."),
        ({"live": False}, timedelta(), "the event is not published."),
        ({}, timedelta(days=40), "the event has begun or is over."),
    ],
)
def test_event_gives_no_seats_at_all(changes, later, reason, olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    for person in (olof, petra):
        sign_up(person, event)
    for name, value in (changes | {"capacity": 2}).items():
        setattr(event, name, value)

    assert why_waiting(event, now=now + later).sentence == f"Nobody is offered a seat: {reason}"


def test_who_is_next_hears_within_a_minute_and_those_behind_know_why(olof, petra, bo, sign_up, now):
    event = EventFactory(capacity=1)
    for person in (olof, petra, bo):
        sign_up(person, event)
    EventPage.objects.filter(pk=event.pk).update(capacity=2)
    event.refresh_from_db()

    line = why_waiting(event, now=now)

    assert told(line) == (
        "1 person is next and hears from us within a minute.",
        ["Is next, and hears from us within a minute.", "All seats are taken."],
    )
    waitlist.settle_one(event.pk, now=now)
    assert event.registrations.get(address=petra.address).status == "confirmed"


def test_each_way_of_taking_part_has_its_own_seats(olof, petra, sign_up, now):
    event = EventFactory(format=EventPage.Format.HYBRID, capacity=1, online_capacity=1)
    for person in (olof, applicant(1, attendance="online")):
        sign_up(replace(person, attendance=person.attendance or "on_site"), event)
    sign_up(replace(petra, attendance="on_site"), event)
    sign_up(applicant(2, attendance="online"), event)
    RoleQuota.objects.create(event_id=event.pk, role=Role.POLITICIAN, maximum=0)

    assert [one.reason for one in why_waiting(event, now=now).people] == ["All seats are taken."] * 2


def test_places_are_counted_in_all_and_as_the_person_is_told(olof, petra, bo, sign_up, now):
    event = EventFactory(capacity=0)
    people = [sign_up(person, event) for person in (olof, bo, petra, applicant(4, Role.BUILDER))]

    line = why_waiting(event, now=now)

    assert [one.registration for one in line.people] == people
    assert [(one.place, one.place_among_own) for one in line.people] == [(1, 1), (2, 1), (3, 1), (4, 2)]
    assert [one.place_among_own for one in line.people] == [one.position_in_line() for one in people]


def test_who_comes_back_waits_since_then(olof, sign_up, now):
    event, later = EventFactory(capacity=0), now + timedelta(hours=5)
    cancellation.cancel(sign_up(olof, event).pk, now=now + timedelta(hours=1))
    sign_up(olof, event, at=later)

    assert why_waiting(event, now=later).people[0].since == later


def test_asking_costs_the_same_for_three_and_for_thirty(sign_up, now, django_assert_num_queries):
    event = EventFactory(capacity=0, quotas={Role.POLITICIAN: Quota(maximum=1)})

    for people in (applicants(3), applicants(30)[3:]):
        for person in people:
            sign_up(person, event)
        asked = EventPage.objects.for_cards().select_related("registration_window").get(pk=event.pk)
        with django_assert_num_queries(2):
            why_waiting(asked, now=now)
