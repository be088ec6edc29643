"""The letter with a link to My Bostadsforum: about an address and not about an event."""

from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from home.models import SiteSettings
from registration import links
from registration.mail import letters
from registration.models import OutboxMessage, PersonalLink
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def html_of(message) -> str:
    return next(content for content, kind in message.alternatives if kind == "text/html")


@pytest.fixture
def letter(olof, sign_up, send_mail, now):
    """What Olof gets who has asked; the event that he is registered for has a process leader."""
    event = EventFactory(title="Något helt annat", status_note="Ta med vantar.")
    registration = sign_up(olof, event)
    send_mail()
    letters.forum(registration, now=now)
    (message,) = send_mail()
    return message


def token_in(text: str) -> str:
    return text.partition("/mitt-bostadsforum/")[2].partition("/")[0]


def test_it_opens_the_page_with_everything_and_nothing_else(letter, olof, now, settings):
    token = token_in(letter.body)

    assert f"{settings.SITE_ORIGIN}/mitt-bostadsforum/{token}/" in letter.body
    assert f'href="{settings.SITE_ORIGIN}/mitt-bostadsforum/{token}/"' in html_of(letter)
    assert links.find_forum(token, now=now).address_key == olof.address
    assert links.find(token, now=now) is None
    for part in (letter.body, html_of(letter)):
        assert "min-anmalan" not in part


def test_it_is_about_no_event(letter):
    for part in (letter.subject, letter.body, html_of(letter)):
        assert "Något helt annat" not in part
        assert "vantar" not in part
        assert "Karin" not in part
    assert letter.reply_to == []
    assert SiteSettings().contact_email in letter.body
    assert not any(part.get_content_type() == "text/calendar" for part in letter.message().walk())


def test_band_tells_nothing_of_how_anybody_stands(letter):
    assert "#F2C74C" not in html_of(letter)


def test_what_is_kept_of_it_holds_no_link(letter):
    kept = OutboxMessage.objects.get(kind="forum")

    assert token_in(letter.body) not in kept.text
    assert "/mitt-bostadsforum/***/" in kept.text
    assert PersonalLink.objects.filter(purpose="forum").count() == 1


def test_it_speaks_the_language_of_the_registration(olof, event, sign_up, send_mail, now):
    registration = sign_up(replace(olof, language="en"), event)
    send_mail()

    letters.forum(registration, now=now)
    (message,) = send_mail()

    with translation.override("en"):
        assert message.subject == _("Your link to My Bostadsforum")
    assert "/en/mitt-bostadsforum/" in message.body


def test_cancelled_event_does_not_hold_it_up(olof, event, sign_up, send_mail, now):
    registration = sign_up(olof, event)
    send_mail()
    type(event).objects.filter(pk=event.pk).update(status="cancelled")

    letters.forum(registration, now=now)

    assert len(send_mail()) == 1
