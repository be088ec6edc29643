"""The bytes of a letter, put together by us, beside what Python's email package makes of its parts."""

import re

import pytest

from registration.mail.mime import CalendarAttachment, LetterEmail
from tests.factories import NOW

CALENDAR = CalendarAttachment(
    content=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" * 20,
    method="REQUEST",
    sequence=0,
    changed_at=NOW,
    filename="bostadsforum.ics",
)
SUBJECTS = [
    "Påminnelse: Från markanvisning till inflyttning – var tar tiden vägen? 4 mars",
    "Short",
    "ä" * 300,
]
TEXTS = ["Hej Åsa,\n\nVi ses.\n", "rad med blanksteg  \n..\nFrom oss\n\n", "långt " * 400, "=3D = \t\n"]
NAMES = [
    '"Åsa, von Ö" <asa@example.org>',
    "Karin Exempelgren <karin@storsthlm.example>",
    "x@" + "y" * 80 + ".se",
]


@pytest.mark.parametrize("with_calendar", [True, False])
@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", NAMES)
def test_our_bytes_are_those_of_the_email_package(with_calendar, subject, text, name):
    email = LetterEmail(
        subject=subject,
        body=text,
        html=f"<!doctype html><p>{text}</p>",
        calendar=CALENDAR if with_calendar else None,
        from_email=name,
        to=["olof@nacka.example"],
        reply_to=[name],
        headers={
            "Message-ID": "<1@example.org>",
            "Auto-Submitted": "auto-generated",
        },
    )

    assert comparable(email.message().as_bytes(linesep="\r\n")) == comparable(
        email.in_parts().as_bytes(linesep="\r\n")
    )


def comparable(wire: bytes) -> bytes:
    wire = re.sub(rb"\r\nDate: [^\r]+", b"\r\nDate: now", wire)
    found = dict.fromkeys(re.findall(rb"={15}\d{19}==", wire))
    for number, boundary in enumerate(found):
        wire = wire.replace(boundary, b"boundary%d" % number)
    return wire
