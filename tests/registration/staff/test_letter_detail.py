from datetime import timedelta

import pytest
from django.urls import reverse

from registration.domain import cancellation, notices
from registration.mail import compose, kinds
from registration.models import OutboxMessage, PersonalLink
from registration.staff import words
from tests.factories import EventFactory, RoundTableFactory

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


# Those to staff, whose end is settled when they are written, are about no registration.
TO_PEOPLE = sorted(name for name, kind in kinds.KINDS.items() if kind.expiry != kinds.Expiry.AS_WRITTEN)


@pytest.mark.parametrize("kind", TO_PEOPLE)
def test_every_kind_of_letter_has_a_name_and_can_be_looked_at_long_after(kind, letter, as_stina):
    """Also when the registration stands otherwise than the letter says."""
    OutboxMessage.objects.filter(pk=letter.pk).update(kind=kind, state=State.DROPPED, reason="status_changed")

    page = as_stina.get(screen("letter", letter))

    assert not page.context["cannot_be_written"]
    assert words.letter_kind(kind) != kind
    assert "None" not in page.context["subject"] + page.context["text"]


# --- Letters to the process leader ----------------------------------------------------------------


@pytest.fixture
def notice(olof, bo, sign_up, now):
    """The letter about Bo's cancellation an hour before the start, waiting."""
    event = EventFactory(title="Byggstart", start_at=now + timedelta(hours=1))
    sign_up(olof, event)
    cancellation.cancel(sign_up(bo, event).pk, now=now)
    notices.enqueue_due(now + timedelta(minutes=10))
    return OutboxMessage.objects.get(kind="notice_urgent")


def test_letter_to_the_process_leader_is_shown_as_it_would_be_sent(notice, as_stina, now):
    written = compose.compose(notice, now=now, token=compose.MASK)

    page = as_stina.get(screen("letter", notice))

    assert (page.context["subject"], page.context["text"]) == (written.subject, written.text)
    assert notice.person.full_name in page.content.decode()
    assert as_stina.get(screen("html", notice)).content.decode() == written.html


def test_letter_about_several_events_names_none(as_stina, olof, sign_up, now):
    morning = now.replace(hour=7, minute=30)
    sign_up(olof, RoundTableFactory(), at=morning)
    notices.enqueue_due(morning)
    daily = OutboxMessage.objects.get(kind="notice_daily")

    page = as_stina.get(screen("letter", daily))

    assert page.status_code == 200
    assert page.context["event_label"] == ""
