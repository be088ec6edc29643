from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import Context, Template
from django.utils import translation

from events import calendar, calendar_links
from tests import ics
from tests.entries import entry
from tests.factories import EventFactory


@pytest.fixture
def _on_the_web(settings):
    settings.SITE_ORIGIN = "https://bostadsforum.example"


def parameters(link: str) -> dict[str, str]:
    assert "+" not in link
    assert " " not in link
    return {name: value for name, (value,) in parse_qs(urlsplit(link).query, strict_parsing=True).items()}


@pytest.mark.usefixtures("_on_the_web")
def test_google_is_handed_the_event():
    shown = entry(sv={"summary": "Mark & bygg, 100 % klart?"})

    assert parameters(calendar_links.google_link(shown)) == {
        "action": "TEMPLATE",
        "text": "Mark & bygg, 100 % klart?",
        "dates": "20270304T073000Z/20270304T090000Z",
        "details": "Var tar tiden vägen?\n\nhttps://bostadsforum.example/evenemang/fran-markanvisning/",
        "location": "Byggmästarsalen, Murbruksgatan 12, 111 00 Stockholm",
    }


@pytest.mark.usefixtures("_on_the_web")
def test_outlook_is_handed_the_event_with_its_text_as_html():
    shown = entry(sv={"ingress": "Mark <och> bygg"})

    assert parameters(calendar_links.outlook_link(shown)) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": "Från markanvisning till inflyttning",
        "startdt": "2027-03-04T07:30:00Z",
        "enddt": "2027-03-04T09:00:00Z",
        "body": "Mark &lt;och&gt; bygg<br><br>https://bostadsforum.example/evenemang/fran-markanvisning/",
        "location": "Byggmästarsalen, Murbruksgatan 12, 111 00 Stockholm",
    }


def test_blanks_are_percent_20():
    for link in (calendar_links.google_link(entry()), calendar_links.outlook_link(entry())):
        assert "Fr%C3%A5n%20markanvisning" in link


def test_the_links_show_the_instant_of_the_file():
    (starts,) = ics.values(calendar.download(entry()), "DTSTART")

    assert starts == "20270304T083000"
    assert "20270304T073000Z" in calendar_links.google_link(entry())


def test_the_meeting_link_is_never_in_them():
    for link in (calendar_links.google_link(entry()), calendar_links.outlook_link(entry())):
        assert "mote.example.org" not in link


@pytest.mark.usefixtures("_on_the_web")
def test_the_feed_can_be_subscribed_to():
    assert calendar_links.feed_address() == "https://bostadsforum.example/kalender.ics"
    assert calendar_links.webcal_address() == "webcal://bostadsforum.example/kalender.ics"
    assert parameters(calendar_links.google_subscribe_link()) == {
        "cid": "webcal://bostadsforum.example/kalender.ics"
    }
    assert parameters(calendar_links.outlook_subscribe_link()) == {
        "url": "https://bostadsforum.example/kalender.ics",
        "name": "Bostadsforum",
    }


@pytest.mark.usefixtures("_on_the_web")
def test_another_feed_can_be_subscribed_to_as_well():
    address = "https://bostadsforum.example/kalender/p/abc.ics"

    assert calendar_links.webcal_address(address) == "webcal://bostadsforum.example/kalender/p/abc.ics"
    assert parameters(calendar_links.google_subscribe_link(address)) == {
        "cid": "webcal://bostadsforum.example/kalender/p/abc.ics"
    }
    assert parameters(calendar_links.outlook_subscribe_link(address, name="Mina tillfällen")) == {
        "url": address,
        "name": "Mina tillfällen",
    }


def render(source: str, **context: object) -> str:
    return Template("{% load calendar_links %}" + source).render(Context(context))


@pytest.mark.django_db
def test_a_template_writes_the_link_of_an_event_in_the_readers_language():
    event = EventFactory(title="Från mark", title_en="From land")

    assert "text=Fr%C3%A5n%20mark&amp;dates=" in render("{% google_calendar_link event %}", event=event)
    with translation.override("en"):
        assert "subject=From%20land&amp;" in render("{% outlook_calendar_link event %}", event=event)


@pytest.mark.django_db
def test_an_event_that_calendars_do_not_know_has_no_link():
    assert render("{% google_calendar_link event %}", event=EventFactory(live=False)) == ""


def test_a_template_writes_the_addresses_of_the_feed():
    assert render("{% feed_address %} {% webcal_address %}") == (
        "http://127.0.0.1:8000/kalender.ics webcal://127.0.0.1:8000/kalender.ics"
    )
    assert "addfromweb?url=" in render("{% outlook_subscribe_link %}")
    assert "?cid=webcal" in render("{% google_subscribe_link %}")
