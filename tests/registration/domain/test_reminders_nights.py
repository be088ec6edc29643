"""Rules keep their times at night, what is late comes by day, and thanks can be refused."""

from datetime import datetime, time, timedelta

import pytest

from registration.domain import consents, reminders
from registration.models import OutboxMessage
from tests.factories import DEFAULT_REMINDERS, START_AT, STOCKHOLM, EventFactory

pytestmark = pytest.mark.django_db

WEEK_BEFORE = datetime(2027, 2, 25, 9, 0, tzinfo=STOCKHOLM)
DAY_AFTER = datetime(2027, 3, 5, 9, 0, tzinfo=STOCKHOLM)
MINUTE = timedelta(minutes=1)
THANKS = {"days_before": 1, "clock_time": time(9), "anchor": "after_end", "purpose": "thanks"}


def test_rule_at_night_is_exact(olof, sign_up):
    late = START_AT.replace(hour=23, minute=30)
    rules = [{"minutes_before": 60}, {"days_before": 1, "clock_time": time(21)}]
    event = EventFactory(start_at=late, reminders=rules)
    sign_up(olof, event)

    assert reminders.enqueue_due(datetime(2027, 3, 3, 21, 0, tzinfo=STOCKHOLM)) == 1
    assert reminders.enqueue_due(late - timedelta(hours=1)) == 1


def test_reminder_that_an_outage_made_late_waits_for_the_morning(olof, sign_up):
    sign_up(olof, EventFactory(reminders=DEFAULT_REMINDERS))

    assert reminders.enqueue_due(WEEK_BEFORE.replace(hour=23)) == 0
    assert reminders.enqueue_due(WEEK_BEFORE + timedelta(hours=22) - MINUTE) == 0
    assert reminders.enqueue_due(WEEK_BEFORE + timedelta(hours=22)) == 1


def test_late_reminder_goes_at_night_when_it_begins_in_the_morning(olof, sign_up):
    sign_up(olof, EventFactory(reminders=DEFAULT_REMINDERS))

    assert reminders.enqueue_due(START_AT.replace(day=3, hour=22)) == 1


def test_tick_that_is_a_little_late_is_no_outage(olof, sign_up):
    event = EventFactory(reminders=[{"days_before": 7, "clock_time": time(19, 55)}])
    sign_up(olof, event)

    assert reminders.enqueue_due(datetime(2027, 2, 25, 20, 2, tzinfo=STOCKHOLM)) == 1


def test_who_wants_no_mailings_is_reminded_and_not_thanked(olof, petra, sign_up):
    event = EventFactory(reminders=[*DEFAULT_REMINDERS, THANKS])
    for person in (olof, petra):
        sign_up(person, event)
    consents.set_mailings(olof.address, wanted=False, now=WEEK_BEFORE)

    assert reminders.enqueue_due(WEEK_BEFORE) == 2
    assert reminders.enqueue_due(DAY_AFTER) == 1
    assert OutboxMessage.objects.get(kind="after_event").address == petra.address


def test_who_says_no_while_the_thanks_wait_is_not_thanked(olof, sign_up, send_mail):
    sign_up(olof, EventFactory(reminders=[THANKS]))
    reminders.enqueue_due(DAY_AFTER)
    consents.set_mailings(olof.address, wanted=False, now=DAY_AFTER)

    send_mail(at=DAY_AFTER)

    assert OutboxMessage.objects.get(kind="after_event").reason == "refuses_mailings"
