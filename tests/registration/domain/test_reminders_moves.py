"""Reminders of an event that moves (docs/rules.md 4.10)."""

from datetime import datetime, timedelta

import pytest

from events.models import CalendarIdentity, EventPage, ReminderRule
from registration.domain import publication, reminders
from registration.models import OutboxMessage
from tests.factories import DEFAULT_REMINDERS, START_AT, STOCKHOLM, EventFactory

pytestmark = pytest.mark.django_db

WEEK_BEFORE = datetime(2027, 2, 25, 9, 0, tzinfo=STOCKHOLM)
DAY_BEFORE = datetime(2027, 3, 3, 9, 0, tzinfo=STOCKHOLM)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def event(db):
    """The seminar of 4 March 2027 with the rules of a new event: a week and a day before, at nine."""
    return EventFactory(reminders=DEFAULT_REMINDERS)


def reminded():
    """Who gets a reminder of which start, in the order in which they were queued."""
    letters = OutboxMessage.objects.filter(kind="reminder").order_by("pk")
    return [(letter.address, datetime.fromisoformat(letter.details["start_at"])) for letter in letters]


def move(event, *, to, at):
    """Publish the event with another start."""
    EventPage.objects.filter(pk=event.pk).update(start_at=to, end_at=to + timedelta(minutes=90))
    publication.handle(event.pk, now=at)


def test_reminders_not_yet_sent_move_with_the_event(olof, event, sign_up, now):
    sign_up(olof, event)
    later = START_AT + timedelta(days=14)
    move(event, to=later, at=now)

    assert reminders.enqueue_due(WEEK_BEFORE) == 0
    assert reminders.enqueue_due(WEEK_BEFORE + timedelta(days=14)) == 1
    assert reminded() == [(olof.address, later)]


@pytest.mark.parametrize("by", [timedelta(minutes=30), timedelta(hours=24), timedelta(hours=-20)])
def test_small_move_repeats_nothing(olof, event, sign_up, by):
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    move(event, to=START_AT + by, at=WEEK_BEFORE + MINUTE)

    assert reminders.enqueue_due(WEEK_BEFORE + timedelta(days=1, minutes=1)) == 0


def test_large_move_reminds_again_when_the_new_time_comes(olof, event, sign_up):
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    later = START_AT + timedelta(days=10)
    move(event, to=later, at=WEEK_BEFORE + timedelta(days=1))

    assert reminders.enqueue_due(WEEK_BEFORE + timedelta(days=9)) == 0
    assert reminders.enqueue_due(WEEK_BEFORE + timedelta(days=10)) == 1
    assert reminded() == [(olof.address, START_AT), (olof.address, later)]


def test_large_move_repeats_nothing_whose_new_time_has_passed_already(olof, event, sign_up):
    # Moved by two days, five days before: the week before the new date lies behind, too.
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    moved_at = WEEK_BEFORE + timedelta(days=4)
    move(event, to=START_AT + timedelta(days=2), at=moved_at)

    assert reminders.enqueue_due(moved_at + MINUTE) == 0
    assert reminders.enqueue_due(DAY_BEFORE + timedelta(days=2)) == 1


def test_event_moved_to_and_fro_reminds_once_more_at_most(olof, event, sign_up):
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    move(event, to=START_AT + timedelta(days=10), at=WEEK_BEFORE + MINUTE)
    move(event, to=START_AT, at=WEEK_BEFORE + 2 * MINUTE)

    assert reminders.enqueue_due(WEEK_BEFORE + 3 * MINUTE) == 0
    assert reminded() == [(olof.address, START_AT)]


def test_publishing_anew_gives_no_rule_a_second_turn(olof, event, sign_up):
    # Publishing an older draft deletes the rows and makes new ones; the key is what stays.
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    for rule in list(event.reminder_rules.all()):
        ReminderRule.objects.filter(pk=rule.pk).delete()
        rule.pk = None
        rule.save()

    assert reminders.enqueue_due(WEEK_BEFORE + MINUTE) == 0


# --- Together with an outage ----------------------------------------------------------------------

LATER = START_AT + 10 * DAY
NEW_WEEK_BEFORE = WEEK_BEFORE + 10 * DAY


def test_an_edit_during_an_outage_does_not_make_a_reminder_count_as_sent(olof, event, sign_up):
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    move(event, to=LATER, at=WEEK_BEFORE + DAY)
    # No tick at the new time; and before the next one somebody corrects the title.
    EventPage.objects.filter(pk=event.pk).update(title="Öppen mark")
    publication.handle(event.pk, now=NEW_WEEK_BEFORE + DAY)

    assert reminders.enqueue_due(NEW_WEEK_BEFORE + DAY + MINUTE) == 1
    assert reminded()[-1] == (olof.address, LATER)


def test_nor_does_a_small_move_during_it(olof, event, sign_up):
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    move(event, to=LATER, at=WEEK_BEFORE + DAY)
    move(event, to=LATER + timedelta(hours=1), at=NEW_WEEK_BEFORE + DAY)

    assert reminders.enqueue_due(NEW_WEEK_BEFORE + DAY + MINUTE) == 1


def test_a_publication_that_was_noticed_late_counts_from_when_it_was_made(olof, event, sign_up):
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    EventPage.objects.filter(pk=event.pk).update(
        start_at=LATER, end_at=LATER + timedelta(minutes=90), last_published_at=WEEK_BEFORE + DAY
    )
    publication.handle_missed(now=NEW_WEEK_BEFORE + DAY)

    assert reminders.enqueue_due(NEW_WEEK_BEFORE + DAY + MINUTE) == 1


def test_moved_away_and_back_within_a_day_repeats_nothing(olof, event, sign_up):
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    move(event, to=LATER, at=WEEK_BEFORE + MINUTE)
    move(event, to=START_AT + timedelta(hours=2), at=WEEK_BEFORE + DAY)

    assert reminders.enqueue_due(WEEK_BEFORE + 2 * DAY) == 0


def test_event_moved_before_moves_were_kept_goes_by_its_last_change(olof, event, sign_up):
    sign_up(olof, event)
    reminders.enqueue_due(WEEK_BEFORE)
    move(event, to=LATER, at=WEEK_BEFORE + DAY)
    CalendarIdentity.objects.filter(event_id=event.pk).update(moves=None)

    assert reminders.enqueue_due(NEW_WEEK_BEFORE) == 1


def test_thanks_move_with_the_event_and_are_said_once(olof, sign_up):
    event = EventFactory(reminders=[{"minutes_before": 60, "anchor": "after_end", "purpose": "thanks"}])
    sign_up(olof, event)
    move(event, to=LATER, at=WEEK_BEFORE)

    assert reminders.enqueue_due(START_AT + timedelta(hours=3)) == 0
    assert reminders.enqueue_due(LATER + timedelta(hours=3)) == 1
    # An end that is corrected afterwards is no second event.
    move(event, to=LATER + timedelta(minutes=10), at=LATER + timedelta(hours=4))
    assert reminders.enqueue_due(LATER + timedelta(hours=5)) == 0
