"""What a real mail server answers, and what follows (docs/rules.md R 2.4, R 2.5)."""

import smtplib
from datetime import timedelta

import pytest

from registration.mail import failures, sending
from registration.models import OutboxMessage, PersonalLink
from tests.factories import EventFactory, RegistrationFactory
from tests.services import free_port

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
OLOF, PETRA = "olof@nacka.example", "petra@solna.example"


@pytest.fixture
def registration():
    return RegistrationFactory(address=OLOF, event=EventFactory())


@pytest.fixture
def to_petra(registration, write):
    return write("confirmed", RegistrationFactory(address=PETRA, event=registration.event))


@pytest.fixture
def send(now):
    """One round of the outbox; returns how many letters left."""
    return lambda *, at=now: sending.send_due(clock=lambda: at)


# --- Answers --------------------------------------------------------------------------------------


def test_two_letters_are_two_transactions_in_one_connection(mail_server, registration, write, to_petra, send):
    write("confirmed", registration)

    assert send() == 2

    assert sorted(mail_server.recipients) == [[OLOF], [PETRA]]
    assert len(mail_server.sessions) == 1


def test_a_refused_address_is_final_and_leaves_no_link(mail_server, registration, write, to_petra, send, now):
    mail_server.at_rcpt[OLOF] = "550 5.1.1 No such user olof@nacka.example"
    letter = write("confirmed", registration)

    assert send() == 1
    assert send(at=now + timedelta(days=1)) == 0

    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.attempts) == (State.FAILED, "refused", 1)
    assert letter.last_error == "SMTPRecipientsRefused 550"
    assert mail_server.recipients == [[PETRA]]
    assert not PersonalLink.objects.filter(registration=registration).exists()


def test_a_refused_text_is_final_too(mail_server, registration, write, send):
    mail_server.at_data[OLOF] = "554 5.7.1 We do not like it"
    letter = write("confirmed", registration)

    assert send() == 0

    letter.refresh_from_db()
    assert (letter.state, letter.last_error) == (State.FAILED, "SMTPDataError 554")


def test_a_refused_login_ends_no_letter(mail_server, registration, write, send):
    mail_server.at_rcpt[OLOF] = "530 5.7.0 Authentication required"
    letter = write("confirmed", registration)

    send()

    letter.refresh_from_db()
    assert letter.state == State.WAITING


def test_a_delayed_letter_is_tried_after_1_5_15_and_60_minutes_then_hourly(
    mail_server, registration, write, send, now
):
    mail_server.at_rcpt[OLOF] = "451 4.7.1 Greylisted"
    letter = write("confirmed", registration)
    pauses = []
    at = now

    for _ in range(6):
        send(at=at)
        letter.refresh_from_db()
        assert letter.state == State.WAITING
        pauses.append((letter.due_at - at).total_seconds() / 60)
        at = letter.due_at

    assert pauses[:4] == [1, 5, 15, 60]
    assert all(60 <= pause <= 66 for pause in pauses[4:])
    assert not PersonalLink.objects.exists()


def test_a_delayed_letter_leaves_when_the_server_takes_it(mail_server, registration, write, send, now):
    mail_server.at_rcpt[OLOF] = "451 4.7.1 Greylisted"
    letter = write("confirmed", registration)
    send()
    del mail_server.at_rcpt[OLOF]

    assert send(at=now + timedelta(minutes=1)) == 1

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (State.SENT, 2)


def test_after_two_days_of_trying_a_letter_is_given_up(mail_server, registration, write, send, now):
    mail_server.at_rcpt[OLOF] = "451 4.2.1 Not now"
    letter = write("confirmed", registration)
    OutboxMessage.objects.update(first_tried_at=now, attempts=40)

    send(at=now + timedelta(hours=46))
    letter.refresh_from_db()
    assert letter.state == State.WAITING

    send(at=now + timedelta(hours=47, minutes=30))
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.FAILED, "gave_up")


def test_days_in_which_nobody_tried_do_not_count(mail_server, registration, write, send, now):
    mail_server.at_rcpt[OLOF] = "451 4.7.1 Greylisted"
    letter = write("confirmed", registration)

    send(at=now + timedelta(days=5))

    letter.refresh_from_db()
    assert letter.state == State.WAITING


def test_a_reminder_is_given_up_when_the_next_try_would_come_after_the_start(
    mail_server, registration, write, send
):
    mail_server.at_rcpt[OLOF] = "451 4.2.1 Not now"
    letter = write("reminder", registration)

    send(at=registration.event.start_at - timedelta(seconds=59))

    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.FAILED, "gave_up")


def test_a_letter_over_which_its_senders_die_is_given_up_in_the_end(registration, write, now, send_mail):
    letter = write("confirmed", registration)
    OutboxMessage.objects.update(first_tried_at=now, attempts=sending.MANY_ATTEMPTS)

    assert send_mail(at=now + timedelta(hours=49)) == []

    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.FAILED, "gave_up")


# --- No answer ------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["dies_for", "silent_for"])
def test_without_an_answer_the_same_letter_is_sent_again(
    how, mail_server, registration, write, send, now, settings
):
    settings.EMAIL_TIMEOUT = 1
    getattr(mail_server, how).add(OLOF)
    letter = write("confirmed", registration)
    send()
    letter.refresh_from_db()
    assert (letter.state, letter.last_error) == (State.WAITING, "SMTPServerDisconnected")
    getattr(mail_server, how).clear()

    assert send(at=letter.due_at) == 1

    assert [message["Message-ID"] for message in mail_server.messages] == [letter.message_id] * 2
    # The first may have arrived: its link has to work.
    assert PersonalLink.objects.count() == 2


def test_without_a_server_everything_waits_and_no_link_is_made(registration, write, send, settings):
    settings.EMAIL_BACKEND = "bostadsforum.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    letter = write("confirmed", registration)

    assert send() == 0

    letter.refresh_from_db()
    assert (letter.state, letter.last_error) == (State.WAITING, "ConnectionRefusedError")
    assert letter.unknown_errors == 0
    assert not PersonalLink.objects.exists()


# --- The rule alone -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "final", "known"),
    [
        (smtplib.SMTPDataError(552, b"full"), True, True),
        (smtplib.SMTPDataError(452, b"full"), False, True),
        (smtplib.SMTPSenderRefused(550, b"no", "a@b.example"), True, True),
        (smtplib.SMTPHeloError(554, b"go away"), False, True),
        (failures.NoConnectionError("SMTPConnectError 554"), False, True),
        (smtplib.SMTPServerDisconnected(), False, True),
        (TimeoutError(), False, True),
        (ConnectionResetError(104, "Connection reset by peer"), False, True),
        (FileNotFoundError(), False, False),
        (PermissionError(13, "Permission denied", "/media/documents/karta.pdf"), False, False),
        (failures.NothingSentError(), False, False),
        (ValueError(), False, False),
    ],
)
def test_what_an_error_means(error, final, known):
    assert (failures.is_final(error), failures.is_known(error)) == (final, known)


def test_the_name_of_an_error_never_holds_the_servers_words():
    error = smtplib.SMTPRecipientsRefused({OLOF: (550, b"olof@nacka.example is unknown")})

    assert failures.name_of(error) == "SMTPRecipientsRefused 550"
