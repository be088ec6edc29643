"""What stands in the letter of a mailing, and how its reader says no to the next."""

import re
from contextlib import suppress
from email import message_from_bytes, policy

import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile

from home.models import SiteDocument
from registration.domain import mailings
from registration.domain.errors import NothingToDecide
from registration.domain.mailings import Words
from registration.mail import compose, told_facts
from registration.models import OutboxMessage, PersonalLink, Registration, Segment
from tests.factories import NOW, EventFactory, RegistrationFactory
from tests.registration.mail.words import words_of_html, words_of_text

pytestmark = pytest.mark.django_db

WORDS = Words(
    "Parkering vid salen", "Garaget är stängt.\n\nSe <b>kartan</b> på https://example.org/karta?a=1&b=2."
)
ENGLISH = Words(WORDS.subject, WORDS.body, "Parking", "The garage is closed.")


@pytest.fixture
def send_mailing(seminar, stina, send_mail):
    """`send_mailing(words)`: what leaves; each message as it goes over the wire."""

    def sent(words=WORDS, *, events=None, attachments=(), statuses=("confirmed",)):
        mailing = mailings.create(
            words,
            events=events or [seminar],
            segment=Segment(statuses=statuses),
            attachments=attachments,
            by=stina,
            now=NOW,
        )
        with suppress(NothingToDecide):
            mailings.send(mailing.pk, by=stina, at=NOW, now=NOW)
        return [message for message in send_mail() if message.subject in (words.subject, words.subject_en)]

    return sent


@pytest.fixture
def olofs(olof, seminar, sign_up):
    return sign_up(olof, seminar)


def html_of(message):
    return message.alternatives[0].content


def on_the_wire(message):
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def test_letter_greets_by_name_and_says_what_staff_wrote(olofs, send_mailing, seminar):
    (letter,) = send_mailing()

    assert letter.subject == "Parkering vid salen"
    assert "Hej Olof," in letter.body
    assert "Garaget är stängt.\n\nSe <b>kartan</b> på https://example.org/karta?a=1&b=2." in letter.body
    assert letter.reply_to == ["Kim Exempelsson <kim@storsthlm.example>"]
    assert not letter.calendar


def test_both_bodies_say_the_same_and_nothing_typed_is_read_as_html(olofs, send_mailing):
    (letter,) = send_mailing()

    assert "&lt;b&gt;kartan&lt;/b&gt;" in html_of(letter)
    assert 'href="https://example.org/karta?a=1&amp;b=2"' in html_of(letter)
    # The comparison leaves addresses out of the text.
    html = re.sub(r"https://example\.org\S*2", "", html_of(letter))
    assert words_of_html(html).replace("på.", "på") == words_of_text(letter.body)


def test_letter_has_no_link_to_a_registration(olofs, send_mailing):
    (letter,) = send_mailing()

    assert "/min-anmalan/" not in letter.body + html_of(letter)
    assert "/mitt-bostadsforum/" not in letter.body + html_of(letter)


def test_letter_says_nothing_of_when_and_where_so_that_a_change_is_still_told(olofs, send_mailing, send_mail):
    send_mail()
    told = told_facts.of(olofs.event.calendar_identity) | {"starts_at": "2027-03-03T07:30:00Z"}
    Registration.objects.filter(pk=olofs.pk).update(told_facts=told, status="waitlisted", place_in_line=1)

    send_mailing(statuses=("waitlisted",))

    assert Registration.objects.get(pk=olofs.pk).told_facts == told


def test_who_reads_english_gets_the_english_words_or_a_swedish_letter(seminar, send_mailing):
    RegistrationFactory(event=seminar, language="en", first_name="Ann")

    (swedish,), (english,) = send_mailing(), send_mailing(ENGLISH)

    assert (swedish.subject, english.subject) == ("Parkering vid salen", "Parking")
    assert "Hej Ann," in swedish.body
    assert "Hello Ann," in english.body
    assert 'lang="sv"' in html_of(swedish)
    assert "/en/inga-utskick/" in english.body


def test_about_several_events_it_leads_to_none_of_them(olofs, send_mailing, seminar):
    (one,), (several,) = send_mailing(), send_mailing(events=[seminar, EventFactory()])

    assert seminar.slug in html_of(one)
    assert seminar.slug not in html_of(several)
    assert "Visa kommande tillfällen" in several.body


def test_documents_go_along(olofs, send_mailing, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = SiteDocument.objects.create(
        title="Karta", file=ContentFile(b"%PDF-1.7 karta", name="karta åäö.pdf"), file_size=14
    )

    (letter,) = send_mailing(attachments=[document])

    (part,) = on_the_wire(letter).iter_attachments()
    assert part.get_content_type() == "application/pdf"
    assert part.get_content() == b"%PDF-1.7 karta"
    assert part.get_filename() == document.filename
    assert "å" in document.filename
    assert part["Content-Transfer-Encoding"] == "base64"


def test_letter_whose_document_has_gone_is_no_trouble_of_the_network(
    olofs, send_mailing, send_mail, settings, tmp_path
):
    """Waiting brings it back no more than another error of ours does."""
    settings.MEDIA_ROOT = tmp_path
    document = SiteDocument.objects.create(title="Karta", file=ContentFile(b"karta", name="karta.pdf"))
    document.file.storage.delete(document.file.name)

    assert send_mailing(attachments=[document]) == []

    letter = OutboxMessage.objects.get(kind="mailing")
    for _try in range(4):
        send_mail(at=letter.due_at)
        letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (OutboxMessage.State.NEEDS_ATTENTION, 5)
    assert letter.last_error == "FileNotFoundError"


def test_preview_is_what_is_sent_but_for_the_link(olofs, send_mailing):
    (letter,) = send_mailing()
    message = OutboxMessage.objects.get(kind="mailing")

    preview = compose.compose(message, now=NOW, token=compose.MASK)

    token = re.search(r"/inga-utskick/([\w-]{43})/", letter.body)[1]
    assert letter.body.replace(token, "***") == preview.text == message.text
    assert html_of(letter).replace(token, "***") == preview.html


# --- Saying no ------------------------------------------------------------------------------------


def stop_address(letter):
    return re.search(r"https?://[^/]+(/\S*inga-utskick/[\w-]{43}/)", letter.body)[1]


@pytest.mark.parametrize("kind", ["mailing", "after_event"])
def test_letters_that_can_be_refused_carry_both_headers(kind, olofs, send_mailing, write, send_mail):
    if kind == "mailing":
        (letter,) = send_mailing()
    else:
        send_mail()
        write(kind, olofs)
        (letter,) = send_mail()

    headers = on_the_wire(letter)
    address = f"<{project.SITE_ORIGIN}{stop_address(letter)}>"
    assert headers["List-Unsubscribe"] == address
    assert f"\nList-Unsubscribe: {address}\n".encode() in letter.message().as_bytes()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_letters_about_ones_registration_cannot_be_refused(olofs, send_mail):
    (letter,) = send_mail()

    assert "List-Unsubscribe" not in on_the_wire(letter)
    assert "inga-utskick" not in letter.body


def test_thanks_have_one_link_to_refuse_and_another_to_the_registration(olofs, write, send_mail):
    send_mail()
    PersonalLink.objects.all().delete()
    write("after_event", olofs)

    send_mail()

    assert sorted(PersonalLink.objects.values_list("purpose", flat=True)) == ["mailings", "registration"]
