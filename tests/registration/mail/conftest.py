"""Letters before and while they are sent."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from registration.mail import compose, outbox
from registration.models import OutboxMessage, Registration
from tests.factories import DEFAULT_REMINDERS, NOW, EventFactory, PersonFactory, VenueFactory
from tests.registration.mail.words import words_of_html, words_of_text
from tests.smtp_sink import Sink, smtp_sink

TOKEN = "T" * 43


@pytest.fixture
def write(now: datetime) -> Callable[..., OutboxMessage]:
    """`write("reminder", registration)`: one letter in the outbox, and nothing else of what goes with it."""

    def one(kind: str, registration: Registration, *, at: datetime = now, **details: object) -> OutboxMessage:
        letter = outbox.row(
            kind, registration, key=f"{kind}:{OutboxMessage.objects.count()}", now=at, details=details
        )
        letter.save()
        return letter

    return one


@pytest.fixture
def seminar():
    return EventFactory(
        title="Från markanvisning till inflyttning – var tar tiden vägen?",
        title_en="From land allocation to moving in – where does the time go?",
        doors_open_time=time(8),
        doors_note="Frukost",
        venue=VenueFactory(
            name="Murbruket, stora salen",
            directions="Fem minuter från tunnelbanan.\r\nEntré på gaveln.",
            accessibility="Hiss och hörslinga.",
        ),
        contact=PersonFactory(first_name="Kim", last_name="Exempelsson", email="kim@storsthlm.example"),
        reminders=DEFAULT_REMINDERS,
    )


@pytest.fixture
def letter_of(write):
    """The letter of a kind to somebody, with the facts of now; nothing is sent."""

    def composed(kind: str, registration: Registration, *, at=NOW, **details: object) -> compose.Letter:
        message = write(kind, registration, at=at, **details)
        message = OutboxMessage.objects.select_related("registration__event").get(pk=message.pk)
        return compose.compose(message, now=at, token=TOKEN)

    return composed


@pytest.fixture
def mail_server(settings: Any) -> Iterator[Sink]:
    """A real server for Django's real SMTP backend."""
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "bostadsforum.smtp.SmtpBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = sink.port
        yield sink


def in_status(registration: Registration, status: str) -> Registration:
    """As such a row looks, without what led to it."""
    is_offered = status == Registration.Status.OFFERED
    registration.status = status
    registration.place_in_line = 1 if status == Registration.Status.WAITLISTED else None
    registration.offer_expires_at = NOW + timedelta(hours=24) if is_offered else None
    registration.save()
    return registration


@pytest.fixture
def latest(letter_of):
    """`latest(registration)`: the last letter that was named for them, as it would go out then."""

    def composed(registration: Registration, *, at: datetime = NOW):
        registration = Registration.objects.get(pk=registration.pk)
        named = registration.letters.order_by("pk").last()
        letter = letter_of(named.kind, registration, at=at, **named.details)
        assert words_of_html(letter.html) == words_of_text(letter.text)
        return letter

    return composed
