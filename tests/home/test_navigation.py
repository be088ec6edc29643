import pytest
from django.test import RequestFactory
from django.utils import translation

from home.models import StandardPage
from home.navigation import Entry, navigation_for, other_language_url
from tests.factories import event_index, home_page

pytestmark = pytest.mark.django_db


def test_list_of_events_gives_two_entries_and_other_pages_one() -> None:
    index = event_index()
    home_page().add_child(instance=StandardPage(title="Om oss", slug="om-oss", show_in_menus=True))
    index.show_in_menus = True
    index.save()

    with translation.override("en"):
        menu = navigation_for(RequestFactory().get("/en/om-oss/"), {}).menu

    assert menu[:2] == [
        Entry("Upcoming", "/en/evenemang/"),
        Entry("Past events", "/en/evenemang/?visa=tidigare"),
    ]
    assert Entry("Om oss", "/en/om-oss/", current="page", language="sv") in menu


def test_past_events_are_marked_as_the_page_shown() -> None:
    index = event_index()
    index.show_in_menus = True
    index.save()
    context = {"page": index, "shows_past": True}

    coming, past = navigation_for(RequestFactory().get("/evenemang/?visa=tidigare"), context).menu[:2]

    assert (coming.current, past.current) == ("", "page")


def test_page_below_another_marks_its_section() -> None:
    parent = home_page().add_child(instance=StandardPage(title="Om oss", slug="om-oss", show_in_menus=True))
    parent.add_child(instance=StandardPage(title="Historia", slug="historia"))

    menu = navigation_for(RequestFactory().get("/om-oss/historia/"), {}).menu

    assert Entry("Om oss", "/om-oss/", current="true") in menu


def test_same_page_in_the_other_language_keeps_its_query() -> None:
    with translation.override("sv"):
        there = other_language_url(RequestFactory().get("/evenemang/?visa=tidigare"))
    with translation.override("en"):
        back = other_language_url(RequestFactory().get("/en/evenemang/?visa=tidigare"))

    assert there == "/en/evenemang/?visa=tidigare"
    assert back == "/evenemang/?visa=tidigare"
