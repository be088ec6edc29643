"""Reminders to some, thanks after the event, and what is planned."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from events.models import EventPage, ReminderRule, Takeaway
from events.roles import Role
from registration.domain import cancellation, changes, reminders
from registration.models import OutboxMessage
from tests.factories import DEFAULT_REMINDERS, START_AT, STOCKHOLM, EventFactory, applicants

pytestmark = pytest.mark.django_db

NINE = time(9)
DAY_BEFORE = datetime(2027, 3, 3, 9, 0, tzinfo=STOCKHOLM)
WEEK_BEFORE = datetime(2027, 2, 25, 9, 0, tzinfo=STOCKHOLM)
DAY_AFTER = datetime(2027, 3, 5, 9, 0, tzinfo=STOCKHOLM)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

A_DAY_BEFORE = {"days_before": 1, "clock_time": NINE}
A_DAY_AFTER = {"days_before": 1, "clock_time": NINE, "anchor": "after_end"}
THANKS = A_DAY_AFTER | {"purpose": "thanks"}
DOCUMENTATION = A_DAY_AFTER | {"purpose": "documentation"}


def queued(kind: str = "reminder") -> list[str]:
    """To whom letters of this kind are queued, in that order."""
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk").values_list("address", flat=True))


def rule_of(event: EventPage) -> ReminderRule:
    return event.reminder_rules.get()


# --- To some --------------------------------------------------------------------------------------


def test_a_rule_for_roles_reminds_these_roles(olof, petra, bo, sign_up):
    event = EventFactory(reminders=[A_DAY_BEFORE | {"roles": [Role.OFFICIAL, Role.BUILDER]}])
    for person in (olof, petra, bo):
        sign_up(person, event)

    reminders.enqueue_due(DAY_BEFORE)

    assert queued() == [olof.address, bo.address]


def test_a_rule_for_those_online_reminds_nobody_in_the_room(olof, bo, sign_up):
    event = EventFactory(format="hybrid", reminders=[{"minutes_before": 60, "attendance": "online"}])
    sign_up(olof, event)
    sign_up(replace(bo, attendance="online"), event)

    reminders.enqueue_due(START_AT - timedelta(hours=1))

    assert queued() == [bo.address]


def test_who_changes_over_after_the_time_has_just_been_told(bo, sign_up):
    event = EventFactory(format="hybrid", reminders=[A_DAY_BEFORE | {"attendance": "online"}])
    registration = sign_up(bo, event)
    changes.change_attendance(registration.pk, attendance="online", now=DAY_BEFORE + MINUTE)

    assert reminders.enqueue_due(DAY_BEFORE + 2 * MINUTE) == 0


def test_who_waits_is_reminded_by_a_letter_of_its_own(olof, petra, sign_up):
    event = EventFactory(capacity=1, reminders=[A_DAY_BEFORE | {"standing": "waitlisted"}])
    sign_up(olof, event)
    sign_up(petra, event)

    reminders.enqueue_due(DAY_BEFORE)

    assert (queued(), queued("reminder_waiting")) == ([], [petra.address])


def test_who_joins_the_line_after_the_time_is_not_reminded_of_it(olof, petra, sign_up):
    event = EventFactory(capacity=1, reminders=[A_DAY_BEFORE | {"standing": "waitlisted"}])
    sign_up(olof, event)
    registration = sign_up(petra, event)
    cancellation.cancel(registration.pk, now=DAY_BEFORE - DAY)
    sign_up(petra, event, at=DAY_BEFORE + MINUTE)

    assert reminders.enqueue_due(DAY_BEFORE + 2 * MINUTE) == 0


def test_after_an_outage_each_gets_the_latest_that_is_for_them(olof, bo, sign_up):
    event = EventFactory(
        reminders=[
            {"days_before": 7, "clock_time": NINE},
            A_DAY_BEFORE | {"roles": [Role.BUILDER]},
        ]
    )
    sign_up(olof, event)
    sign_up(bo, event)

    assert reminders.enqueue_due(DAY_BEFORE + MINUTE) == 2
    assert reminders.enqueue_due(DAY_BEFORE + 2 * MINUTE) == 0
    days = {
        letter.address: letter.details["rule"] for letter in OutboxMessage.objects.filter(kind="reminder")
    }
    assert days == {
        olof.address: event.reminder_rules.get(days_before=7).key,
        bo.address: event.reminder_rules.get(days_before=1).key,
    }


def test_reminder_over_easter_goes_on_maundy_thursday(olof, sign_up):
    event = EventFactory(
        start_at=datetime(2027, 3, 30, 8, 30, tzinfo=STOCKHOLM),
        reminders=[A_DAY_BEFORE | {"moves_to_working_day": True}],
    )
    sign_up(olof, event)
    maundy_thursday = datetime(2027, 3, 25, 9, 0, tzinfo=STOCKHOLM)

    assert reminders.enqueue_due(maundy_thursday - MINUTE) == 0
    assert reminders.enqueue_due(maundy_thursday) == 1


# --- After the event ------------------------------------------------------------------------------


def test_thanks_go_the_day_after_to_who_had_a_seat_and_once(olof, petra, sign_up):
    event = EventFactory(capacity=1, reminders=[THANKS])
    sign_up(olof, event)
    sign_up(petra, event)

    assert reminders.enqueue_due(DAY_AFTER - MINUTE) == 0
    assert reminders.enqueue_due(DAY_AFTER) == 1
    assert reminders.enqueue_due(DAY_AFTER + MINUTE) == 0
    assert queued("after_event") == [olof.address]


@pytest.mark.parametrize(("late_by", "sent"), [(6 * DAY, 1), (7 * DAY, 0)])
def test_thanks_that_come_too_late_do_not_go(olof, sign_up, late_by, sent):
    sign_up(olof, EventFactory(reminders=[THANKS]))

    assert reminders.enqueue_due(DAY_AFTER + late_by) == sent


def test_nobody_is_thanked_for_what_was_cancelled(olof, sign_up):
    event = EventFactory(reminders=[THANKS])
    sign_up(olof, event)
    EventPage.objects.filter(pk=event.pk).update(status=EventPage.Status.CANCELLED)

    assert reminders.enqueue_due(DAY_AFTER) == 0


def test_documentation_goes_once_there_is_something_to_read(olof, sign_up):
    event = EventFactory(reminders=[DOCUMENTATION])
    sign_up(olof, event)

    assert reminders.enqueue_due(DAY_AFTER + 9 * DAY) == 0
    Takeaway.objects.create(event_id=event.pk, text="Börja tidigt.")
    assert reminders.enqueue_due(DAY_AFTER + 10 * DAY) == 1
    assert reminders.enqueue_due(DAY_AFTER + 11 * DAY) == 0


def test_reminders_do_not_go_after_the_event(olof, sign_up):
    sign_up(olof, EventFactory(reminders=[A_DAY_BEFORE, THANKS]))

    reminders.enqueue_due(DAY_AFTER)

    assert (queued(), queued("after_event")) == ([], [olof.address])


# --- What is planned ------------------------------------------------------------------------------


def test_what_is_planned_stands_in_order_and_leaves_out_what_has_gone():
    event = EventFactory(reminders=[THANKS, *DEFAULT_REMINDERS])

    assert [one.due_at for one in reminders.planned(event, WEEK_BEFORE)] == [DAY_BEFORE, DAY_AFTER]
    assert [one.due_at for one in reminders.planned(event, DAY_BEFORE - MINUTE)] == [DAY_BEFORE, DAY_AFTER]
    assert reminders.planned(event, DAY_AFTER) == []


def test_planned_letter_says_to_whom():
    event = EventFactory(reminders=[A_DAY_BEFORE | {"roles": [Role.BUILDER]}])

    with translation.override("en"):
        [planned] = reminders.planned(event, WEEK_BEFORE)

    assert planned.segment_words == "Those who have a seat, builders"


def test_documentation_is_planned_until_there_is_some_or_it_is_too_late():
    event = EventFactory(reminders=[DOCUMENTATION])

    [planned] = reminders.planned(event, DAY_AFTER + DAY)
    assert planned.awaits_documentation
    assert reminders.planned(event, DAY_AFTER + 30 * DAY) == []


def test_nothing_is_planned_of_a_cancelled_event():
    event = EventFactory(status=EventPage.Status.CANCELLED, reminders=DEFAULT_REMINDERS)

    assert reminders.planned(event, WEEK_BEFORE - DAY) == []


def test_recipients_are_those_of_the_segment_now(olof, bo, sign_up):
    event = EventFactory(reminders=[A_DAY_BEFORE | {"roles": [Role.BUILDER]}])
    sign_up(olof, event)
    registration = sign_up(bo, event)

    assert list(reminders.recipients(rule_of(event), event)) == [registration]
    cancellation.cancel(registration.pk, now=DAY_BEFORE)
    assert list(reminders.recipients(rule_of(event), event)) == []


# --- What it costs --------------------------------------------------------------------------------


def test_a_tick_on_which_nothing_is_due_costs_a_question_for_each_rule_that_has_gone(sign_up):
    for number, people in enumerate((2, 12)):
        event = EventFactory(reminders=[*DEFAULT_REMINDERS, THANKS])
        for person in applicants(people):
            sign_up(replace(person, address=f"{number}{person.address}"), event)
    reminders.enqueue_due(DAY_BEFORE)

    with CaptureQueriesContext(connection) as queries:
        assert reminders.enqueue_due(DAY_BEFORE + MINUTE) == 0

    # What is held, the events that are to come and their rules, the events that are over, and two rules of
    # each.
    assert len(queries) == 4 + 2 * 2
