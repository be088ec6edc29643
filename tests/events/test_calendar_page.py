"""/kalender/: what can be chosen, what the page shows of it, and the ways into a calendar."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from django.utils.translation import gettext as _

from events.models import Topic
from tests.factories import START_AT, EventFactory, GatheringFactory, VenueFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

PAGE = "/kalender/"


def show(client, query="", status=200):
    response = client.get(PAGE + query)
    assert response.status_code == status
    return unescape(response.content.decode())


def titles(html):
    return re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", html)


def address_in(html):
    return re.search(r'id="feed-address" type="text" readonly value="([^"]+)"', html)[1]


def test_without_a_choice_it_is_the_whole_calendar(client, event):
    html = show(client)

    assert titles(html) == [event.title]
    assert address_in(html) == "http://127.0.0.1:8000/kalender.ics"
    assert "checked" not in html


def test_every_way_in_leads_to_the_chosen_calendar(client):
    html = show(client, "?digitalt=ja&form=webbinarier")
    chosen = "127.0.0.1:8000/kalender.ics?form=webbinarier&digitalt=ja"

    links = [link for link in re.findall(r'href="([^"]+)"', html) if not link.startswith("/")]
    outlook, apple, google = (link for link in links if "kalender.ics" in link)
    assert address_in(html) == f"http://{chosen}"
    assert parse_qs(urlsplit(outlook).query)["url"] == [f"http://{chosen}"]
    assert parse_qs(urlsplit(outlook).query)["name"] == ["Bostadsforum: webbinarier, digitalt"]
    assert apple == f"webcal://{chosen}"
    assert parse_qs(urlsplit(google).query)["cid"] == [f"webcal://{chosen}"]


@pytest.mark.parametrize(
    "query", ["", "?form=webbinarier", "?kommun=nacka", "?malgrupp=byggaktorer", "?digitalt=ja"]
)
def test_the_preview_shows_what_the_calendar_holds(client, query):
    EventFactory(venue=VenueFactory(municipality="0182"))
    later = START_AT + timedelta(days=1)
    GatheringFactory(gathering_kind="webinar", format="online", venue=None, start_at=later)

    feed = icalendar.Calendar.from_ical(client.get(address_in(show(client, query))[21:]).content)

    assert titles(show(client, query)) == [str(entry["SUMMARY"]) for entry in feed.events]


def test_what_is_chosen_is_ticked_and_said(client):
    Topic.objects.create(name="Klimatkrav", slug="klimatkrav")

    html = show(client, "?amne=klimatkrav&kommun=nacka&kommun=taby")

    assert re.findall(r'value="([^"]+)" checked', html) == ["klimatkrav", "nacka", "taby"]
    assert "<strong>Klimatkrav, Nacka, Täby</strong>" in html


def test_a_form_sent_without_a_choice_is_the_whole_calendar(client, event):
    assert titles(show(client, "?")) == [event.title]


def test_a_choice_that_nobody_knows_gets_the_page_and_no_calendar(client, event):
    html = show(client, "?kommun=atlantis", status=404)

    assert 'id="choose"' in html
    assert "kalender.ics" not in html
    assert titles(html) == []
    assert 'name="robots" content="noindex"' in html


def test_one_choice_has_one_canonical_address(client):
    html = show(client, "?digitalt=ja&form=webbinarier&utm_source=x")

    assert 'rel="canonical" href="http://127.0.0.1:8000/kalender/?form=webbinarier&digitalt=ja"' in html


def test_in_english_the_calendar_is_the_same(client, event):
    html = client.get("/en/kalender/?form=seminarier").content.decode()

    assert "Subscribe to the calendar" in html
    assert address_in(html) == "http://127.0.0.1:8000/kalender.ics?form=seminarier"


def test_five_are_shown_and_the_rest_counted(client):
    EventFactory.create_batch(7)

    html = show(client)

    assert len(titles(html)) == 5
    assert _("Show all upcoming events") in html


def test_the_page_costs_the_same_however_many_events(client, event, django_assert_max_num_queries):
    client.get(PAGE)
    with django_assert_max_num_queries(40) as one:
        client.get(PAGE)

    EventFactory.create_batch(4)

    with django_assert_max_num_queries(len(one)):
        client.get(PAGE)


def test_the_page_is_read_only(client):
    assert client.post(PAGE).status_code == 405


@pytest.mark.parametrize("path", ["/", "/evenemang/"])
def test_other_pages_lead_here(client, event, path):
    assert client.get(path).content.decode().count('href="/kalender/"') == 2


def test_the_list_hands_its_filters_on(client, event):
    html = client.get("/evenemang/?form=seminarier&lediga=ja").content.decode()

    assert 'href="/kalender/?form=seminarier"' in html


@pytest.mark.parametrize("online", [False, True])
def test_an_events_own_page_offers_the_file_first(client, event, online):
    page = GatheringFactory(gathering_kind="webinar", format="online", venue=None) if online else event

    html = client.get(page.get_url_parts()[2]).content.decode()

    places = [
        html.index(part) for part in (f"/kalender/{page.pk}.ics", "deeplink/compose", "action=TEMPLATE")
    ]
    assert places == sorted(places)
