"""The events on the front page; in English, whose words are the source."""

from datetime import timedelta

import pytest
from django.test import Client

from events.models import EventPage
from tests.events.test_pages import count_queries
from tests.factories import NOW, START_AT, EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def front_page(client: Client) -> str:
    return client.get("/en/").content.decode()


def lead_of(html: str) -> str:
    """The words of the large row."""
    return html.partition("is-lead")[2].partition("</li>")[0]


def test_next_event_is_shown_large(client: Client):
    EventFactory(title="Längre fram", start_at=START_AT + timedelta(days=7))
    EventFactory(title="Det närmaste")

    assert "Det närmaste" in lead_of(front_page(client))


def test_featured_event_goes_before_nearer_ones_and_stands_once(client: Client):
    EventFactory(title="Det närmaste")
    EventFactory(title="Det framlyfta", start_at=START_AT + timedelta(days=7), is_featured=True)

    html = front_page(client)

    assert "Det framlyfta" in lead_of(html)
    assert html.count(">Det framlyfta</a>") == 1
    assert ">Det närmaste</a>" in html


@pytest.mark.parametrize(
    "values",
    [{"start_at": NOW - timedelta(days=4)}, {"status": EventPage.Status.CANCELLED}],
)
def test_what_is_over_or_off_is_not_featured(client: Client, values):
    EventFactory(title="Det framlyfta", is_featured=True, **values)
    EventFactory(title="Det närmaste", start_at=START_AT - timedelta(days=1))

    assert "Det närmaste" in lead_of(front_page(client))


def test_front_page_of_a_new_site_says_that_nothing_is_planned(client: Client):
    html = front_page(client)

    assert "Just nu finns inget planerat." in html
    assert "is-lead" not in html
    assert "Past events</h2>" not in html
    assert "How we meet" in html


def test_front_page_costs_the_same_for_one_event_and_for_twenty(client: Client):
    EventFactory()
    EventFactory(start_at=NOW - timedelta(days=4))
    few = count_queries(client, "/")

    EventFactory.create_batch(18)

    assert count_queries(client, "/") == few


@pytest.mark.parametrize(
    "values",
    [
        {"start_at": NOW - timedelta(minutes=30)},
        {"start_at": NOW + timedelta(days=1), "closes_at": NOW - timedelta(days=1)},
        {"start_at": NOW + timedelta(days=1), "status": EventPage.Status.CANCELLED},
        {"start_at": NOW + timedelta(days=1), "flow": EventPage.Flow.INVITATION},
        {"start_at": NOW - timedelta(minutes=30), "is_featured": True},
    ],
    ids=["going on", "closed", "cancelled", "by invitation", "featured and going on"],
)
def test_what_takes_nobody_leads_only_when_nothing_else_does(client: Client, values):
    EventFactory(title="Det stängda", **values)
    assert "Det stängda" in lead_of(front_page(client))

    EventFactory(title="Det öppna")

    html = front_page(client)
    assert "Det öppna" in lead_of(html)
    assert html.count(">Det stängda</a>") == 1


@pytest.mark.parametrize("values", [{"opens_at": NOW + timedelta(days=1)}, {"status": "preliminary"}, {}])
def test_what_opens_later_leads_before_what_is_open(client: Client, values):
    EventFactory(title="Det närmaste", **values)
    EventFactory(title="Det öppna", start_at=START_AT + timedelta(days=7))

    assert "Det närmaste" in lead_of(front_page(client))


def test_featured_event_by_invitation_leads(client: Client):
    EventFactory(title="Det närmaste")
    EventFactory(title="Det framlyfta", flow=EventPage.Flow.INVITATION, is_featured=True)

    assert "Det framlyfta" in lead_of(front_page(client))
