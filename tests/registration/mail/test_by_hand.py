import smtplib
from datetime import timedelta

import pytest

from home.models import SiteSettings
from registration.domain import cancellation, notices
from registration.mail import by_hand
from registration.models import MailStop, OutboxMessage
from tests.factories import RoundTableFactory

pytestmark = pytest.mark.django_db
State = OutboxMessage.State


@pytest.fixture
def letter(olof, event, sign_up):
    """Olof's confirmation, waiting."""
    return sign_up(olof, event).letters.get()


# --- Again ----------------------------------------------------------------------------------------


def test_sending_again_is_a_new_letter(letter, send_mail, stina, now):
    send_mail()
    letter.refresh_from_db()

    again = by_hand.resend(letter, by=stina, now=now + timedelta(days=1))

    assert (again.pk, again.key, again.message_id) != (letter.pk, letter.key, letter.message_id)
    [message] = send_mail(at=now + timedelta(days=1))
    assert message.to == ["olof@nacka.example"]
    assert letter.registration.history.first().action == "letter_resent"


def test_letter_on_its_way_is_not_sent_again(letter, stina, now, send_mail):
    with pytest.raises(by_hand.LetterRefused):
        by_hand.resend(letter, by=stina, now=now)

    assert len(send_mail()) == 1


def test_letter_that_is_not_true_any_more_is_not_sent_again(letter, send_mail, stina, now):
    send_mail()
    letter.refresh_from_db()
    cancellation.cancel(letter.registration_id, now=now)
    letter = OutboxMessage.objects.get(pk=letter.pk)

    with pytest.raises(by_hand.LetterRefused):
        by_hand.resend(letter, by=stina, now=now)

    assert OutboxMessage.objects.filter(kind="confirmed").count() == 1


def test_failed_letter_is_settled_by_sending_it_again(letter, send_mail, stina, now):
    OutboxMessage.objects.filter(pk=letter.pk).update(state=State.NEEDS_ATTENTION, last_error="KeyError")
    letter.refresh_from_db()

    by_hand.resend(letter, by=stina, now=now)

    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.last_error) == (State.DROPPED, "sent_again", "KeyError")
    assert len(send_mail()) == 1


# --- Back -----------------------------------------------------------------------------------------


def test_letter_that_is_taken_back_never_leaves(letter, send_mail, stina, now):
    by_hand.drop(letter, by=stina, now=now)

    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.DROPPED, "by_staff")
    assert send_mail() == []
    assert letter.registration.history.first().action == "letter_dropped"


@pytest.mark.parametrize("state", [State.SENDING, State.SENT, State.DROPPED])
def test_letter_that_has_left_cannot_be_taken_back(letter, stina, now, state):
    OutboxMessage.objects.filter(pk=letter.pk).update(state=state)

    with pytest.raises(by_hand.LetterRefused):
        by_hand.drop(letter, by=stina, now=now)

    letter.refresh_from_db()
    assert letter.state == state


# --- Stop -----------------------------------------------------------------------------------------


def test_nothing_leaves_while_mail_is_stopped(letter, send_mail, stina, now):
    by_hand.stop(by=stina, reason="Fel lokal i breven", now=now)

    assert send_mail() == []
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (State.WAITING, 0)


def test_what_has_waited_leaves_once_mail_goes_again(letter, send_mail, stina, now):
    by_hand.stop(by=stina, reason="Fel lokal i breven", now=now)
    send_mail()

    by_hand.start(by=stina, now=now + timedelta(hours=1))

    assert len(send_mail(at=now + timedelta(hours=1))) == 1


def test_stopping_does_not_stand_in_the_way_of_registering(petra, event, sign_up, stina, now):
    by_hand.stop(by=stina, reason="Fel lokal i breven", now=now)

    assert sign_up(petra, event).status == "confirmed"


def test_stopping_twice_is_one_stop_and_says_who_why_and_when(stina, now):
    by_hand.stop(by=stina, reason="Fel lokal i breven", now=now)
    by_hand.stop(by=stina, reason="En gång till", now=now + timedelta(minutes=1))
    by_hand.start(by=stina, now=now + timedelta(hours=1))

    stop = MailStop.objects.get()
    assert (stop.began_by, stop.reason, stop.began_at) == (stina, "Fel lokal i breven", now)
    assert (stop.ended_by, stop.ended_at) == (stina, now + timedelta(hours=1))


def test_letter_being_tried_again_waits_for_the_end_of_the_stop(letter, send_mail, stina, now, monkeypatch):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        send_mail()
    by_hand.stop(by=stina, reason="Servern krånglar", now=now)

    assert send_mail(at=now + timedelta(hours=1)) == []
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (State.WAITING, 1)


# --- Letters to the process leader ----------------------------------------------------------------


@pytest.fixture
def notice(olof, sign_up, now):
    """That Olof waits for an answer, as it was sent this morning to the process leader."""
    morning = now.replace(hour=7, minute=30)
    sign_up(olof, RoundTableFactory(), at=morning)
    notices.enqueue_due(morning)
    return OutboxMessage.objects.get(kind="notice_daily")


def test_letter_to_a_process_leader_is_sent_again(notice, send_mail, stina, now):
    send_mail()
    notice.refresh_from_db()

    again = by_hand.resend(notice, by=stina, now=now)
    third = by_hand.resend(OutboxMessage.objects.get(pk=notice.pk), by=stina, now=now)

    assert len({notice.key, again.key, third.key}) == 3
    assert [message.to for message in send_mail()] == [[notice.person.email]] * 2


def test_letter_to_the_general_address_is_sent_again_to_it(olof, sign_up, send_mail, stina, now):
    """What waits where nobody leads an event."""
    morning = now.replace(hour=7, minute=30)
    sign_up(olof, RoundTableFactory(contact=None), at=morning)
    notices.enqueue_due(morning)
    send_mail()

    by_hand.resend(OutboxMessage.objects.get(kind="notice_daily"), by=stina, now=now)

    assert [message.to for message in send_mail()] == [[SiteSettings().contact_email]]


def test_letter_to_a_process_leader_is_taken_back(notice, send_mail, stina, now):
    by_hand.drop(notice, by=stina, now=now)

    assert [notice.person.email] not in [message.to for message in send_mail()]
    notice.refresh_from_db()
    assert (notice.state, notice.reason) == (State.DROPPED, "by_staff")
