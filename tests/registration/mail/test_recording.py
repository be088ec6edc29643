"""What stays of a letter that has left, and what its recipient's calendar was told (docs/rules.md R 2.7)."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from registration import links
from registration.mail import recording, sending
from registration.models import OutboxMessage, Registration
from tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
State = OutboxMessage.State


@pytest.fixture
def registration():
    return RegistrationFactory(address="olof@nacka.example", event=EventFactory())


def test_a_sender_that_comes_back_too_late_changes_nothing(registration, write, now, send_mail):
    letter = write("confirmed", registration)
    slow = sending.claim(letter.pk, now=now)
    send_mail(at=now + timedelta(hours=1))

    recording.record(slow, state=State.FAILED, reason="refused")

    assert OutboxMessage.objects.get().state == State.SENT


def test_of_a_sent_letter_stay_subject_and_text_with_the_link_masked(registration, write, now, send_mail):
    letter = write("confirmed", registration)

    [message] = send_mail()

    letter.refresh_from_db()
    token = next(line for line in message.body.splitlines() if "/min-anmalan/" in line).split("/")[-2]
    assert links.find(token, now=now).registration == registration
    assert (letter.state, letter.sent_at, letter.subject) == (State.SENT, now, message.subject)
    assert letter.text == message.body.replace(token, "***")
    assert token not in letter.text


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_busy_database_is_asked_again_so_that_nothing_is_sent_twice(write, send_mail, now, monkeypatch):
    monkeypatch.setattr(recording, "PAUSE_SECONDS", 0)
    record, answers = recording._sent_once, [OperationalError("database is locked"), None]

    def busy_once(*args, **kwargs):
        if error := answers.pop(0):
            raise error
        record(*args, **kwargs)

    monkeypatch.setattr(recording, "_sent_once", busy_once)
    letter = write("confirmed", RegistrationFactory())

    assert len(send_mail()) == 1
    assert send_mail(at=now + timedelta(hours=1)) == []
    letter.refresh_from_db()
    assert letter.state == State.SENT


def test_sending_records_what_the_persons_calendar_was_told(registration, write, send_mail):
    write("confirmed", registration)
    identity = registration.event.calendar_identity

    send_mail()

    registration.refresh_from_db()
    assert (registration.told_sequence, registration.told_changed_at) == (
        identity.sequence,
        identity.changed_at,
    )


def test_a_letter_without_a_calendar_tells_the_calendar_nothing(registration, write, send_mail):
    write("new_link", registration)

    assert len(send_mail()) == 1

    registration.refresh_from_db()
    assert registration.told_sequence is None


def test_what_was_told_never_falls(registration, write, now, send_mail):
    write("confirmed", registration)
    Registration.objects.update(told_sequence=7, told_changed_at=now)

    send_mail()

    registration.refresh_from_db()
    assert registration.told_sequence == 7


def test_each_letter_has_a_link_of_its_own_and_older_ones_live_on(registration, write, now, send_mail):
    write("confirmed", registration)
    write("new_link", registration)

    tokens = {
        line.split("/min-anmalan/")[1].split("/")[0]
        for message in send_mail()
        for line in message.body.splitlines()
        if "/min-anmalan/" in line
    }

    assert len(tokens) == 2
    assert all(links.find(token, now=now) for token in tokens)
