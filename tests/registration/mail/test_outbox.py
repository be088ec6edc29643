"""Letters written as rows: once, with what causes them, and nobody told twice (docs/rules.md R 2.1)."""

from datetime import timedelta

import pytest
from django.db import transaction

from registration.mail import nudges, outbox
from registration.models import OutboxMessage, PersonalLink
from tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def registration():
    return RegistrationFactory(address="olof@nacka.example", event=EventFactory())


def test_a_letter_holds_no_text_before_it_is_sent(registration, write):
    letter = write("confirmed", registration)

    assert (letter.subject, letter.text) == ("", "")
    assert letter.address == "olof@nacka.example"
    assert not PersonalLink.objects.exists()


def test_the_same_key_twice_is_one_letter(registration, now):
    outbox.enqueue("confirmed", registration, turn=1, now=now)
    outbox.enqueue("confirmed", registration, turn=1, now=now + MINUTE)
    outbox.enqueue("confirmed", registration, turn=2, now=now)

    assert list(OutboxMessage.objects.order_by("pk").values_list("key", flat=True)) == [
        f"confirmed:{registration.pk}:1",
        f"confirmed:{registration.pk}:2",
    ]


def test_no_letter_is_left_of_a_transaction_that_was_rolled_back(registration, now):
    with transaction.atomic():
        outbox.enqueue("confirmed", registration, turn=1, now=now)
        transaction.set_rollback(True)

    assert not OutboxMessage.objects.exists()


def test_a_worker_is_told_when_the_letters_are_committed(
    registration, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        for turn in range(3):
            outbox.enqueue("confirmed", registration, turn=turn, now=now)

    assert set(callbacks) == {nudges.give}


def test_a_message_id_of_the_senders_domain_is_fixed_when_the_letter_is_written(registration, write):
    letter = write("confirmed", registration)

    assert letter.message_id.endswith("@example.org>")
    assert OutboxMessage.objects.get().message_id == letter.message_id
