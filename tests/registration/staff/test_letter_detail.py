import pytest
from django.urls import reverse

from registration.mail import compose
from registration.models import OutboxMessage, PersonalLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
State = OutboxMessage.State


def screen(name, letter):
    return reverse(f"staff_letters:{name}", args=[letter.pk])


def test_letter_is_shown_as_it_would_be_sent(letter, as_stina, now):
    written = compose.compose(letter, now=now, token=compose.MASK)

    page = as_stina.get(screen("letter", letter))
    html = as_stina.get(screen("html", letter))

    assert (page.context["subject"], page.context["text"]) == (written.subject, written.text)
    assert html.content.decode() == written.html


def test_looking_makes_no_link_and_sends_nothing(letter, as_stina, send_mail):
    as_stina.get(screen("letter", letter))
    as_stina.get(screen("html", letter))

    letter.refresh_from_db()
    assert not PersonalLink.objects.exists()
    assert (letter.state, letter.attempts, letter.text) == (State.WAITING, 0, "")


def test_frame_of_the_letter_runs_nothing(letter, as_stina):
    page = as_stina.get(screen("letter", letter)).content.decode()
    policy = as_stina.get(screen("html", letter))["Content-Security-Policy"]

    assert 'sandbox=""' in page
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_sent_letter_shows_what_was_kept_of_it(letter, as_stina, send_mail):
    [message] = send_mail()

    page = as_stina.get(screen("letter", letter))

    assert page.context["subject"] == message.subject
    assert "***" in page.context["text"]
    assert screen("html", letter) not in page.content.decode()


def test_letter_that_cannot_be_written_can_still_be_looked_at(letter, as_stina):
    OutboxMessage.objects.filter(pk=letter.pk).update(
        kind="of_old", state=State.NEEDS_ATTENTION, last_error="KeyError"
    )

    page = as_stina.get(screen("letter", letter))

    assert page.status_code == 200
    assert "KeyError" in page.content.decode()
    assert as_stina.get(screen("html", letter)).status_code == 200
