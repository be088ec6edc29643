from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

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
