"""Sending with real rows: what is due, who takes it, in which order, what is true (docs/rules.md R 2)."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection

from registration.domain import cancellation
from registration.mail import claims, sending
from registration.models import MailStop, OutboxMessage, PersonalLink, Registration
from tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
MINUTE = timedelta(minutes=1)


@pytest.fixture
def registration():
    return RegistrationFactory(address="olof@nacka.example", event=EventFactory())


# --- Who takes it ----------------------------------------------------------------------------------


def test_a_claimed_letter_is_nobody_elses_until_its_lease_runs_out(registration, write, now):
    letter = write("confirmed", registration)
    lease = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)

    assert sending.claim(letter.pk, now=now) == letter
    assert sending.claim(letter.pk, now=now + lease - MINUTE) is None
    assert sending.claim(letter.pk, now=now + lease) == letter


def test_a_letter_is_not_sent_before_it_is_due(registration, write, now, send_mail):
    letter = write("confirmed", registration, at=now + MINUTE)

    assert send_mail(at=now) == []
    assert len(send_mail(at=letter.due_at)) == 1


def test_a_letter_leaves_once_although_its_sender_died_before_sending(registration, write, now, send_mail):
    letter = write("confirmed", registration)
    sending.claim(letter.pk, now=now)

    before = send_mail(at=now + MINUTE)
    after = send_mail(at=now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS))
    later = send_mail(at=now + timedelta(days=1))

    assert [len(before), len(after), len(later)] == [0, 1, 0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_senders_at_once_one_gets_the_letter(write, now):
    letter = write("confirmed", RegistrationFactory())
    start = threading.Barrier(4)
    won = []

    def sender():
        try:
            start.wait(timeout=10)
            won.append(sending.claim(letter.pk, now=now))
        finally:
            connection.close()

    threads = [threading.Thread(target=sender) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert [message for message in won if message] == [letter]
    assert len(won) == 4
    assert OutboxMessage.objects.get().attempts == 1


# --- In which order --------------------------------------------------------------------------------


def test_letters_to_one_registration_keep_their_order(registration, write, now, send_mail):
    first = write("confirmed", registration)
    write("reminder", registration)
    other = write("confirmed", RegistrationFactory(address="petra@solna.example"))
    sending.claim(first.pk, now=now)

    meanwhile = send_mail(at=now + MINUTE)
    afterwards = send_mail(at=now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS))

    assert [message.to for message in meanwhile] == [[other.address]]
    assert [message.to for message in afterwards] == [[first.address], [first.address]]
    assert [message.extra_headers["Message-ID"] for message in afterwards] == list(
        registration.letters.order_by("pk").values_list("message_id", flat=True)
    )


def test_a_letter_that_cannot_be_written_holds_up_nobody(registration, write, now, send_mail):
    broken = write("confirmed", registration)
    OutboxMessage.objects.filter(pk=broken.pk).update(kind="of_a_later_version")
    write("confirmed", RegistrationFactory(address="petra@solna.example"))

    assert [message.to for message in send_mail()] == [["petra@solna.example"]]

    broken.refresh_from_db()
    assert (broken.state, broken.last_error) == (State.WAITING, "KeyError")


def test_the_fifth_unknown_error_asks_for_attention(registration, write, now, send_mail):
    letter = write("confirmed", registration)
    OutboxMessage.objects.filter(pk=letter.pk).update(kind="of_a_later_version")
    states = []

    for hour in range(5):
        send_mail(at=now + timedelta(hours=2 * hour))
        letter.refresh_from_db()
        states.append(letter.state)

    assert states == [State.WAITING] * 4 + [State.NEEDS_ATTENTION]


class TakesNothing(locmem.EmailBackend):
    def send_messages(self, messages: list) -> int:
        return 0


def test_a_backend_that_sends_nothing_has_not_sent_the_letter(registration, write, send_mail, settings):
    settings.EMAIL_BACKEND = f"{__name__}.TakesNothing"
    letter = write("confirmed", registration)

    send_mail()

    letter.refresh_from_db()
    assert (letter.state, letter.last_error) == (State.WAITING, "NothingSentError")


def test_one_round_sends_more_than_one_batch_and_calls_for_help(registration, write, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    called = []
    for _ in range(4):
        write("new_link", RegistrationFactory(event=registration.event))

    assert sending.send_due(clock=lambda: now, when_more=lambda: called.append(1)) == 4
    assert called == [1]


def test_letters_that_come_while_few_are_sent_gather_for_the_next_list(registration, write, now):
    """In a rush many together are cheaper; the first one does not wait for them."""
    write("new_link", registration)
    sent_before = []

    def another_comes() -> None:
        sent_before.append(len(mail.outbox))
        if len(sent_before) == 1:
            for _ in range(3):
                write("new_link", RegistrationFactory(event=registration.event))

    assert sending.send_due(clock=lambda: now, when_few=another_comes) == 4
    assert sent_before == [1, 4]


def test_a_round_ends_also_while_letters_keep_coming(registration, write, now, monkeypatch):
    monkeypatch.setattr(sending, "PAUSES", 2)
    write("new_link", registration)
    pauses = []

    def another_comes() -> None:
        pauses.append(1)
        write("new_link", RegistrationFactory(event=registration.event))

    assert sending.send_due(clock=lambda: now, when_few=another_comes) == 3
    assert len(pauses) == 2


def test_a_round_ends_in_time_and_leaves_the_rest_to_the_next(registration, write, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    for _ in range(5):
        write("new_link", RegistrationFactory(event=registration.event))

    assert [sending.send_due(clock=lambda: now, most=3) for _ in range(3)] == [4, 1, 0]


class DiesWithTheThird(locmem.EmailBackend):
    """The process is killed when the server has taken the letter, before the answer is recorded."""

    taken = 0

    def send_messages(self, messages: list) -> int:
        sent = super().send_messages(messages)
        DiesWithTheThird.taken += sent
        if DiesWithTheThird.taken == 3:
            raise KeyboardInterrupt
        return sent


def test_of_a_killed_sender_only_the_letter_in_flight_comes_twice(registration, write, now, settings):
    letters = [write("reminder", RegistrationFactory(event=registration.event)) for _ in range(6)]
    settings.EMAIL_BACKEND = f"{__name__}.DiesWithTheThird"
    lease = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)

    with pytest.raises(KeyboardInterrupt):
        sending.send_due(clock=lambda: now)
    assert sending.send_due(clock=lambda: now) == 3
    assert sending.send_due(clock=lambda: now + lease) == 1

    sent = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert sent == [letters[number].message_id for number in (0, 1, 2, 3, 4, 5, 2)]
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}


def test_staff_who_stop_the_mail_stop_the_next_letter_of_a_list(registration, write, now, stina):
    letters = [write("reminder", RegistrationFactory(event=registration.event)) for _ in range(2)]
    listed = claims.DueList([letter.pk for letter in letters], now=now)

    assert listed.claim(now=now) == claims.Claim(letters[0].pk, 1)
    MailStop.objects.create(began_at=now, began_by=stina)

    assert listed.claim(now=now) is None


def test_who_has_the_same_list_takes_what_is_left(registration, write, now):
    letters = [write("reminder", RegistrationFactory(event=registration.event)) for _ in range(20)]
    one, other = (claims.DueList([letter.pk for letter in letters], now=now) for _ in range(2))
    for _ in range(9):
        one.claim(now=now)

    assert other.claim(now=now) == claims.Claim(letters[9].pk, 1)
    assert one.claim(now=now) == claims.Claim(letters[10].pk, 1)


def test_a_long_list_is_parted_between_senders_and_all_of_it_leaves(registration, write, now, monkeypatch):
    monkeypatch.setattr(claims, "PART", 4)
    letters = [write("reminder", RegistrationFactory(event=registration.event)).pk for _ in range(12)]
    one, other = (claims.DueList(letters, now=now) for _ in range(2))

    first = one.claim(now=now)
    elsewhere = other.claim(now=now)
    assert first.letter_id // 4 != elsewhere.letter_id // 4

    taken = [first.letter_id, elsewhere.letter_id]
    for listed in (one, other):
        while claim := listed.claim(now=now):
            taken.append(claim.letter_id)
    assert sorted(taken) == letters


# --- Whether it still is true ----------------------------------------------------------------------


def test_a_confirmation_is_dropped_when_the_seat_is_gone(registration, write, send_mail):
    letter = write("confirmed", registration)
    Registration.objects.filter(pk=registration.pk).update(status=Registration.Status.CANCELLED)

    assert send_mail() == []
    assert_dropped(letter, "status_changed")


def test_a_reminder_is_dropped_when_the_event_is_cancelled(registration, write, send_mail):
    letter = write("reminder", registration)
    type(registration.event).objects.update(status="cancelled")

    assert send_mail() == []
    assert_dropped(letter, "event_cancelled")


def test_a_reminder_is_never_sent_after_the_start(registration, write, send_mail):
    letter = write("reminder", registration)

    assert send_mail(at=registration.event.start_at) == []
    assert_dropped(letter, "expired")


def test_a_reminder_to_an_event_that_has_moved_goes_out_with_the_new_time(registration, write, send_mail):
    event = registration.event
    write("reminder", registration)
    later = event.start_at + timedelta(days=30)
    type(event).objects.update(
        start_at=later, end_at=later + timedelta(hours=2), last_published_at=event.start_at
    )

    [message] = send_mail(at=event.start_at)

    assert "lördag 3 april 2027" in message.body
    assert "20270403T083000" in message.attachments[0].get_payload(decode=True).decode()


class SeatLostMeanwhile(locmem.EmailBackend):
    """A connection that takes so long that somebody cancels before it stands."""

    def open(self) -> bool:
        Registration.objects.update(status=Registration.Status.CANCELLED)
        return True


def test_a_seat_lost_while_connecting_is_noticed(registration, write, send_mail, settings):
    settings.EMAIL_BACKEND = f"{__name__}.SeatLostMeanwhile"
    letter = write("confirmed", registration)

    assert send_mail() == []
    assert_dropped(letter, "status_changed")


def test_a_letter_without_an_address_is_dropped(write, send_mail):
    letter = write("confirmed", RegistrationFactory(address="", address_key=None))

    assert send_mail() == []
    assert_dropped(letter, "no_address")


def test_who_leaves_and_comes_back_before_a_letter_has_left_gets_one(olof, event, sign_up, now, send_mail):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now + MINUTE)
    sign_up(olof, event, at=now + 2 * MINUTE)

    messages = send_mail(at=now + 3 * MINUTE)

    assert len(messages) == 1
    assert list(registration.letters.order_by("pk").values_list("state", "reason")) == [
        (State.DROPPED, "superseded"),
        (State.DROPPED, "status_changed"),
        (State.SENT, ""),
    ]


def assert_dropped(letter: OutboxMessage, reason: str) -> None:
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.text) == (State.DROPPED, reason, "")
    assert not PersonalLink.objects.exists()
