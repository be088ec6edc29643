"""Who waits for the organiser's answer, and in what order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventPage
from events.roles import Role
from registration.domain import cancellation, requests, seat_words, substitutes
from registration.domain.capacity import Quota, Refusal
from tests.factories import START_AT, EventFactory, RegistrationFactory, RoundTableFactory, applicant

pytestmark = pytest.mark.django_db
CLOSES = START_AT - timedelta(days=20)
ANSWER = START_AT - timedelta(days=14)
HOUR = timedelta(hours=1)


@pytest.fixture
def table():
    """Six seats, two for each role; answers two weeks before."""
    quotas = {role: Quota(reserved=2) for role in (Role.OFFICIAL, Role.POLITICIAN, Role.BUILDER)}
    return RoundTableFactory(capacity=6, quotas=quotas, closes_at=CLOSES)


@pytest.fixture
def seated():
    """`seated(event, role, 2)`: so many of the role have a seat."""

    def seat(event, role, people):
        RegistrationFactory.create_batch(people, event=event, role=role, organisation_key="")

    return seat


def names(queue):
    return [request.registration.first_name for request in queue]


def test_role_that_is_furthest_from_its_goal_comes_first(table, olof, petra, bo, sign_up, seated, now):
    seated(table, Role.OFFICIAL, 2)
    seated(table, Role.BUILDER, 1)
    for number, person in enumerate(
        (olof, bo, petra, replace(bo, first_name="Britta", address="b@b.example"))
    ):
        sign_up(person, table, at=now + number * HOUR)

    queue = requests.queue(table, now=now)

    assert names(queue) == ["Petra", "Bo", "Britta", "Olof"]
    assert [request.gap.missing for request in queue] == [2, 1, 1, 0]


def test_who_asked_again_stands_behind_who_asked_meanwhile(table, olof, sign_up, now):
    first = sign_up(olof, table)
    sign_up(replace(olof, first_name="Oskar", address="oskar@nacka.example"), table, at=now + HOUR)
    cancellation.cancel(first.pk, now=now + 2 * HOUR)
    sign_up(olof, table, at=now + 3 * HOUR)

    queue = requests.queue(table, now=now + 4 * HOUR)

    assert names(queue) == ["Oskar", "Olof"]
    assert [request.asked_at for request in queue] == [now + HOUR, now + 3 * HOUR]


def test_why_there_is_no_seat_is_said_in_words(table, olof, bo, sign_up, seated, now):
    seated(table, Role.OFFICIAL, 2)
    sign_up(olof, table)
    sign_up(bo, table)

    bo_asks, olof_asks = requests.queue(table, now=now)

    assert (bo_asks.fits, bo_asks.refusal) == (True, "")
    kept = seat_words.for_staff(Refusal.KEPT_FOR_OTHER_ROLES, role=Role.OFFICIAL)
    assert (olof_asks.fits, olof_asks.refusal) == (False, kept)


def test_answer_is_due_when_it_was_promised(table, olof, sign_up, now):
    sign_up(olof, table)

    (request,) = requests.queue(table, now=now)

    assert request.due_at == ANSWER
    assert (request.is_overdue(ANSWER - HOUR), request.is_overdue(ANSWER)) == (False, True)


def test_who_asks_after_that_day_was_promised_none(table, olof, sign_up):
    EventPage.objects.filter(pk=table.pk).update(closes_at=START_AT, answers_by=ANSWER)
    table.refresh_from_db()
    sign_up(olof, table, at=ANSWER + HOUR)

    (request,) = requests.queue(table, now=ANSWER + 2 * HOUR)

    assert (request.due_at, request.is_overdue(START_AT)) == (None, False)


def test_colleague_is_measured_against_the_seat_that_is_handed_over(bo, petra, olof, sign_up, now):
    full = EventFactory(capacity=2, quotas={Role.POLITICIAN: Quota(maximum=1)})
    sign_up(petra, full)
    holder = sign_up(bo, full)
    substitutes.hand_over(holder.pk, colleague=olof, now=now)

    (request,) = requests.queue(full, now=now)

    assert (request.holder, request.fits, request.due_at) == (holder, True, None)


def test_colleague_who_would_break_a_limit_is_told_so(bo, petra, sign_up, now):
    event = EventFactory(capacity=5, quotas={Role.POLITICIAN: Quota(maximum=1)})
    sign_up(petra, event)
    holder = sign_up(bo, event)
    other = replace(petra, address="p2@solna.example", municipality="0180")
    substitutes.hand_over(holder.pk, colleague=other, now=now)

    (request,) = requests.queue(event, now=now)

    assert request.refusal == seat_words.for_staff(Refusal.ROLE_AT_MAXIMUM, role=Role.POLITICIAN)


def test_all_events_stand_together_the_next_one_first(table, olof, bo, sign_up, now):
    earlier = RoundTableFactory(start_at=START_AT - timedelta(days=3))
    sign_up(olof, table)
    sign_up(bo, earlier)

    assert names(requests.queue_of_all(now=now)) == ["Bo", "Olof"]
    assert [(row.event.pk, row.people) for row in requests.waiting(now=now)] == [
        (earlier.pk, 1),
        (table.pk, 1),
    ]


@pytest.mark.parametrize("when", [START_AT, START_AT + timedelta(days=1)])
def test_nothing_waits_once_the_event_has_begun(table, olof, sign_up, when):
    sign_up(olof, table)

    assert requests.queue_of_all(now=when) == []
    assert requests.waiting(now=when) == []


def test_cancelled_event_has_nothing_to_answer(table, olof, sign_up, now):
    sign_up(olof, table)
    EventPage.objects.filter(pk=table.pk).update(status=EventPage.Status.CANCELLED)

    assert requests.queue_of_all(now=now) == []


def test_first_answer_that_is_due_counts_for_the_event(table, olof, bo, sign_up):
    EventPage.objects.filter(pk=table.pk).update(closes_at=START_AT, answers_by=ANSWER)
    sign_up(olof, table)
    sign_up(bo, table, at=ANSWER + HOUR)

    (row,) = requests.waiting(now=ANSWER + 2 * HOUR)

    assert (row.people, row.due_at, row.is_overdue) == (2, ANSWER, True)


def test_yes_to_many_is_foreseen_one_after_the_other(table, olof, bo, sign_up, seated, now):
    seated(table, Role.OFFICIAL, 1)
    officials = [sign_up(applicant(n, Role.OFFICIAL), table, at=now + n * HOUR) for n in range(3)]
    builder = sign_up(bo, table)
    sign_up(olof, table)

    foreseen = requests.foresee([row.pk for row in [*officials, builder]], now=now)

    assert [(one.registration, one.fits) for one in foreseen] == [
        (builder, True),
        (officials[0], True),
        (officials[1], False),
        (officials[2], False),
    ]


def test_handed_over_seat_is_not_given_twice(bo, petra, olof, sign_up, now):
    full = EventFactory(capacity=1)
    holder = sign_up(bo, full)
    substitutes.hand_over(holder.pk, colleague=olof, now=now)
    table = RoundTableFactory(capacity=1)
    sign_up(petra, table)
    ids = [row.pk for event in (full, table) for row in event.registrations.pending()]

    assert [one.fits for one in requests.foresee(ids, now=now)] == [True, True]


def test_many_events_cost_as_much_as_one(olof, petra, bo, sign_up, now):
    def queries():
        with CaptureQueriesContext(connection) as found:
            requests.queue_of_all(now=now)
            requests.waiting(now=now)
        return len(found)

    sign_up(olof, RoundTableFactory())
    few = queries()
    for _ in range(3):
        table = RoundTableFactory()
        for person in (olof, petra, bo):
            sign_up(person, table)

    assert queries() == few
