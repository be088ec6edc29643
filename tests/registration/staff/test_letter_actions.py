import pytest
from django.urls import reverse

from registration.domain import notices
from registration.models import OutboxMessage
from tests.factories import RoundTableFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def screen(name, letter):
    return reverse(f"staff_letters:{name}", args=[letter.pk])


def test_sent_letter_goes_again(letter, as_stina, send_mail):
    send_mail()

    response = as_stina.post(screen("resend", letter))

    again = OutboxMessage.objects.latest("pk")
    assert response.url == screen("letter", again)
    assert [message.to for message in send_mail()] == [["olof@nacka.example"]]


def test_letter_on_its_way_is_not_sent_again(letter, as_stina, send_mail):
    assert as_stina.post(screen("resend", letter)).status_code == 409
    assert len(send_mail()) == 1


def test_letter_is_taken_back(letter, as_stina, send_mail):
    assert as_stina.post(screen("drop", letter)).status_code == 303
    assert send_mail() == []


def test_letter_that_has_left_is_not_taken_back(letter, as_stina, send_mail):
    send_mail()

    assert as_stina.post(screen("drop", letter)).status_code == 409


def test_letter_to_the_process_leader_goes_again_to_their_address_of_today(as_stina, olof, sign_up, now):
    morning = now.replace(hour=7, minute=30)
    event = RoundTableFactory()
    sign_up(olof, event, at=morning)
    notices.enqueue_due(morning)
    letter = OutboxMessage.objects.get(kind="notice_daily")
    OutboxMessage.objects.filter(pk=letter.pk).update(state="failed")
    event.contact.email = "karin.ny@storsthlm.example"
    event.contact.save()

    assert event.contact.email in as_stina.get(screen("resend", letter)).content.decode()
    assert as_stina.post(screen("resend", letter)).status_code == 303
    assert OutboxMessage.objects.latest("pk").address == event.contact.email


def test_letter_to_the_process_leader_is_taken_back(as_stina, olof, sign_up, now):
    morning = now.replace(hour=7, minute=30)
    sign_up(olof, RoundTableFactory(), at=morning)
    notices.enqueue_due(morning)
    letter = OutboxMessage.objects.get(kind="notice_daily")

    assert as_stina.get(screen("drop", letter)).status_code == 200
    assert as_stina.post(screen("drop", letter)).status_code == 303
    letter.refresh_from_db()
    assert letter.state == "dropped"
