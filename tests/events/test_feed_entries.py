"""What feeds keep of events in memory has its bounds, and whoever reads it is not in the way of the rest."""

import pytest

from events import feed_entries
from events.models import EventPage
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(monkeypatch):
    """`rows()`: what a feed asks; nothing is kept from before, and no more than one event."""
    monkeypatch.setattr(feed_entries, "MOST_KEPT", 1)
    monkeypatch.setattr(feed_entries._Kept, "entries", {})
    return lambda: list(feed_entries.versions(EventPage.objects.all()))


def uids(found):
    return {entry.uid for entry in found.entries}


def test_what_was_kept_is_found_when_the_memory_begins_anew_meanwhile(rows):
    first = EventFactory()
    feed_entries.of_versions(rows())
    second = EventFactory()

    found = feed_entries.of_versions(rows())

    assert uids(found) == {first.calendar_identity.uid, second.calendar_identity.uid}


def test_memory_begins_anew_when_it_is_full(rows):
    for _ in range(4):
        EventFactory()
        feed_entries.of_versions(rows())

    # What is read at once may be more than that, but nothing is added to what is full.
    assert len(feed_entries._Kept.entries) <= 2


def test_event_that_is_deleted_after_its_version_was_asked_is_passed_by(rows):
    event, other = EventFactory(), EventFactory()
    asked = rows()
    event.delete()

    assert uids(feed_entries.of_versions(asked)) == {other.calendar_identity.uid}
