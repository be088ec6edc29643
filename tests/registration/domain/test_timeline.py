"""Every letter of an event on one time line. That it comes true is in test_timeline_comes_true.py."""

from datetime import datetime, time, timedelta

import pytest

from registration.domain import mail_holds, mailings, reminders, send_now, timeline, timeline_letters
from registration.domain.mailings import Words
from registration.domain.timeline_entries import Stage
from registration.models import AddressMark, MailHold, MailPreference, OutboxMessage, Segment
from tests.factories import (
    DEFAULT_REMINDERS,
    NOW,
    STOCKHOLM,
    EventFactory,
    RegistrationFactory,
    RoundTableFactory,
)

pytestmark = pytest.mark.django_db

WEEK_BEFORE = datetime(2027, 2, 25, 9, 0, tzinfo=STOCKHOLM)
DAY_BEFORE = datetime(2027, 3, 3, 9, 0, tzinfo=STOCKHOLM)
MINUTE = timedelta(minutes=1)
THANKS = {"days_before": 1, "clock_time": time(10), "anchor": "after_end", "purpose": "documentation"}


@pytest.fixture
def event(db):
    """The seminar of 4 March 2027, with a reminder a week and a day before."""
    return EventFactory(reminders=DEFAULT_REMINDERS)


def line_of(event, *, now=NOW):
    return timeline.of(timeline.load(event.pk), now=now)


def shown(entries):
    return [(entry.stage, entry.kind, entry.at, entry.count) for entry in entries]


def test_reminders_stand_at_their_times_with_those_who_get_them_now(event, olof, petra, sign_up, send_mail):
    sign_up(olof, event)
    sign_up(petra, event)
    send_mail()

    line = line_of(event)

    assert shown(line.past) == [(Stage.GONE, "confirmed", NOW, 2)]
    assert shown(line.future) == [
        (Stage.PLANNED, "reminder", WEEK_BEFORE, 2),
        (Stage.PLANNED, "reminder", DAY_BEFORE, 2),
    ]


def test_letter_in_the_outbox_waits_and_is_not_planned_beside(event, olof, sign_up, send_mail):
    sign_up(olof, event)
    send_mail()
    reminders.enqueue_due(WEEK_BEFORE)

    assert shown(line_of(event, now=WEEK_BEFORE).future) == [
        (Stage.WAITING, "reminder", WEEK_BEFORE, 1),
        (Stage.PLANNED, "reminder", DAY_BEFORE, 1),
    ]


def test_what_is_due_stands_there_in_the_minute_before_it_is_queued(event, olof, sign_up, send_mail):
    sign_up(olof, event)
    send_mail()

    first, _second = line_of(event, now=WEEK_BEFORE).future

    assert (first.stage, first.at, first.is_overdue, first.count) == (Stage.PLANNED, WEEK_BEFORE, True, 1)


def test_who_has_had_it_early_is_not_counted_again(event, olof, sign_up, send_mail, stina):
    sign_up(olof, event)
    rule = event.reminder_rules.get(days_before=7)
    send_now.reminder(event.pk, rule.key, by=stina, now=NOW)
    send_mail()

    assert [(entry.at, entry.count) for entry in line_of(event).future] == [(WEEK_BEFORE, 0), (DAY_BEFORE, 1)]


def test_who_would_not_get_it_is_not_counted(sign_up, olof, petra, bo):
    event = EventFactory(reminders=[THANKS])
    for person in (olof, petra, bo):
        sign_up(person, event)
    AddressMark.objects.create(address_key=olof.address, kind=AddressMark.Kind.BOUNCED, at=NOW)
    MailPreference.objects.create(address_key=petra.address, refuses_mailings_at=NOW)

    entry = next(entry for entry in line_of(event).future if entry.kind == "after_event")

    assert (entry.count, entry.awaits_documentation) == (1, True)
    (letter,) = timeline_letters.letters_of(entry, timeline.load(event.pk), now=NOW)
    assert letter.address == bo.address


def test_letters_that_failed_or_were_dropped_are_told_apart(event, olof, petra, bo, sign_up):
    for person, state in ((olof, "sent"), (petra, "failed"), (bo, "dropped")):
        letter = sign_up(person, event).letters.get()
        OutboxMessage.objects.filter(pk=letter.pk).update(state=state, sent_at=NOW)

    (entry,) = line_of(event).past

    assert (entry.count, entry.failed, entry.dropped) == (1, 1, 1)


def test_days_are_swedish(event):
    registration = RegistrationFactory(event=event)
    for number, hour in enumerate((22, 23)):
        # In UTC both are of the same day; in Stockholm the second is just after midnight.
        sent_at = datetime.fromisoformat(f"2027-01-20 {hour}:30+00:00")
        OutboxMessage.objects.create(
            key=str(number),
            kind="new_link",
            registration=registration,
            address="x@example.org",
            state="sent",
            created_at=NOW,
            due_at=NOW,
            expires_at=NOW,
            sent_at=sent_at,
        )

    assert [entry.day.day for entry in line_of(event).past] == [20, 21]


def test_requests_that_wait_for_an_answer_are_up_to_staff(olof, sign_up):
    event = RoundTableFactory()
    sign_up(olof, event)

    (entry,) = line_of(event).undecided

    assert (entry.stage, entry.kind, entry.count) == (Stage.UNDECIDED, "approved", 1)
    assert timeline_letters.letters_of(entry, timeline.load(event.pk), now=NOW) == []


def test_planned_mailing_stands_at_its_time_and_the_test_of_it_nowhere(
    event, olof, sign_up, send_mail, stina
):
    sign_up(olof, event)
    send_mail()
    mailing = mailings.create(
        Words("Parkering", "Garaget är stängt."),
        events=[event],
        segment=Segment(),
        attachments=[],
        by=stina,
        now=NOW,
    )
    mailings.try_out(mailing, to=stina, now=NOW)
    mailings.send(mailing.pk, by=stina, at=NOW + timedelta(days=2), now=NOW)

    entries = [entry for entry in line_of(event).entries() if entry.kind.startswith("mailing")]

    assert shown(entries) == [(Stage.PLANNED, "mailing", NOW + timedelta(days=2), 1)]
    assert entries[0].mailing_id == mailing.pk


@pytest.mark.parametrize("what", ["all", "kind:reminder", "rule"])
def test_hold_stands_at_what_it_holds(event, olof, sign_up, send_mail, stina, what):
    sign_up(olof, event)
    send_mail()
    week = event.reminder_rules.get(days_before=7)
    what = mail_holds.of_rule(week) if what == "rule" else what
    hold = mail_holds.hold(event.pk, what, by=stina, reason="Vi väntar", now=NOW)

    line = line_of(event)

    held = [entry.rule_key for entry in line.future if entry.hold == hold]
    assert held == [week.key] if what.startswith("rule") else len(held) == 2
    assert line.of_all == (hold if what == MailHold.ALL else None)


def test_two_entries_never_have_the_same_name(event, olof, petra, sign_up, send_mail):
    sign_up(olof, event)
    send_mail()
    sign_up(petra, event)
    reminders.enqueue_due(WEEK_BEFORE)

    names = [entry.name for entry in line_of(event, now=WEEK_BEFORE).entries()]

    assert len(names) == len(set(names)) == 4


def test_event_that_is_off_plans_nothing(event, olof, sign_up, send_mail):
    sign_up(olof, event)
    send_mail()
    type(event).objects.filter(pk=event.pk).update(status="cancelled")

    assert line_of(event).future == []


def test_event_without_a_date_has_a_time_line(db):
    event = EventFactory(start_at=None, end_at=None, live=False)

    assert line_of(event).entries() == []
