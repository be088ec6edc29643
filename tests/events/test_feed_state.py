"""Who has a feed already learns of every change at once, without the feed being made anew each time."""

from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events import identity
from events.models import FeedChange, Topic
from events.models.feed_change import KEPT
from tests.factories import EventFactory, event_index

pytestmark = pytest.mark.django_db
FEED = "/kalender.ics"


@pytest.fixture
def has_it(client, event):
    """`has_it()`: the status for a calendar that asks again with what it got before anything happened."""
    tag = client.get(FEED)["ETag"]
    return lambda: client.get(FEED, headers={"If-None-Match": tag}).status_code


def renamed(event):
    event.title = "Ett annat namn"
    event.save_revision().publish()


def moved_to_another_room(event):
    event.venue.name = "En annan sal"
    event.venue.save()
    identity.refresh_where_used(event.venue, now=timezone.now())


CHANGES = {
    "an event is published": lambda event: EventFactory(),
    "an event is renamed": renamed,
    "a venue is renamed": moved_to_another_room,
    "an event is unpublished": lambda event: event.unpublish(),
    "an event is deleted": lambda event: event.delete(),
    "the list is closed to the public": lambda event: PageViewRestriction.objects.create(
        page=event_index(), restriction_type="login"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_seen_at_once(has_it, event, change, django_capture_on_commit_callbacks):
    assert has_it() == 304

    with django_capture_on_commit_callbacks(execute=True):
        change(event)

    assert has_it() == 200


def test_a_topic_with_another_name_is_seen_in_the_feed_that_is_called_by_it(client, event):
    topic = Topic.objects.create(name="Klimatkrav", slug="klimatkrav")
    path = f"{FEED}?amne=klimatkrav"
    tag = client.get(path)["ETag"]

    topic.name = "Klimat"
    topic.save()

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_what_becomes_too_old_is_seen_without_a_change(at_now, has_it, event):
    at_now.move_to(event.end_at.astimezone(UTC) + timedelta(days=90) - timedelta(seconds=1))
    assert has_it() == 304

    at_now.move_to(event.end_at.astimezone(UTC) + timedelta(days=90))

    assert has_it() == 200


def test_addresses_are_not_taken_for_each_other(client, event, has_it):
    other = client.get(f"{FEED}?form=webbinarier")["ETag"]

    assert client.get(FEED, headers={"If-None-Match": other}).status_code == 200
    assert has_it() == 304


def test_who_has_it_is_told_no_more_than_what_concerns_a_calendar(client, event):
    whole = client.get(FEED)

    same = client.get(FEED, headers={"If-None-Match": whole["ETag"]})

    told = {"Cache-Control", "ETag", "Last-Modified", "Link", "X-Request-ID"}
    assert set(same.headers) == told
    assert {name: same[name] for name in told - {"X-Request-ID"}} == {
        name: whole[name] for name in told - {"X-Request-ID"}
    }


@pytest.mark.parametrize("method", ["post", "options", "delete"])
def test_who_has_it_and_asks_otherwise_is_refused_all_the_same(client, event, method):
    tag = client.get(FEED)["ETag"]

    assert getattr(client, method)(FEED, headers={"If-None-Match": tag}).status_code == 405


def test_who_has_it_and_asks_elsewhere_is_told_nothing(client, event, settings):
    tag = client.get(FEED)["ETag"]
    settings.ALLOWED_HOSTS = ["forum.example"]

    answer = client.get(FEED, headers={"If-None-Match": tag, "host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


def test_who_has_it_and_asks_without_encryption_is_sent_where_there_is_some(client, event, settings):
    tag = client.get(FEED)["ETag"]
    settings.SECURE_SSL_REDIRECT = True
    # Django reads this setting once for each client.
    client = Client()

    answer = client.get(FEED, headers={"If-None-Match": tag})

    assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{FEED}")
    assert client.get(FEED, headers={"If-None-Match": tag}, secure=True).status_code == 304


def test_rows_that_tell_of_changes_do_not_pile_up():
    for _ in range(3 * KEPT):
        FeedChange.note()

    assert FeedChange.objects.count() <= 2 * KEPT
