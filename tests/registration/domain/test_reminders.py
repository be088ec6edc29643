from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventPage, ReminderRule
from registration.domain import cancellation, reminders
from registration.models import OutboxMessage
from tests.factories import (
    DEFAULT_REMINDERS,
    START_AT,
    STOCKHOLM,
    EventFactory,
    RegistrationFactory,
    applicants,
)

pytestmark = pytest.mark.django_db

WEEK_BEFORE = datetime(2027, 2, 25, 9, 0, tzinfo=STOCKHOLM)
DAY_BEFORE = datetime(2027, 3, 3, 9, 0, tzinfo=STOCKHOLM)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def event(db):
    """The seminar of 4 March 2027 with the rules of a new event: a week and a day before, at nine."""
    return EventFactory(reminders=DEFAULT_REMINDERS)


def reminded():
    """Who gets a reminder of which start, in the order in which they were queued."""
    letters = OutboxMessage.objects.filter(kind="reminder").order_by("pk")
    return [(letter.address, datetime.fromisoformat(letter.details["start_at"])) for letter in letters]


# --- When -----------------------------------------------------------------------------------------


def test_everybody_with_a_seat_is_reminded_a_week_and_a_day_before(olof, petra, event, sign_up):
    sign_up(olof, event)
    sign_up(petra, event)

    assert reminders.enqueue_due(WEEK_BEFORE - MINUTE) == 0
    assert reminders.enqueue_due(WEEK_BEFORE) == 2
    assert reminders.enqueue_due(DAY_BEFORE - MINUTE) == 0
    assert reminders.enqueue_due(DAY_BEFORE) == 2
    assert reminded() == [(olof.address, START_AT), (petra.address, START_AT)] * 2


def test_looking_again_reminds_nobody_twice(olof, event, sign_up):
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)

    assert [reminders.enqueue_due(WEEK_BEFORE + MINUTE * number) for number in range(3)] == [0, 0, 0]
    assert len(reminded()) == 1


def test_minutes_before_are_exact(olof, sign_up):
    event = EventFactory(reminders=[{"minutes_before": 45}])
    sign_up(olof, event)

    assert reminders.enqueue_due(START_AT - timedelta(minutes=45, seconds=1)) == 0
    assert reminders.enqueue_due(START_AT - timedelta(minutes=45)) == 1


def test_event_without_rules_reminds_nobody(olof, sign_up):
    sign_up(olof, EventFactory())

    assert reminders.enqueue_due(START_AT - MINUTE) == 0


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # Nine in the morning is nine by the clock on the wall, whichever the season.
        ("2027-03-29 08:30+02:00", "2027-03-28 09:00+02:00"),  # the night to Sunday the 28th lost an hour
        ("2027-03-28 08:30+02:00", "2027-03-27 09:00+01:00"),
        ("2027-10-31 08:30+01:00", "2027-10-30 09:00+02:00"),  # the night to the 31st won one
        ("2027-11-01 08:30+01:00", "2027-10-31 09:00+01:00"),
        ("2027-01-02 08:30+01:00", "2027-01-01 09:00+01:00"),
        # Shortly after midnight in Sweden it is still yesterday in UTC.
        ("2027-07-02 00:30+02:00", "2027-07-01 09:00+02:00"),
    ],
)
def test_clock_time_is_swedish_over_both_switches(start, due):
    rule = ReminderRule(days_before=1, clock_time=time(9, 0))

    assert rule.due_at(datetime.fromisoformat(start)) == datetime.fromisoformat(due)


def test_minutes_are_real_minutes_over_a_switch():
    rule = ReminderRule(minutes_before=120)

    assert rule.due_at(datetime.fromisoformat("2027-03-28 03:30+02:00")) == datetime.fromisoformat(
        "2027-03-28 00:30+01:00"
    )


# --- Who ------------------------------------------------------------------------------------------


def test_only_those_who_have_a_seat_are_reminded(event, now):
    seated = RegistrationFactory(event=event)
    for status in ("waitlisted", "pending", "offered", "cancelled", "declined", "expired"):
        RegistrationFactory(
            event=event, status=status, place_in_line=1, offer_expires_at=now, confirmed_at=now
        )

    reminders.enqueue_due(WEEK_BEFORE)

    assert [address for address, _start in reminded()] == [seated.address]


def test_who_registers_after_the_time_gets_the_next_one_only(olof, event, sign_up):
    sign_up(olof, event, at=WEEK_BEFORE + MINUTE)

    assert reminders.enqueue_due(WEEK_BEFORE + 2 * MINUTE) == 0
    assert reminders.enqueue_due(DAY_BEFORE) == 1


def test_who_gets_a_seat_from_the_line_after_the_time_has_just_been_told(olof, petra, sign_up):
    event = EventFactory(capacity=1, reminders=DEFAULT_REMINDERS)
    seated = sign_up(olof, event)
    sign_up(petra, event)
    cancellation.cancel(seated.pk, now=WEEK_BEFORE + MINUTE)

    assert reminders.enqueue_due(WEEK_BEFORE + 2 * MINUTE) == 0


def test_who_came_back_after_the_time_is_not_reminded_of_it(olof, event, sign_up, now):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now)
    sign_up(olof, event, at=WEEK_BEFORE + MINUTE)

    assert reminders.enqueue_due(WEEK_BEFORE + 2 * MINUTE) == 0


@pytest.mark.parametrize("change", [{"status": EventPage.Status.CANCELLED}, {"live": False}])
def test_nobody_is_reminded_of_an_event_that_is_off(olof, event, sign_up, change):
    sign_up(olof, event)
    EventPage.objects.filter(pk=event.pk).update(**change)

    assert reminders.enqueue_due(WEEK_BEFORE) == 0


# --- After an outage ------------------------------------------------------------------------------


def test_only_the_latest_is_sent_after_an_outage(olof, event, sign_up):
    sign_up(olof, event)
    day_rule = event.reminder_rules.get(days_before=1)

    assert reminders.enqueue_due(DAY_BEFORE + timedelta(hours=3)) == 1
    assert OutboxMessage.objects.get(kind="reminder").details["rule"] == day_rule.key
    assert reminders.enqueue_due(DAY_BEFORE + timedelta(hours=4)) == 0


def test_nobody_is_reminded_once_it_has_begun(olof, event, sign_up):
    sign_up(olof, event)

    assert reminders.enqueue_due(START_AT) == 0
    assert reminders.enqueue_due(START_AT - MINUTE) == 1


def test_reminder_that_was_late_is_dropped_at_the_start(olof, event, sign_up, send_mail):
    registration = sign_up(olof, event)
    registration.letters.all().delete()
    reminders.enqueue_due(START_AT - MINUTE)

    assert send_mail(at=START_AT) == []
    letter = registration.letters.get()
    assert (letter.state, letter.reason) == ("dropped", "expired")


# --- What it costs --------------------------------------------------------------------------------


def test_more_people_cost_no_more_queries(event, sign_up):
    counts = []
    for number, people in enumerate((applicants(1), applicants(8))):
        other = EventFactory(reminders=[{"minutes_before": 60 * 24 * 20}])
        for person in people:
            sign_up(person, other)
        with CaptureQueriesContext(connection) as queries:
            reminders.enqueue_due(START_AT - timedelta(days=20) + number * MINUTE)
        counts.append(len(queries))
        EventPage.objects.filter(pk=other.pk).update(live=False)

    one, eight = counts
    # A single letter needs no look at which of many are there already.
    assert eight - one <= 1
