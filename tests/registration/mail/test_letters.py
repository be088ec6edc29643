import uuid
from datetime import timedelta

import pytest

from events.models import ReminderRule
from registration.domain import cancellation
from registration.mail import letters
from registration.models import OutboxMessage
from tests.factories import RegistrationFactory

pytestmark = pytest.mark.django_db


def keys() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("key", flat=True))


def test_each_change_of_status_is_a_letter_of_its_own(olof, event, sign_up, now):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now)
    sign_up(olof, event)

    pk = registration.pk
    assert keys() == [f"confirmed:{pk}:1", f"cancelled:{pk}:2", f"confirmed:{pk}:3"]


def test_the_same_form_for_a_known_address_is_one_letter(now):
    registration = RegistrationFactory()
    form = uuid.uuid4()

    for asked_by in (form, form, uuid.uuid4()):
        letters.already_registered(registration, asked_by=asked_by, now=now)

    assert len(keys()) == 2


def test_each_asked_for_link_is_a_letter(now):
    registration = RegistrationFactory()

    letters.new_link(registration, now=now)
    letters.new_link(registration, now=now)

    assert len(keys()) == 2


def test_a_reminder_is_queued_once_for_each_rule_and_start(event, now):
    registration = RegistrationFactory(event=event)
    rule, other = (ReminderRule(event=event, minutes_before=minutes) for minutes in (60, 90))
    start = event.start_at

    queued = [
        letters.reminders([registration], rule=which, start_at=when, now=now)
        for which, when in [
            (rule, start),
            (rule, start),
            (other, start),
            (rule, start + timedelta(days=2)),
        ]
    ]

    assert queued == [1, 0, 1, 1]


def test_reminders_sent_leaves_out_the_dropped(event, now):
    olof, petra = RegistrationFactory(event=event), RegistrationFactory(event=event)
    rule = ReminderRule(event=event, minutes_before=60)
    letters.reminders([olof, petra], rule=rule, start_at=event.start_at, now=now)
    OutboxMessage.objects.filter(registration=petra).update(state=OutboxMessage.State.DROPPED)

    sent = letters.reminders_sent([olof.pk, petra.pk], rule=rule)

    assert list(sent) == [olof.pk]
