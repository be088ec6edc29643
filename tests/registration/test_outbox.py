from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from registration.mail import by_hand
from tests.factories import START_AT, EventFactory

pytestmark = pytest.mark.django_db


def one_round() -> str:
    said = StringIO()
    call_command("outbox", stdout=said)
    return said.getvalue()


def test_one_round_sends_what_is_due_and_the_next_has_nothing_to_do(at_now, bo, event, sign_up):
    sign_up(bo, event)

    assert "Letters sent: 1." in one_round()
    assert [message.to for message in mail.outbox] == [[bo.address]]
    assert "Letters sent: 0." in one_round()


def test_reminders_are_queued_and_sent_in_the_same_round(at_now, bo, sign_up):
    event = EventFactory(reminders=[{"minutes_before": 60}])
    sign_up(bo, event)
    one_round()
    at_now.move_to(START_AT - timedelta(minutes=59))

    assert "Reminders queued: 1. Letters sent: 1." in one_round()


def test_round_says_that_all_mail_is_stopped_and_by_whom(at_now, now, bo, event, sign_up, stina):
    sign_up(bo, event)
    by_hand.stop(by=stina, reason="Fel lokal", now=now)

    said = one_round()

    assert "All mail is stopped since 2027-02-01 12:00+01:00 by Stina" in said
    assert "Letters sent: 0." in said
    assert mail.outbox == []


def test_round_is_silent_about_a_stop_that_has_ended(at_now, now, stina):
    by_hand.stop(by=stina, reason="Fel lokal", now=now)
    by_hand.start(by=stina, now=now)

    assert "stopped" not in one_round()
