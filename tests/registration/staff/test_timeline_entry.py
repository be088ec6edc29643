"""What staff see of a letter that is to come is what is sent, but for the personal link, the Message-ID and
the date."""

import re
from dataclasses import replace
from datetime import datetime, time

import pytest
from django.urls import reverse

from registration.domain import cancellation, reminders, timeline, waitlist
from registration.mail import compose, sending
from registration.models import OutboxMessage
from tests.factories import NOW, STOCKHOLM, EventFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

DAY_BEFORE = {"days_before": 1, "clock_time": time(9)}
THANKS = {"days_before": 1, "clock_time": time(10), "anchor": "after_end", "purpose": "thanks"}


@pytest.fixture
def event(db):
    """One seat, a reminder on the day before and thanks on the day after."""
    return EventFactory(capacity=1, reminders=[DAY_BEFORE, THANKS])


def parts_of(html):
    """Without what a personal link adds to an address."""
    return re.sub(r"[\w-]{43}", "***", html).replace("***", "")


def html_of(sent):
    part = next(part for part in sent.message().walk() if part.get_content_type() == "text/html")
    return part.get_payload(decode=True).decode()


def look(client, event, letter, *, kind, at):
    """The entry's page as staff see it: subject and text, and the HTML in its frame."""
    with_time = timeline.of(timeline.load(event.pk), now=at).future
    entry = next(entry for entry in with_time if entry.kind == kind)
    query = {"brev": entry.name, "som": str(letter)}
    page = client.get(reverse("staff_events:timeline_entry", args=[event.pk], query=query))
    framed = client.get(reverse("staff_events:timeline_html", args=[event.pk], query=query))
    return page.context["subject"], page.context["text"], framed.content.decode(), entry.at


def send_at(moment, at_now, mailoutbox):
    at_now.move_to(moment)
    waitlist.settle_all(now=moment)
    reminders.enqueue_due(moment)
    mailoutbox.clear()
    sending.send_due()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["reminder", "after_event"])
def test_planned_letter_is_what_is_sent(
    event, olof, sign_up, send_mail, as_stina, at_now, mailoutbox, kind, language
):
    registration = sign_up(replace(olof, language=language), event)
    send_mail()

    subject, text, html, at = look(as_stina, event, registration.pk, kind=kind, at=NOW)
    send_at(at, at_now, mailoutbox)

    sent = next(letter for letter in mailoutbox if letter.subject == subject)
    row = OutboxMessage.objects.get(kind=kind)
    assert (row.subject, row.text) == (subject, text)
    assert parts_of(html_of(sent)) == parts_of(html)
    assert sent.body != text
    assert sent.body.replace(re.search(r"[\w-]{43}", sent.body)[0], compose.MASK) == text


def test_letter_that_waits_is_what_is_sent(event, olof, sign_up, as_stina, at_now, mailoutbox):
    letter = sign_up(olof, event).letters.get()

    subject, text, html, _at = look(as_stina, event, f"b{letter.pk}", kind="confirmed", at=NOW)
    sending.send_due()

    (sent,) = mailoutbox
    letter.refresh_from_db()
    assert (letter.subject, letter.text) == (subject, text)
    assert parts_of(html_of(sent)) == parts_of(html)


def test_offer_that_lapses_is_foretold_as_it_is_sent(
    event, olof, sign_up, send_mail, as_stina, at_now, mailoutbox
):
    seated = sign_up(olof, event)
    offered = sign_up(applicant(2, wants_directly=False), event)
    next_one = sign_up(applicant(3, wants_directly=True), event)
    cancellation.cancel(seated.pk, now=NOW)
    send_mail()

    lapse = look(as_stina, event, offered.pk, kind="offer_lapsed", at=NOW)
    seat = look(as_stina, event, next_one.pk, kind="promoted", at=NOW)
    send_at(lapse[3], at_now, mailoutbox)

    for kind, seen in (("offer_lapsed", lapse), ("promoted", seat)):
        row = OutboxMessage.objects.get(kind=kind)
        assert (row.subject, row.text) == seen[:2]
        assert row.sent_at == seen[3]


def test_moment_of_the_letter_is_its_own_and_not_that_of_looking(event, olof, sign_up, as_stina, at_now):
    registration = sign_up(olof, event)

    subject, _text, _html, at = look(as_stina, event, registration.pk, kind="reminder", at=NOW)

    assert at == datetime(2027, 3, 3, 9, 0, tzinfo=STOCKHOLM)
    assert subject == f"I morgon: {event.title} kl. 8.30"
