import pytest
from django.urls import reverse

from registration.models import OutboxMessage

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
