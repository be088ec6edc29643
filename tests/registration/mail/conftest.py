"""Letters before and while they are sent."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from registration.mail import outbox
from registration.models import OutboxMessage, Registration
from tests.smtp_sink import Sink, smtp_sink


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
def mail_server(settings: Any) -> Iterator[Sink]:
    """A real server for Django's real SMTP backend."""
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = sink.port
        yield sink
