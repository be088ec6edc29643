"""Answers at the same moment, each on a connection of their own, on either database."""

from collections import Counter

import pytest

from home.models import User
from registration.domain import approval, cancellation, seat_lock, signup
from registration.models import OutboxMessage, Registration
from tests.factories import NOW, RoundTableFactory, UserFactory, applicants
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


@pytest.fixture
def asked(db):
    """Six who ask for two seats."""
    table = RoundTableFactory(capacity=2)
    return [signup.register(table.pk, applicant=person, now=NOW).registration for person in applicants(6)]


def statuses():
    return Counter(Registration.objects.values_list("status", flat=True))


def test_two_yes_at_once_give_each_seat_once(asked, stina):
    ids = [row.pk for row in asked]

    at_once([lambda: approval.approve(ids, by=stina, now=NOW)] * 4)

    assert statuses() == {Status.CONFIRMED: 2, Status.WAITLISTED: 4}
    assert OutboxMessage.objects.exclude(kind="requested").count() == 6


def test_each_is_answered_once_by_yes_no_or_their_own_leaving(asked, stina):
    ids = [row.pk for row in asked]

    at_once(
        [
            lambda: approval.approve(ids, by=stina, now=NOW),
            lambda: approval.decline(ids, by=stina, now=NOW),
            *(lambda row=row: cancellation.cancel(row.pk, now=NOW) for row in asked[:2]),
        ]
    )

    found = statuses()
    assert found[Status.PENDING] == 0
    assert found[Status.CONFIRMED] <= 2
    # Who was said yes to may still leave, and whoever is next gets the seat; nobody is told no as well.
    for row in Registration.objects.filter(status=Status.DECLINED):
        assert [letter.kind for letter in row.letters.order_by("pk")] == ["requested", "declined"]
