"""Staff and visitors at the same moment, each on a connection of their own, on either database."""

from collections import Counter
from dataclasses import replace
from uuid import uuid4

import pytest

from events.roles import Role
from home.models import User
from registration.domain import additions, cancellation, corrections, seat_lock, signup, staff_decisions
from registration.domain.errors import RegistrationRefused
from registration.models import Registration
from tests.factories import NOW, EventFactory, UserFactory, applicant, applicants
from tests.registration.domain.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("_patient"),
]
Status = Registration.Status


@pytest.fixture
def _patient(monkeypatch):
    monkeypatch.setattr(seat_lock, "LOCK_TIMEOUT", "60s")


@pytest.fixture
def stina(db) -> User:
    return UserFactory(username="stina")


def or_refused(function):
    """The result, or the word "refused": one of two being refused is how it should be."""

    def call():
        try:
            return function()
        except RegistrationRefused:
            return "refused"

    return call


def statuses(event):
    return Counter(event.registrations.values_list("status", flat=True))


def test_staff_and_visitors_share_the_last_seats(stina):
    event = EventFactory(capacity=3)
    people = applicants(12)

    at_once(
        [lambda person=person: signup.register(event.pk, applicant=person, now=NOW) for person in people[:8]]
        + [
            lambda person=person: additions.add(event.pk, applicant=person, by=stina, now=NOW)
            for person in people[8:]
        ]
    )

    assert statuses(event) == {Status.CONFIRMED: 3, Status.WAITLISTED: 9}


def test_freed_seat_is_given_once(stina):
    event = EventFactory(capacity=1)
    seated, *waiting = [
        signup.register(event.pk, applicant=person, now=NOW).registration for person in applicants(5)
    ]

    def give(person):
        return or_refused(
            lambda: staff_decisions.give_seat(person.pk, by=stina, now=NOW, reason="Talar på seminariet")
        )

    at_once([lambda: cancellation.cancel(seated.pk, now=NOW), *(give(person) for person in waiting)])

    assert statuses(event) == {Status.CANCELLED: 1, Status.CONFIRMED: 1, Status.WAITLISTED: 3}


def test_one_address_goes_to_one_of_two(stina):
    event = EventFactory()
    first, second = [
        signup.register(event.pk, applicant=person, now=NOW).registration for person in applicants(2)
    ]

    results = at_once(
        [
            or_refused(
                lambda person=person: corrections.correct_address(
                    person.pk, address="ny@example.org", by=stina, now=NOW
                )
            )
            for person in (first, second)
        ]
    )

    assert event.registrations.filter(address_key="ny@example.org").count() == 1
    assert results.count("refused") == 1


def test_walk_in_whose_form_is_sent_twice_at_once_is_one_person(stina):
    event = EventFactory()
    walk_in = replace(applicant(1, Role.GUEST), address="")
    key = uuid4()

    at_once([lambda: additions.add(event.pk, applicant=walk_in, by=stina, now=NOW, form_key=key)] * 4)

    assert event.registrations.count() == 1
