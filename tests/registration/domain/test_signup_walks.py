"""Registrations at random, through the real doors and on the real database, with what must always hold."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from events.models import EventPage
from events.roles import BALANCED_ROLES
from registration.domain import availability, cancellation, capacity, publication, signup, waitlist
from registration.domain.capacity import Quota
from registration.models import OutboxMessage, Registration
from tests.factories import NOW, EventFactory, applicant

pytestmark = pytest.mark.django_db
Status = Registration.Status
STEPS = 30


class Walk:
    """People sign up, come back and cancel; staff change the number of seats; the release comes half-way."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        size = self.dice.randint(1, 8)
        quotas, left = {}, size
        for role in BALANCED_ROLES:
            reserved = self.dice.randint(0, left)
            left -= reserved
            quotas[role] = Quota(reserved, self.dice.choice([None, reserved + self.dice.randint(0, 3)]))
        self.event = EventFactory(
            capacity=size,
            quotas=quotas,
            release_at=NOW + timedelta(hours=STEPS // 2),
            max_per_organisation=self.dice.choice([None, 2]),
        )
        self.quotas = quotas
        self.was_lowered = False

    def step(self, now: datetime) -> None:
        what = self.dice.choices(["register", "cancel", "seats", "tick"], [12, 6, 1, 2])[0]
        if what == "register":
            role = self.dice.choice(BALANCED_ROLES)
            number = BALANCED_ROLES.index(role) * 10 + self.dice.randint(0, 9)
            organisation = self.dice.choice(["Tegelbruket AB", "Kalkgruvan AB", "Murverket AB"])
            municipality = self.dice.choice(["0180", "0182", "0184"])
            values = {"organisation": organisation} if role == "builder" else {"municipality": municipality}
            signup.register(self.event.pk, applicant=applicant(number, role, **values), now=now)
        elif what == "cancel":
            open_cases = list(self.event.registrations.open_cases().order_by("pk"))
            if open_cases:
                cancellation.cancel(self.dice.choice(open_cases).pk, now=now)
        elif what == "seats":
            seats = self.dice.randint(0, 10)
            self.was_lowered |= seats < self.event.capacity
            EventPage.objects.filter(pk=self.event.pk).update(capacity=seats)
            publication.handle(self.event.pk, now=now)
        else:
            waitlist.settle_all(now=now)
        self.event = EventPage.objects.get(pk=self.event.pk)

    def check(self, now: datetime) -> None:
        rows = list(self.event.registrations.order_by("pk"))
        seated = [row for row in rows if row.status == Status.CONFIRMED]
        by_role = Counter(row.role for row in seated)
        by_firm = Counter(row.organisation_key for row in seated)
        assert self.was_lowered or len(seated) <= self.event.capacity
        for role, quota in self.quotas.items():
            assert quota.maximum is None or by_role[role] <= quota.maximum
        if self.event.max_per_organisation:
            assert max(by_firm.values(), default=0) <= self.event.max_per_organisation
        self.nobody_waits_for_a_free_seat(now)
        # Each change of status is one letter.
        written = Counter(OutboxMessage.objects.values_list("registration_id", flat=True))
        repeats = OutboxMessage.objects.filter(kind="already_registered")
        written -= Counter(repeats.values_list("registration_id", flat=True))
        assert {row.pk: row.turn for row in rows} == written

    def nobody_waits_for_a_free_seat(self, now: datetime) -> None:
        tally = availability.tally_many([self.event.pk])[self.event.pk]
        seats = availability.seats_of(self.event, tally, attendance="on_site", now=now)
        assert [
            row
            for row in self.event.registrations.in_line()
            if capacity.fits(seats, row.role, organisation=row.organisation_key)
        ] == []


def walk(seed: int) -> None:
    one = Walk(seed)
    for number in range(STEPS):
        now = NOW + timedelta(hours=number)
        one.step(now)
        if number == STEPS // 2:
            # The clock alone has freed the reserved seats; the tick sees it.
            waitlist.settle_all(now=now)
        one.check(now)


@pytest.mark.parametrize("seed", range(6))
def test_every_walk_keeps_what_must_hold(seed):
    walk(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6, 206))
def test_two_hundred_walks_keep_what_must_hold(seed):
    walk(seed)
