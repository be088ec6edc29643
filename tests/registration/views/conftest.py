"""How somebody fills in the form, and what of a page is worth looking at."""

import html
import re
import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from events.models import EventPage
from registration.domain.signup import Applicant
from registration.models import OutboxMessage, Registration
from tests.factories import mint_link


@pytest.fixture(autouse=True)
def _clock(at_now: object) -> None:
    """All visits take place at `now`."""


@pytest.fixture
def answers() -> Callable[..., dict[str, str]]:
    """`answers(olof)`, or `answers(olof, email="…")`: what the form sends, a new form each time."""

    def filled_in(applicant: Applicant, **changes: str) -> dict[str, str]:
        return {
            "role": applicant.role,
            "municipality": applicant.municipality,
            "organisation": applicant.organisation,
            "first_name": applicant.first_name,
            "last_name": applicant.last_name,
            "job_title": applicant.job_title,
            "email": applicant.address,
            "wants_directly": "on" if applicant.wants_directly else "",
            "phone": applicant.phone,
            "access": applicant.access,
            "form_key": str(uuid.uuid4()),
            "website": "",
        } | changes

    return filled_in


@pytest.fixture
def send(client: Client, answers: Callable[..., dict[str, str]]) -> Callable[..., HttpResponse]:
    """`send(olof, event)`: fill in the form and send it; returns the answer to the post."""

    def fill_in_and_send(applicant: Applicant, event: EventPage, **changes: str) -> HttpResponse:
        return client.post(f"/anmalan/{event.pk}/", answers(applicant, **changes))

    return fill_in_and_send


@pytest.fixture
def link_to(now: datetime) -> Callable[[Registration], str]:
    """`link_to(registration)`: the address that a letter would hold."""
    return lambda registration: f"/min-anmalan/{mint_link(registration, now=now)}/"


def letter_kinds() -> list[str]:
    """What has been written down to be mailed, in its order."""
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))


def words_of(response: HttpResponse) -> str:
    """The text of a page without its tags, as somebody reads it."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main)))


def status_of(response: HttpResponse) -> list[str]:
    """Every `data-registration-status` inside main."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.findall(r'data-registration-status="([^"]*)"', main)


def title_of(response: HttpResponse) -> str:
    return html.unescape(re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[1])


def value_of(response: HttpResponse, name: str) -> str:
    """What a text field of the page holds."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode())[0]
    found = re.search(r'value="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
