import json
from datetime import datetime, time, timedelta

import pytest
from django.utils import translation

from events.models import EventPage
from events.snapshot import snapshot_of
from tests.factories import START_AT, STOCKHOLM, EventFactory, PersonFactory, VenueFactory

pytestmark = pytest.mark.django_db


def test_it_holds_what_a_calendar_shows_in_both_languages():
    event = EventFactory(
        title="Från mark till inflyttning",
        title_en="From land to moving in",
        slug="fran-mark",
        ingress="Var tar tiden vägen?",
        doors_open_time=time(8, 0),
        doors_note="Frukost",
        venue=VenueFactory(
            directions="Två trappor upp.", accessibility="Hiss.", latitude="59.33", longitude="18.06324"
        ),
        contact=PersonFactory(first_name="Kim", last_name="Ek", email="kim@example.org", phone="08-12"),
    )

    event.refresh_from_db()
    snapshot = snapshot_of(event)

    assert snapshot == {
        "status": "confirmed",
        "format": "on_site",
        "starts_at": "2027-03-04T07:30:00Z",
        "ends_at": "2027-03-04T09:00:00Z",
        "geo": ["59.330000", "18.063240"],
        "online_link": "",
        "sv": {
            "title": "Från mark till inflyttning",
            "summary": "Från mark till inflyttning",
            "ingress": "Var tar tiden vägen?",
            "location": "Byggmästarsalen, Murbruksgatan 12, 111 00 Stockholm",
            "online_location": "Digitalt",
            "description": "Var tar tiden vägen?\n\nFrukost från kl.\u00a08.\n\nHitta hit: Två trappor upp."
            "\n\nTillgänglighet: Hiss.\n\nKontakt: Kim Ek, kim@example.org, 08-12",
            "meeting_link_label": "Möteslänk",
            "path": "/evenemang/fran-mark/",
        },
        "en": {
            "title": "From land to moving in",
            "summary": "From land to moving in",
            "ingress": "Var tar tiden vägen?",
            "location": "Byggmästarsalen, Murbruksgatan 12, 111 00 Stockholm",
            "online_location": "Online",
            "description": "Var tar tiden vägen?\n\nDoors open at 8:00.\n\nHow to find it: Två trappor upp."
            "\n\nAccessibility: Hiss.\n\nContact: Kim Ek, kim@example.org, 08-12",
            "meeting_link_label": "Meeting link",
            "path": "/en/evenemang/fran-mark/",
        },
    }
    assert json.loads(json.dumps(snapshot)) == snapshot


def test_it_is_the_same_whatever_language_is_spoken_while_it_is_made(event):
    page = EventPage.objects.get(pk=event.pk)
    in_swedish = snapshot_of(page)

    with translation.override("en"):
        assert snapshot_of(page) == in_swedish


def test_a_cancelled_event_says_so_first_in_its_title():
    event = EventFactory(title="Seminarium", status="cancelled", status_note="Talaren är sjuk.")

    snapshot = snapshot_of(event)

    assert snapshot["sv"]["summary"] == "INSTÄLLT: Seminarium"
    assert snapshot["en"]["summary"] == "CANCELLED: Seminarium"
    assert snapshot["sv"]["title"] == "Seminarium"
    assert snapshot["sv"]["description"].startswith("Talaren är sjuk.\n\n")


def test_an_online_event_has_no_room():
    event = EventFactory(
        format="online",
        online_link="https://mote.example.org/1",
        online_note="Du behöver ingen app.",
        venue=VenueFactory(latitude="59.33", longitude="18.06", directions="Två trappor upp."),
    )

    snapshot = snapshot_of(event)

    assert snapshot["sv"]["location"] == "Digitalt"
    assert snapshot["geo"] is None
    assert snapshot["online_link"] == "https://mote.example.org/1"
    assert "Två trappor" not in snapshot["sv"]["description"]
    assert "Delta digitalt: Du behöver ingen app." in snapshot["sv"]["description"]
    assert "mote.example.org" not in json.dumps([snapshot["sv"], snapshot["en"]])


def test_a_link_left_from_an_online_draft_is_not_kept_for_a_room():
    assert snapshot_of(EventFactory(online_link="https://mote.example.org/1"))["online_link"] == ""


def test_an_event_with_next_to_nothing_is_shown_too():
    event = EventFactory(venue=None, contact=None)

    snapshot = snapshot_of(event)

    assert snapshot["sv"]["location"] == snapshot["sv"]["description"] == ""


def test_times_are_kept_in_utc():
    start = datetime(2027, 7, 1, 8, 30, tzinfo=STOCKHOLM)

    assert snapshot_of(EventFactory(start_at=start))["starts_at"] == "2027-07-01T06:30:00Z"
    assert (
        snapshot_of(EventFactory(end_at=START_AT + timedelta(hours=1)))["ends_at"] == "2027-03-04T08:30:00Z"
    )
