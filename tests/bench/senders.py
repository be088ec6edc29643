"""Sending many letters: one of several processes. Each prints one line of JSON when it is done.

`python -m tests.bench.senders queue EVENT LETTERS`: so many people with a seat, and a reminder for each;
`python -m tests.bench.senders ours`: rounds until nothing is due, as the worker's task makes them;
`python -m tests.bench.senders bare PORT LETTER FIRST LAST`: builds and sends the same letter with smtplib.
"""

import json
import resource
import smtplib
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formatdate
from pathlib import Path

import django


def queue(event_id: int, letters: int) -> dict[str, float]:
    import random

    from django.utils import timezone

    from bostadsforum.management.commands.make_load import make_registration
    from events.models import EventPage, Person, Venue
    from registration.domain import reminders
    from registration.mail import told_facts
    from registration.models import Registration

    now, chance = timezone.now(), random.Random(1)
    event = EventPage.objects.get(pk=event_id).specific
    event.venue = Venue.objects.create(
        name="Byggmästarsalen",
        address="Murbruksgatan 12",
        postal_code="111 00",
        directions="Fem minuter från tunnelbanan. Entré på gaveln.",
        accessibility="Hiss och hörslinga.",
    )
    event.contact = Person.objects.create(
        first_name="Karin", last_name="Exempelgren", email="karin@storsthlm.example", phone="08-123 45 67"
    )
    event.save_revision().publish()
    long_ago = now - timedelta(days=30)
    event = EventPage.objects.get(pk=event_id)
    identity = event.calendar_identity
    people = [make_registration(event, place, chance=chance, now=long_ago) for place in range(letters)]
    for person in people:
        # As after their confirmation.
        person.told_sequence, person.told_changed_at = identity.sequence, identity.changed_at
        person.told_facts = told_facts.of(identity)
    Registration.objects.bulk_create(people, batch_size=1000)
    began, used = time.perf_counter(), _processor_seconds()
    queued = reminders.enqueue_due(now)
    assert queued == letters, queued
    return {"seconds": time.perf_counter() - began, "processor": _processor_seconds() - used}


def ours() -> dict[str, float]:
    from registration.mail import sending

    memory: list[int] = []

    def rounds() -> int:
        sent = 0
        while one := sending.send_due():
            sent += one
            memory.append(_memory())
        return sent

    found = _measured(rounds)
    return found | {"memory_early": memory[len(memory) // 3], "memory_late": memory[-1]} if memory else found


def bare(port: int, letter: Path, first: int, last: int) -> dict[str, float]:
    """The parts of a real letter, made into a message for each recipient with the email package."""
    parts = {part.get_content_type(): part for part in message_from_bytes(letter.read_bytes()).walk()}
    text, html, calendar = (
        parts[kind].get_payload(decode=True).decode() for kind in ("text/plain", "text/html", "text/calendar")
    )
    subject = parts["multipart/mixed"]["Subject"]

    def build(number: int) -> bytes:
        address = f"person{number}@example.org"
        whole = MIMEMultipart("mixed")
        whole["Subject"], whole["From"], whole["To"] = (
            subject,
            "Bostadsforum <bostadsforum@example.org>",
            address,
        )
        whole["Date"], whole["Message-ID"] = formatdate(), f"<bare{number}@example.org>"
        whole["Auto-Submitted"] = "auto-generated"
        alternative = MIMEMultipart("alternative")
        alternative.attach(MIMEText(text.replace("Hej", f"Hej {number}", 1), "plain", _quoted_printable()))
        alternative.attach(MIMEText(html.replace("Hej", f"Hej {number}", 1), "html", _quoted_printable()))
        invitation = calendar.replace("mailto:person", f"mailto:person{number}").encode()
        alternative.attach(_calendar(invitation))
        whole.attach(alternative)
        attached = _calendar(invitation)
        attached.add_header("Content-Disposition", "attachment", filename="bostadsforum.ics")
        whole.attach(attached)
        return whole.as_bytes()

    def send() -> int:
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
            for number in range(first, last):
                server.sendmail("bostadsforum@example.org", [f"person{number}@example.org"], build(number))
        return last - first

    return _measured(send)


def _calendar(content: bytes) -> MIMEBase:
    from email import encoders

    part = MIMEBase("text", "calendar", method="REQUEST", charset="utf-8")
    part.set_payload(content)
    encoders.encode_base64(part)
    return part


def _quoted_printable():
    from email.charset import QP, Charset

    charset = Charset("utf-8")
    charset.body_encoding = QP
    return charset


def _measured(act: Callable[[], int]) -> dict[str, float]:
    """Begins at the next whole second, as its neighbours do."""
    time.sleep(1 - time.time() % 1)
    began, used = time.time(), _processor_seconds()
    sent = act()
    return {"sent": sent, "began": began, "ended": time.time(), "processor": _processor_seconds() - used}


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _memory() -> int:
    """Of this process now, in kB; the peak would never fall."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "bare":
        port, letter, first, last = rest
        found = bare(int(port), Path(letter), int(first), int(last))
    else:
        django.setup()
        found = queue(int(rest[0]), int(rest[1])) if what == "queue" else ours()
    sys.stdout.write(json.dumps(found) + "\n")
