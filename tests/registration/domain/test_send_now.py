from datetime import datetime, timedelta

import pytest
from wagtail.models import PageLogEntry

from events.models import EventPage
from registration.domain import mail_holds, reminders, send_now
from registration.domain.errors import NothingToDecide
from registration.models import OutboxMessage
from tests.factories import DEFAULT_REMINDERS, STOCKHOLM, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

WEEK_BEFORE = datetime(2027, 2, 25, 9, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def event(db):
    return EventFactory(reminders=DEFAULT_REMINDERS)


@pytest.fixture
def rule(event):
    return event.reminder_rules.get(days_before=7)


def test_reminder_goes_once_and_has_the_key_of_the_clock(event, rule, olof, sign_up, stina, now):
    sign_up(olof, event)

    assert send_now.reminder(event.pk, rule.key, by=stina, now=now) == 1

    assert reminders.enqueue_due(WEEK_BEFORE) == 0
    assert OutboxMessage.objects.filter(kind="reminder").count() == 1
    log = PageLogEntry.objects.get(action="registration.send_mail_now")
    assert log.data["what"] == f"rule:{rule.key}"


def test_reminder_is_for_its_segment_alone(event, rule, stina, now):
    seated = RegistrationFactory(event=event)
    RegistrationFactory(event=event, status="waitlisted", place_in_line=1)
    RegistrationFactory(event=event, status="cancelled")

    send_now.reminder(event.pk, rule.key, by=stina, now=now)

    assert OutboxMessage.objects.get(kind="reminder").address == seated.address


def test_reminder_to_nobody_says_so(event, rule, stina, now):
    with pytest.raises(NothingToDecide):
        send_now.reminder(event.pk, rule.key, by=stina, now=now)


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"live": False}])
def test_event_that_is_off_reminds_nobody(event, rule, olof, sign_up, stina, now, change):
    sign_up(olof, event)
    EventPage.objects.filter(pk=event.pk).update(**change)

    with pytest.raises(NothingToDecide):
        send_now.reminder(event.pk, rule.key, by=stina, now=now)


def test_nobody_is_reminded_of_what_has_begun(event, rule, olof, sign_up, stina):
    sign_up(olof, event)

    with pytest.raises(NothingToDecide):
        send_now.reminder(event.pk, rule.key, by=stina, now=event.start_at)


def test_rule_that_is_gone_says_so(event, olof, sign_up, stina, now):
    sign_up(olof, event)

    with pytest.raises(NothingToDecide):
        send_now.reminder(event.pk, "finns-inte", by=stina, now=now)


def test_letter_that_waits_for_another_try_goes_now(event, olof, petra, sign_up, stina, send_mail, now):
    later = sign_up(olof, event).letters.get()
    other = sign_up(petra, EventFactory()).letters.get()
    OutboxMessage.objects.update(due_at=now + timedelta(hours=1))

    assert send_now.waiting(event.pk, "confirmed", "", by=stina, now=now) == 1

    assert [sent.to for sent in send_mail()] == [[later.address]]
    other.refresh_from_db()
    assert other.due_at == now + timedelta(hours=1)


def test_what_is_leaving_already_cannot_be_hurried(event, olof, sign_up, stina, now):
    sign_up(olof, event)

    with pytest.raises(NothingToDecide):
        send_now.waiting(event.pk, "confirmed", "", by=stina, now=now)


def test_what_is_held_is_not_sent(event, rule, olof, sign_up, stina, now):
    letter = sign_up(olof, event).letters.get()
    OutboxMessage.objects.filter(pk=letter.pk).update(due_at=now + timedelta(hours=1))
    mail_holds.hold(event.pk, "all", by=stina, reason="Vi väntar", now=now)

    with pytest.raises(NothingToDecide):
        send_now.waiting(event.pk, "confirmed", "", by=stina, now=now)
    with pytest.raises(NothingToDecide):
        send_now.reminder(event.pk, rule.key, by=stina, now=now)
