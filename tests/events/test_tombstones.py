"""What is left in the feeds of what the public can no longer see."""

from datetime import UTC, timedelta

import icalendar
import pytest
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import PageViewRestriction

from events import tombstones
from events.models import CalendarIdentity, EventPage, SeminarPage, Tombstone
from tests.factories import EventFactory, event_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

FEED = "/kalender.ics"


def shown(client, event_uid, path=FEED):
    events = icalendar.Calendar.from_ical(client.get(path).content).events
    found = [event for event in events if str(event["UID"]) == str(event_uid)]
    assert len(found) <= 1
    return found[0] if found else None


def uid_of(event):
    return CalendarIdentity.objects.get(event_id=event.pk).uid


def close(page):
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.fixture(params=["unpublished", "deleted", "deleted with the list", "closed", "closed with the list"])
def withdrawn(request, event):
    """The UID of an event that has left in one of these ways."""
    uid = uid_of(event)
    match request.param:
        case "unpublished":
            event.unpublish()
        case "deleted":
            SeminarPage.objects.get(pk=event.pk).delete()
        case "deleted with the list":
            event_index().delete()
        case "closed":
            close(event)
        case _:
            close(event_index())
    return uid


def test_a_coming_event_never_silently_vanishes(client, withdrawn, event):
    left = shown(client, withdrawn)

    assert left["STATUS"] == "CANCELLED"
    assert left["SEQUENCE"] == 1
    assert left["DTSTART"].dt == event.start_at
    assert event.title in left["SUMMARY"]
    assert not str(left["SUMMARY"]).startswith(event.title)


def test_nothing_else_of_what_is_no_longer_public_is_told(client, withdrawn, event):
    stream = client.get(FEED).content.decode().replace("\r\n ", "")

    assert "LOCATION" not in stream
    assert event.contact.full_name not in stream
    assert event.slug not in stream


def test_it_does_not_change_by_itself_and_goes_after_ninety_days(client, withdrawn, event, at_now):
    before = client.get(FEED)
    leaves_at = event.end_at.astimezone(UTC) + timedelta(days=90)
    at_now.move_to(leaves_at - timedelta(seconds=1))
    assert client.get(FEED).content == before.content

    at_now.move_to(leaves_at)

    after = client.get(FEED, headers={"if-modified-since": before["Last-Modified"]})
    assert after.status_code == 200
    assert str(withdrawn) not in after.content.decode()


def test_what_is_taken_off_says_that_it_is_cancelled(client, event):
    uid = uid_of(event)

    event.unpublish()

    assert shown(client, uid)["SUMMARY"] == f"INSTÄLLT: {event.title}"


def test_what_is_closed_to_the_public_does_not_say_that_it_is_cancelled(client, event):
    """It is held for those who are registered, and they may subscribe to the public feed as well."""
    close(event)

    assert "INSTÄLLT" not in shown(client, uid_of(event))["SUMMARY"]
    assert uid_of(event) == CalendarIdentity.objects.get(event_id=event.pk).uid
    assert CalendarIdentity.objects.get(event_id=event.pk).sequence == 0


def test_what_comes_back_is_newer_than_what_was_left_of_it(client, event, at_now, now):
    event.unpublish()
    left = shown(client, uid_of(event))
    at_now.move_to(now + timedelta(minutes=1))

    PublishPageRevisionAction(SeminarPage.objects.get(pk=event.pk).save_revision()).execute()

    back = shown(client, uid_of(event))
    assert back["STATUS"] == "CONFIRMED"
    assert back["SEQUENCE"] > left["SEQUENCE"]
    assert back["DTSTAMP"].dt > left["DTSTAMP"].dt
    assert not Tombstone.objects.exists()


def test_what_leaves_again_is_newer_than_when_it_came_back(client, event):
    told = []
    for _ in range(2):
        restriction = close(event)
        told.append(shown(client, uid_of(event)))
        restriction.delete()
        tombstones.settle_missed(now=timezone.now())
        told.append(shown(client, uid_of(event)))

    sequences = [int(one["SEQUENCE"]) for one in told]
    stamps = [one["DTSTAMP"].dt for one in told]
    assert sequences == sorted(set(sequences))
    assert stamps == sorted(set(stamps))


def test_opened_again_it_is_shown_at_once(client, event, django_capture_on_commit_callbacks):
    restriction = close(event)

    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()

    assert shown(client, uid_of(event))["STATUS"] == "CONFIRMED"
    assert not Tombstone.objects.exists()


def test_what_the_public_never_saw_leaves_nothing(client):
    restriction = close(event_index())
    hidden = EventFactory()
    draft = EventFactory(live=False)

    restriction.restriction_type = PageViewRestriction.PASSWORD
    restriction.save()
    for page in (hidden, draft):
        SeminarPage.objects.get(pk=page.pk).delete()

    assert not Tombstone.objects.exists()
    assert b"BEGIN:VEVENT" not in client.get(FEED).content


def test_what_has_been_held_may_be_taken_away(client, event, at_now):
    uid = uid_of(event)
    at_now.move_to(event.end_at + timedelta(days=1))

    event.unpublish()

    assert shown(client, uid) is None


def test_what_was_cancelled_stays_also_when_its_page_goes_after_the_day(client, event, at_now):
    uid = uid_of(event)
    event.status = "cancelled"
    event.save_revision().publish()
    at_now.move_to(event.end_at + timedelta(days=1))

    SeminarPage.objects.get(pk=event.pk).delete()

    assert shown(client, uid)["SUMMARY"] == f"INSTÄLLT: {event.title}"


def test_beat_finds_what_nobody_noticed(client, event, now):
    stays = EventFactory()
    uid = uid_of(event)
    SeminarPage.objects.filter(pk=event.pk).update(live=False)
    assert shown(client, uid) is None

    assert tombstones.settle_missed(now=now) == 1

    assert shown(client, uid)["STATUS"] == "CANCELLED"
    assert shown(client, uid_of(stays))["STATUS"] == "CONFIRMED"
    assert tombstones.settle_missed(now=now) == 0


def test_another_address_of_the_list_reaches_calendars(client, event, django_capture_on_commit_callbacks):
    index = event_index()
    index.slug = "tillfallen"
    with django_capture_on_commit_callbacks(execute=True):
        index.save_revision().publish()

    entry = shown(client, uid_of(event))
    assert entry["SEQUENCE"] == 1
    assert str(entry["URL"]).endswith(EventPage.objects.get(pk=event.pk).get_url_parts()[2])
