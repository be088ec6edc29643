"""Letters as they go over the wire, read back from raw bytes (docs/rules.md C 3)."""

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from registration.domain import cancellation
from registration.mail import sending
from registration.models import OutboxMessage
from tests.factories import EventFactory, PersonFactory, applicant

pytestmark = pytest.mark.django_db

AWKWARD = 'Åtta "hus", sju; sex\\fem 🏠 ' + "och en mycket lång rubrik, " * 7 + "slut"


@pytest.fixture
def wire_of(mail_server, now):
    """The bytes of the only letter that leaves in a round."""

    def sent(at=now) -> bytes:
        before = len(mail_server.wires)
        assert sending.send_due(clock=lambda: at) == 1
        [wire] = mail_server.wires[before:]
        return wire

    return sent


def parsed(wire: bytes) -> EmailMessage:
    return message_from_bytes(wire, policy=policy.default)


def calendars(message: EmailMessage) -> list[EmailMessage]:
    return [part for part in message.walk() if part.get_content_type() == "text/calendar"]


def test_the_parts_of_a_confirmation_and_their_order(olof, event, sign_up, wire_of):
    sign_up(olof, event)

    wire = wire_of()
    message = parsed(wire)

    assert message.get_content_type() == "multipart/mixed"
    alternative, attachment = message.iter_parts()
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    inline = list(alternative.iter_parts())[-1]
    assert inline["Content-Disposition"] is None
    assert wire.count(b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n") == 2
    assert attachment.get_content_disposition() == "attachment"
    assert attachment.get_filename() == "bostadsforum.ics"
    assert inline.get_payload(decode=True) == attachment.get_payload(decode=True)


def test_the_calendar_reads_back_as_an_invitation_to_the_recipient(olof, event, sign_up, wire_of):
    sign_up(olof, event)

    message = parsed(wire_of())

    [vevent] = Calendar.from_ical(calendars(message)[0].get_payload(decode=True)).walk("VEVENT")
    assert vevent["ATTENDEE"] == "mailto:olof@nacka.example"
    assert vevent["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert vevent["ATTENDEE"].params["RSVP"] == "FALSE"
    assert vevent["ORGANIZER"] == "mailto:bostadsforum@example.org"
    assert [message["To"], message["From"]] == [
        "olof@nacka.example",
        "Bostadsforum <bostadsforum@example.org>",
    ]
    assert vevent["DTSTART"].dt == event.start_at


def test_a_cancellation_says_cancel_in_both_places(olof, event, sign_up, wire_of, now):
    registration = sign_up(olof, event)
    wire_of()
    cancellation.cancel(registration.pk, now=now + timedelta(hours=1))

    message = parsed(wire_of(at=now + timedelta(hours=1)))

    for part in calendars(message):
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        [vevent] = calendar.walk("VEVENT")
        assert part.get_param("method") == calendar["METHOD"] == "CANCEL"
        assert vevent["STATUS"] == "CANCELLED"
        assert not calendar.walk("VALARM")


def test_a_letter_without_a_calendar_is_a_plain_alternative(bo, sign_up, wire_of):
    sign_up(bo, EventFactory(capacity=0))

    message = parsed(wire_of())

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_every_header_stands_once_and_says_a_machine_wrote_it(olof, sign_up, wire_of):
    contact = PersonFactory(first_name="Åsa", last_name='"Ås" Öst, jr', email="asa@storsthlm.example")
    sign_up(olof, EventFactory(contact=contact))

    message = parsed(wire_of())

    once = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Reply-To", "MIME-Version"]
    assert {name: len(message.get_all(name, [])) for name in once} == dict.fromkeys(once, 1)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == OutboxMessage.objects.get().message_id
    [reply_to] = message["Reply-To"].addresses
    assert (reply_to.display_name, reply_to.addr_spec) == ('Åsa "Ås" Öst, jr', "asa@storsthlm.example")


def test_an_event_without_a_contact_has_no_reply_to(olof, sign_up, wire_of):
    sign_up(olof, EventFactory(contact=None))

    assert parsed(wire_of())["Reply-To"] is None


@pytest.mark.parametrize("title", [AWKWARD, "Rubrik\r\nBcc: bo@tegelbruket.example", "Ren ASCII"])
def test_awkward_words_survive_and_break_nothing(title, olof, sign_up, wire_of):
    sign_up(replace(olof, first_name='Olof "O"', last_name="Ö,; \\ 🏠"), EventFactory(title=title))

    wire = wire_of()

    message = parsed(wire)
    assert "Bcc" not in message
    assert message.defects == []
    assert not re.search(r"[\x00-\x1f]", message["Subject"])
    [vevent] = Calendar.from_ical(calendars(message)[0].get_payload(decode=True)).walk("VEVENT")
    assert vevent["SUMMARY"] == " ".join(title.split())
    text = message.get_body(("plain",)).get_content()
    assert " ".join(title.split()) in text
    assert 'Hej Olof "O",' in text


def test_the_wire_is_seven_bits_with_short_lines_and_crlf(olof, sign_up, wire_of):
    sign_up(replace(olof, job_title="ä" * 120), EventFactory(title=AWKWARD))

    wire = wire_of()

    assert wire.isascii()
    assert max(map(len, wire.split(b"\r\n"))) <= 998
    assert wire.count(b"\r\n") == wire.count(b"\n") == wire.count(b"\r")
    for part in calendars(parsed(wire)):
        stream = part.get_payload(decode=True)
        assert part["Content-Transfer-Encoding"] == "base64"
        assert stream.count(b"\r\n") == stream.count(b"\n") > 20


def test_nobody_else_stands_in_a_letter(event, sign_up, mail_server, now):
    people = [applicant(number, first_name=f"Förnamn{number}") for number in range(1, 4)]
    for person in people:
        sign_up(person, event)

    assert sending.send_due(clock=lambda: now) == 3

    for envelope, message in zip(mail_server.envelopes, mail_server.messages, strict=True):
        [address] = envelope.rcpt_tos
        assert message["To"] == address
        everything = "".join(
            part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart()
        )
        for person in people:
            assert (person.address in everything) == (person.address == address)
            assert (person.first_name in everything) == (person.address == address)


def test_the_file_backend_writes_the_same_letter(olof, event, sign_up, settings, tmp_path, now):
    settings.EMAIL_BACKEND = "bostadsforum.eml.EmlBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    sign_up(olof, event)

    sending.send_due(clock=lambda: now)

    [file] = tmp_path.iterdir()
    message = parsed(file.read_bytes())
    assert message["To"] == "olof@nacka.example"
    assert len(calendars(message)) == 2
    assert message.defects == []
