"""Moving and cancelling an event that people have been told of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives

from events.models import EventPage
from registration.domain import publication
from registration.models import ChangeNotice, Registration

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture
def change(now: datetime) -> Callable[..., None]:
    """`change(event, start_at=…)`: publish the event with these values, with everything that follows."""

    def publish(event: EventPage, *, at: datetime = now, **values: Any) -> None:
        if "start_at" in values:
            values.setdefault("end_at", values["start_at"] + timedelta(minutes=90))
        EventPage.objects.filter(pk=event.pk).update(last_published_at=at, **values)
        publication.handle(event.pk, now=at)

    return publish


@pytest.fixture
def told(sign_up: Callable, send_mail: Callable) -> Callable[..., Registration]:
    """`told(olof, event)`: somebody who has registered and has had the letter."""

    def registered(person: Any, event: EventPage) -> Registration:
        registration = sign_up(person, event)
        send_mail()
        return registration

    return registered


def undecided(event: EventPage) -> ChangeNotice | None:
    return ChangeNotice.objects.undecided().filter(event=event).first()


def body(message: EmailMultiAlternatives) -> str:
    """The text, with plain blanks where it holds a time together."""
    return message.body.replace("\u00a0", " ")


def stream(message: EmailMultiAlternatives) -> bytes:
    return message.attachments[0].get_payload(decode=True)
