"""Everything that can happen to seats, in any order that hypothesis can think of, through the real doors and
on the real database; after each step what must always hold (docs/rules.md 4.1, 4.2)."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from events.models import EventPage
from events.roles import BALANCED_ROLES
from registration.domain import (
    availability,
    cancellation,
    capacity,
    changes,
    offers,
    publication,
    releases,
    seat_lock,
    signup,
    staff_decisions,
    substitutes,
    waitlist,
    window,
)
from registration.domain.capacity import Quota
from registration.domain.errors import RegistrationRefused
from registration.models import OutboxMessage, Registration
from tests.factories import NOW, EventFactory, UserFactory, applicant

pytestmark = pytest.mark.django_db
Status = Registration.Status
Attendance = Registration.Attendance
FIRMS = ("Tegelbruket AB", "Kalkgruvan AB")
TOWNS = ("0180", "0182")
# Letters that no change of status has caused.
BESIDES = {"already_registered", "handover_declined"}

roles = st.sampled_from(BALANCED_ROLES)
ways = st.sampled_from(Attendance.values)
small = st.integers(0, 4)


class Seats(RuleBasedStateMachine):
    """A hybrid event two days ahead: ten working hours, the release and the last two hours all come."""

    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.undone_at_the_end = transaction.atomic()
        self.undone_at_the_end.__enter__()
        self.now = NOW
        self.newcomers = 0
        # By how much the rules are broken already, because staff wanted it; nobody else may add to it.
        self.excused: Counter[str] = Counter()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone_at_the_end.__exit__(None, None, None)

    @initialize(
        size=st.integers(1, 5),
        online=small,
        reserved=st.tuples(small, small, small),
        firm=st.sampled_from([None, 2]),
    )
    def open_registration(self, size, online, reserved, firm):
        quotas, left = {}, size
        for role, wish in zip(BALANCED_ROLES, reserved, strict=True):
            quotas[role] = Quota(min(wish, left), None if wish % 2 else min(wish, left) + 1)
            left -= quotas[role].reserved
        start = NOW + timedelta(days=2)
        self.stina = UserFactory()
        self.event = EventFactory(
            start_at=start,
            format=EventPage.Format.HYBRID,
            capacity=size,
            online_capacity=online,
            quotas=quotas,
            max_per_organisation=firm,
            release_at=start - timedelta(hours=12),
        )

    # --- What people do ---------------------------------------------------------------------------

    @rule(target=people, role=roles, way=ways, directly=st.booleans(), firm=st.integers(0, 1))
    def register(self, role, way, directly, firm):
        with suppress(RegistrationRefused):
            return signup.register(
                self.event.pk, applicant=self.newcomer(role, way, directly, firm), now=self.now
            ).registration.pk
        return multiple()

    @rule(person=people)
    def come_back(self, person):
        row = Registration.objects.get(pk=person)
        known = replace(self.newcomer(row.role, row.attendance, row.wants_directly, 0), address=row.address)
        with suppress(RegistrationRefused):
            signup.register(self.event.pk, applicant=known, now=self.now)

    @rule(person=people)
    def cancel(self, person):
        with suppress(RegistrationRefused):
            cancellation.cancel(person, now=self.now)

    @rule(person=people)
    def undo(self, person):
        with suppress(RegistrationRefused):
            cancellation.undo(person, now=self.now)

    @rule(person=people)
    def accept(self, person):
        with suppress(RegistrationRefused):
            offers.accept(person, now=self.now)

    @rule(person=people, way=ways, joins_line=st.booleans())
    def move(self, person, way, joins_line):
        with suppress(RegistrationRefused):
            changes.change_attendance(person, attendance=way, joins_line=joins_line, now=self.now)

    @rule(target=people, person=people, role=roles, is_alike=st.booleans())
    def hand_over(self, person, role, is_alike):
        row = Registration.objects.get(pk=person)
        colleague = self.newcomer(row.role if is_alike else role, row.attendance, True, 0)
        if is_alike:
            colleague = replace(colleague, municipality=row.municipality, organisation=row.organisation)
        with suppress(RegistrationRefused):
            return substitutes.hand_over(person, colleague=colleague, now=self.now).registration.pk
        return multiple()

    @rule(person=people, colleague=people)
    def hand_over_to_somebody_known(self, person, colleague):
        row, known = Registration.objects.get(pk=person), Registration.objects.get(pk=colleague)
        whom = replace(
            self.newcomer(row.role, row.attendance, True, 0),
            address=known.address,
            municipality=row.municipality,
            organisation=row.organisation,
        )
        with suppress(RegistrationRefused):
            substitutes.hand_over(person, colleague=whom, now=self.now)

    # --- What staff do ----------------------------------------------------------------------------

    @rule(person=people, says_yes=st.booleans())
    def answer_substitute(self, person, says_yes):
        with suppress(RegistrationRefused), seat_lock.locked(self.event.pk) as event:
            row = event.registrations.get(pk=person)
            if row.status != Status.PENDING:
                return
            if says_yes:
                substitutes.approve(row, event, by=self.stina, now=self.now)
            else:
                substitutes.decline(row, by=self.stina, now=self.now)
            waitlist.settle(event, now=self.now)

    @rule(person=people)
    def overbook(self, person):
        with suppress(RegistrationRefused):
            staff_decisions.give_seat(person, by=self.stina, now=self.now, reason="Talar", override=True)
        self.excuse()

    @rule(person=consumes(people))
    def cancel_for(self, person):
        with suppress(RegistrationRefused):
            cancellation.cancel(person, now=self.now, by=self.stina)

    @rule(size=st.integers(0, 6), online=small)
    def change_seats(self, size, online):
        EventPage.objects.filter(pk=self.event.pk).update(capacity=size, online_capacity=online)
        self.excuse()
        publication.handle(self.event.pk, now=self.now)

    @rule()
    def release(self):
        with suppress(RegistrationRefused):
            releases.release(self.event.pk, by=self.stina, now=self.now)

    @rule(hours=st.integers(1, 9))
    def wait(self, hours):
        self.now += timedelta(hours=hours)
        waitlist.settle_all(now=self.now)

    # --- What must hold ---------------------------------------------------------------------------

    @invariant()
    def nobody_takes_what_is_not_theirs(self):
        for rule_name, excess in self.excesses().items():
            assert excess <= self.excused[rule_name], rule_name
        self.excuse()

    @invariant()
    def no_seat_is_empty_while_somebody_it_is_open_to_waits(self):
        if not waitlist.gives_seats(self.event_now, now=self.now):
            return
        seats = self.seats()
        is_late = waitlist.offer_deadline(self.event_now, now=self.now) is None
        for row in self.event.registrations.in_line():
            if row.wants_directly or not is_late:
                assert not capacity.fits(seats[row.attendance], row.role, organisation=row.organisation_key)

    @invariant()
    def each_change_of_status_is_told_once(self):
        told = Counter(
            (letter.registration_id, letter.details["turn"])
            for letter in OutboxMessage.objects.exclude(kind__in=BESIDES)
        )
        assert told == Counter(
            (row.pk, turn) for row in self.event.registrations.all() for turn in range(1, row.turn + 1)
        )

    @invariant()
    def offers_can_be_answered(self):
        for row in self.event.registrations.offered():
            assert self.now < row.answer_due_at

    # --- How it stands ----------------------------------------------------------------------------

    @property
    def event_now(self):
        return EventPage.objects.get(pk=self.event.pk)

    def newcomer(self, role, way, directly, firm):
        self.newcomers += 1
        values = {"organisation": FIRMS[firm]} if role == "builder" else {"municipality": TOWNS[firm]}
        return applicant(self.newcomers, role, attendance=way, wants_directly=directly, **values)

    def seats(self):
        event = self.event_now
        tally = availability.tally_of_event(event)
        return {
            way: availability.seats_of(event, tally, attendance=way, now=self.now)
            for way in Attendance.values
        }

    def excesses(self) -> Counter[str]:
        """By how much each rule is broken; by an independent count of the rows."""
        event, found = self.event_now, Counter()
        held = list(event.registrations.filter(status__in=[Status.CONFIRMED, Status.OFFERED]))
        in_room = [row for row in held if row.attendance == Attendance.ON_SITE]
        found["room"] = len(in_room) - event.capacity
        found["online"] = len(held) - len(in_room) - event.online_capacity
        counted = [row for row in in_room if not row.is_override]
        by_role = Counter(row.role for row in counted)
        kept = 0
        for quota in event.quotas.all():
            if quota.maximum is not None:
                found[f"maximum {quota.role}"] = by_role[quota.role] - quota.maximum
            most = quota.reserved if quota.maximum is None else min(quota.reserved, quota.maximum)
            kept += max(0, most - by_role[quota.role])
        if not window.is_released(event, now=self.now):
            found["reserve"] = len(in_room) + kept - event.capacity
        if event.max_per_organisation:
            by_firm = Counter(row.organisation_key for row in counted)
            found["organisation"] = max(by_firm.values(), default=0) - event.max_per_organisation
        return found

    def excuse(self) -> None:
        """What is broken now was wanted by staff, or stood before; it may only become less."""
        self.excused = Counter({name: max(0, excess) for name, excess in self.excesses().items()})


def walk(*, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_seats_hold_what_is_promised_whatever_happens():
    walk(examples=8, steps=15)


@pytest.mark.long
def test_seats_hold_what_is_promised_whatever_happens_for_long():
    walk(examples=80, steps=30)
