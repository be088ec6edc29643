"""Answering requests for a seat (docs/rules.md 4.2, 4.4)."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import EventPage
from events.roles import Role
from registration.domain import approval, cancellation, seat_lock, staff_decisions, substitutes
from registration.domain.approval import Outcome
from registration.domain.capacity import Quota
from registration.domain.errors import NothingToDecide, SeatRefused, TemporarilyBusy
from registration.models import Registration
from tests.factories import START_AT, EventFactory, RoundTableFactory, applicant

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def table():
    return RoundTableFactory(capacity=2)


@pytest.fixture
def answer(stina, now):
    """`answer(approval.approve, olof, petra)`: what Stina presses; the outcome for each."""

    def press(decide, *people, at=now, **more):
        found = decide([person.pk for person in people], by=stina, now=at, **more)
        outcomes = {one.registration.pk: one.outcome for one in found}
        return [outcomes[person.pk] for person in people]

    return press


def told(registration):
    return [letter.kind for letter in registration.letters.order_by("pk")]


def status_of(registration):
    return Registration.objects.get(pk=registration.pk).status


def deeds(registration):
    return [(entry.action, entry.by_name) for entry in registration.history.order_by("pk")]


def test_yes_gives_the_seat_and_one_letter_with_the_sentence(table, olof, sign_up, answer, stina):
    asked = sign_up(olof, table)

    assert answer(approval.approve, asked, sentence="Du sitter vid bord 2.") == [Outcome.CONFIRMED]

    asked.refresh_from_db()
    assert (asked.status, asked.is_override, asked.confirmed_at is not None) == (
        Status.CONFIRMED,
        False,
        True,
    )
    assert told(asked) == ["requested", "approved"]
    assert asked.letters.get(kind="approved").details["sentence"] == "Du sitter vid bord 2."
    assert deeds(asked) == [("requested", ""), ("approved", stina.get_full_name() or stina.username)]


def test_no_ends_the_request_with_one_letter(table, olof, sign_up, answer, stina):
    asked = sign_up(olof, table)

    assert answer(approval.decline, asked, sentence="Det var många som ville.") == [Outcome.DECLINED]

    assert status_of(asked) == Status.DECLINED
    assert told(asked) == ["requested", "declined"]
    assert asked.letters.get(kind="declined").details["sentence"] == "Det var många som ville."
    assert asked.history.first().by == stina


def test_who_gets_a_yes_when_all_is_full_stands_last_in_line(table, olof, petra, bo, sign_up, answer):
    rows = [sign_up(person, table) for person in (olof, petra, bo)]

    assert answer(approval.approve, *rows[:2]) == [Outcome.CONFIRMED, Outcome.CONFIRMED]
    assert answer(approval.approve, rows[2], sentence="Vi hoppas på återbud.") == [Outcome.WAITLISTED]

    rows[2].refresh_from_db()
    assert (rows[2].status, rows[2].place_in_line) == (Status.WAITLISTED, 1)
    assert told(rows[2]) == ["requested", "waitlisted"]
    assert rows[2].letters.get(kind="waitlisted").details["sentence"] == "Vi hoppas på återbud."
    assert [action for action, _by in deeds(rows[2])] == ["requested", "approved", "waitlisted"]


def test_first_in_that_line_gets_the_next_seat_that_becomes_free(
    table, olof, petra, bo, sign_up, answer, now
):
    rows = [sign_up(person, table) for person in (olof, petra, bo)]
    answer(approval.approve, *rows)
    waiting = next(row for row in rows if status_of(row) == Status.WAITLISTED)
    seated = next(row for row in rows if status_of(row) == Status.CONFIRMED)

    cancellation.cancel(seated.pk, now=now)

    assert status_of(waiting) == Status.CONFIRMED


def test_of_many_the_role_that_is_missing_gets_its_seat(olof, bo, sign_up, answer, now):
    table = RoundTableFactory(capacity=3, quotas={Role.BUILDER: Quota(reserved=1)})
    officials = [
        sign_up(applicant(n, Role.OFFICIAL), table, at=now + timedelta(minutes=n)) for n in (1, 2, 3)
    ]
    builder = sign_up(bo, table, at=now + timedelta(minutes=9))

    outcomes = answer(approval.approve, *officials, builder)

    assert outcomes == [Outcome.CONFIRMED, Outcome.CONFIRMED, Outcome.WAITLISTED, Outcome.CONFIRMED]


def test_staff_overbook_knowingly(table, olof, petra, bo, sign_up, answer, caplog):
    rows = [sign_up(person, table) for person in (olof, petra, bo)]
    answer(approval.approve, *rows[:2])

    with caplog.at_level(logging.WARNING, logger="registration.domain.staff_decisions"):
        outcomes = answer(approval.approve, rows[2], override=True, reason="Leder samtalet")

    rows[2].refresh_from_db()
    assert outcomes == [Outcome.CONFIRMED]
    assert (rows[2].status, rows[2].is_override) == (Status.CONFIRMED, True)
    assert rows[2].history.first().reason == "Leder samtalet"
    assert [record.registration for record in caplog.records] == [rows[2].pk]


def test_override_that_was_not_needed_leaves_no_mark(table, olof, sign_up, answer):
    asked = sign_up(olof, table)

    answer(approval.approve, asked, override=True, reason="För säkerhets skull")

    asked.refresh_from_db()
    assert (asked.is_override, asked.history.first().reason) == (False, "")


def test_overbooking_needs_a_reason(table, olof, sign_up, answer):
    asked = sign_up(olof, table)

    with pytest.raises(SeatRefused):
        answer(approval.approve, asked, override=True, reason=" ")

    assert status_of(asked) == Status.PENDING


@pytest.mark.parametrize("decide", [approval.approve, approval.decline])
def test_who_has_withdrawn_meanwhile_is_left_alone(decide, table, olof, petra, sign_up, answer, now):
    gone, here = sign_up(olof, table), sign_up(petra, table)
    cancellation.cancel(gone.pk, now=now)

    outcomes = answer(decide, gone, here)

    assert outcomes[0] == Outcome.SKIPPED
    assert outcomes[1] != Outcome.SKIPPED
    assert status_of(gone) == Status.CANCELLED
    assert told(gone) == ["requested", "cancelled"]


@pytest.mark.parametrize("decide", [approval.approve, approval.decline])
def test_answering_twice_does_nothing_more(decide, table, olof, sign_up, answer):
    asked = sign_up(olof, table)
    answer(decide, asked)
    before = (status_of(asked), told(asked), deeds(asked))

    assert answer(decide, asked) == [Outcome.SKIPPED]
    assert (status_of(asked), told(asked), deeds(asked)) == before


@pytest.mark.parametrize("decide", [approval.approve, approval.decline])
def test_nothing_is_answered_once_the_event_has_begun(decide, table, olof, sign_up, answer):
    asked = sign_up(olof, table)

    assert answer(decide, asked, at=START_AT) == [Outcome.SKIPPED]
    assert status_of(asked) == Status.PENDING


def test_late_requests_are_answered_until_the_start(olof, sign_up, answer, now):
    table = RoundTableFactory(closes_at=now + timedelta(days=1))
    asked = sign_up(olof, table)

    assert answer(approval.approve, asked, at=START_AT - timedelta(minutes=5)) == [Outcome.CONFIRMED]


def test_cancelled_event_is_not_answered_while_another_is(table, olof, petra, sign_up, answer):
    other = RoundTableFactory()
    rows = [sign_up(olof, table), sign_up(petra, other)]
    EventPage.objects.filter(pk=table.pk).update(status=EventPage.Status.CANCELLED)

    assert answer(approval.approve, *rows) == [Outcome.SKIPPED, Outcome.CONFIRMED]


def test_busy_database_is_said_when_nothing_has_been_done(table, olof, sign_up, answer, monkeypatch):
    asked = sign_up(olof, table)
    monkeypatch.setattr(approval, "_answer_in", busy)

    with pytest.raises(TemporarilyBusy):
        answer(approval.approve, asked)


def test_busy_database_hides_nothing_that_has_been_done(table, olof, petra, sign_up, answer, monkeypatch):
    other = RoundTableFactory()
    rows = [sign_up(olof, table), sign_up(petra, other)]
    free = approval._answer_in

    def busy_for_the_other(event_id, *args, **facts):
        return (busy if event_id == other.pk else free)(event_id, *args, **facts)

    monkeypatch.setattr(approval, "_answer_in", busy_for_the_other)

    assert answer(approval.approve, *rows) == [Outcome.CONFIRMED, Outcome.SKIPPED]
    assert status_of(rows[1]) == Status.PENDING


def busy(*args, **facts):
    raise TemporarilyBusy


def test_who_waits_for_an_answer_is_not_given_a_seat_beside_it(table, olof, sign_up, stina, now):
    asked = sign_up(olof, table)

    with pytest.raises(NothingToDecide):
        staff_decisions.give_seat(asked.pk, by=stina, now=now, reason="Brådskar", override=True)

    assert (status_of(asked), told(asked)) == (Status.PENDING, ["requested"])


# --- A colleague in somebody's place --------------------------------------------------------------


@pytest.fixture
def full():
    return EventFactory(capacity=1)


@pytest.fixture
def handed_over(bo, olof, full, sign_up, now):
    """Bo's seat, and Olof's request to take it over."""
    holder = sign_up(bo, full)
    return holder, substitutes.hand_over(holder.pk, colleague=olof, now=now).registration


def test_yes_to_a_colleague_moves_the_seat(handed_over, answer):
    holder, successor = handed_over

    assert answer(approval.approve, successor, sentence="Välkommen.") == [Outcome.CONFIRMED]

    assert (status_of(holder), status_of(successor)) == (Status.CANCELLED, Status.CONFIRMED)
    assert told(holder)[-1] == "handed_over"
    assert told(successor) == ["requested", "took_over"]


def test_no_to_a_colleague_leaves_the_seat_where_it_is(handed_over, answer):
    holder, successor = handed_over

    assert answer(approval.decline, successor) == [Outcome.DECLINED]

    assert (status_of(holder), status_of(successor)) == (Status.CONFIRMED, Status.DECLINED)
    assert told(holder)[-1] == "handover_declined"


def test_colleague_of_a_role_without_room_is_not_put_in_line(petra, bo, sign_up, answer, now):
    event = EventFactory(capacity=5, quotas={Role.POLITICIAN: Quota(maximum=1)})
    sign_up(petra, event)
    holder = sign_up(bo, event)
    other = replace(petra, address="p2@solna.example")
    successor = substitutes.hand_over(holder.pk, colleague=other, now=now).registration

    assert answer(approval.approve, successor) == [Outcome.SKIPPED]
    assert (status_of(holder), status_of(successor)) == (Status.CONFIRMED, Status.PENDING)

    overbooked = {"override": True, "reason": "Ordföranden"}
    assert answer(approval.approve, successor, **overbooked) == [Outcome.CONFIRMED]
    assert successor.history.first().reason == "Ordföranden"


def test_colleague_whose_holder_has_left_asks_like_anybody(handed_over, petra, sign_up, answer, full, now):
    holder, successor = handed_over
    waiting = sign_up(petra, full)
    cancellation.cancel(holder.pk, now=now)
    assert status_of(waiting) == Status.CONFIRMED

    assert answer(approval.approve, successor) == [Outcome.WAITLISTED]

    successor.refresh_from_db()
    assert successor.substitute_for is None


def test_seat_that_a_change_of_role_opens_goes_to_the_line(petra, bo, olof, sign_up, answer, now):
    event = EventFactory(capacity=5, quotas={Role.BUILDER: Quota(maximum=1)})
    holder = sign_up(bo, event)
    waiting = sign_up(applicant(5, Role.BUILDER), event)
    successor = substitutes.hand_over(holder.pk, colleague=olof, now=now).registration

    answer(approval.approve, successor)

    assert status_of(waiting) == Status.CONFIRMED


def test_answers_hold_the_lock_of_each_event(table, olof, sign_up, answer, monkeypatch):
    other = RoundTableFactory()
    rows = [sign_up(olof, other), sign_up(olof, table)]
    locked, taken = seat_lock.locked, []
    monkeypatch.setattr(seat_lock, "locked", lambda pk: taken.append(pk) or locked(pk))

    answer(approval.approve, *rows)

    assert taken == sorted([table.pk, other.pk])
