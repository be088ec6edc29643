"""The list of events as a visitor meets it, in English, whose words are the source."""

from datetime import timedelta

import pytest
from django.test import Client

from events.models import EventPage
from events.roles import Role
from registration.domain.capacity import Quota
from tests.events.test_pages import count_queries
from tests.factories import (
    NOW,
    START_AT,
    EventFactory,
    GatheringFactory,
    RegistrationFactory,
    RoundTableFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

Status = EventPage.Status


def show_list(client: Client, query: str = "") -> str:
    response = client.get(f"/en/evenemang/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_list_shows_coming_events_month_by_month_and_drafts_never(client: Client) -> None:
    march = EventFactory(title="Seminariet i mars")
    april = EventFactory(title="Seminariet i april", start_at=START_AT + timedelta(days=35))
    EventFactory(title="Utkastet", live=False)
    EventFactory(title="Det som varit", start_at=NOW - timedelta(days=4))

    html = show_list(client)

    assert html.index("March 2027") < html.index(march.title) < html.index("April 2027")
    assert html.index("April 2027") < html.index(april.title)
    assert "Utkastet" not in html
    assert "Det som varit" not in html


def test_list_of_past_events_shows_the_latest_first(client: Client) -> None:
    EventFactory(title="Det kommande")
    EventFactory(title="I november", start_at=NOW - timedelta(days=80))
    EventFactory(title="I januari", start_at=NOW - timedelta(days=4))

    html = show_list(client, "?visa=tidigare")

    assert html.index("I januari") < html.index("I november")
    assert "Det kommande" not in html
    assert html.count(">Held</span>") == 2


def test_cancelled_event_stays_in_the_list_with_its_word(client: Client) -> None:
    EventFactory(title="Det inställda", status=Status.CANCELLED)

    html = show_list(client)

    assert "Det inställda" in html
    assert "<span>Cancelled</span>" in html


def test_empty_list_points_to_the_calendar(client: Client) -> None:
    EventFactory(live=False)

    assert "Nothing is planned just now." in show_list(client)


def test_list_costs_the_same_for_one_event_and_for_twenty(client: Client) -> None:
    EventFactory(quotas={Role.BUILDER: Quota(reserved=3)})
    RoundTableFactory()
    GatheringFactory()
    few = count_queries(client, "/evenemang/")

    for number in range(20):
        event = EventFactory(title=f"Ett till {number}", quotas={Role.BUILDER: Quota(reserved=3)})
        RegistrationFactory.create_batch(3, event=event)
    many = count_queries(client, "/evenemang/")

    assert many == few
    assert many <= 15
