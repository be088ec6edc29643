from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from events import calendar, identity
from events.calendar import Entry
from events.models import CalendarIdentity, EventPage, SeminarPage
from tests.factories import PUBLISHED_AT, EventFactory, event_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def known(event: EventPage) -> CalendarIdentity:
    return CalendarIdentity.objects.get(event_id=event.pk)


def publish(event: SeminarPage, **changed: object) -> None:
    """As an editor does it, and so through Wagtail's signal to `identity.refresh`."""
    for name, value in changed.items():
        setattr(event, name, value)
    event.save_revision().publish()


def test_the_first_publication_is_version_nought(event):
    shown = known(event)

    assert (shown.sequence, shown.changed_at, shown.created_at) == (0, PUBLISHED_AT, PUBLISHED_AT)
    assert shown.snapshot["sv"]["title"] == event.title


def test_nothing_changed_means_the_same_version_and_the_same_bytes(event, now):
    before = calendar.download(Entry.of(known(event)))

    assert identity.refresh(event, now=now) is False

    assert calendar.download(Entry.of(known(event))) == before
    assert known(event).changed_at == PUBLISHED_AT


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Ny titel"},
        {"title_en": "New title"},
        {"end_at": EventFactory.start_at + timedelta(hours=3)},
        {"status": "cancelled"},
        {"ingress": "Ny ingress"},
        {"slug": "ny-adress"},
        {"format": "hybrid", "online_link": "https://mote.example.org/2"},
        {"venue": None, "format": "online"},
        {"contact": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_a_calendar_shows_raises_the_version_when_published(event, change):
    publish(event, **change)

    shown = known(event)
    assert shown.sequence == 1
    assert shown.changed_at > PUBLISHED_AT
    assert shown.created_at == PUBLISHED_AT


def test_what_no_calendar_shows_raises_nothing(event):
    publish(event, capacity=7, flow="request", seo_title="Annat", price_sek=500)

    assert (known(event).sequence, known(event).changed_at) == (0, PUBLISHED_AT)


def test_two_changes_in_one_second_are_a_second_apart(event, now):
    for number in (1, 2, 3):
        SeminarPage.objects.filter(pk=event.pk).update(title=f"Titel {number}")
        assert identity.refresh(event, now=now + timedelta(milliseconds=100 * number))

    assert known(event).sequence == 3
    assert known(event).changed_at == now + timedelta(seconds=2)


def test_the_time_rises_also_when_the_clock_goes_back(event):
    SeminarPage.objects.filter(pk=event.pk).update(title="Ny titel")

    identity.refresh(event, now=PUBLISHED_AT - timedelta(hours=1))

    assert known(event).changed_at == PUBLISHED_AT + timedelta(seconds=1)


def test_a_draft_is_not_told(event, now):
    event.title = "Bara ett utkast"
    event.save_revision()

    assert identity.refresh(event, now=now) is False
    assert known(event).snapshot["sv"]["title"] != "Bara ett utkast"


def test_publishing_an_older_draft_raises_the_version_once_more(event):
    first = event.save_revision()
    publish(event, title="Ny titel")

    first.publish()

    shown = known(event)
    assert shown.sequence == 2
    assert shown.snapshot["sv"]["title"] == SeminarPage.objects.get(pk=event.pk).title != "Ny titel"


def test_what_was_never_published_is_not_shown(now):
    draft = EventFactory(live=False)

    assert identity.refresh(draft, now=now) is False
    assert known(draft).snapshot == {}
    assert not Entry.can_show(known(draft))


def test_a_missing_identity_is_made(event, now):
    CalendarIdentity.objects.filter(event_id=event.pk).delete()
    page = EventPage.objects.get(pk=event.pk)

    assert identity.refresh(page, now=now) is True

    assert known(event).sequence == 0
    assert page.calendar_identity == known(event)


def test_a_page_that_is_gone_is_passed_over(event, now):
    page = EventPage.objects.get(pk=event.pk)
    SeminarPage.objects.get(pk=event.pk).delete()

    assert identity.refresh(page, now=now) is False


def test_a_copy_is_another_event_in_calendars(event):
    copy = event.copy(update_attrs={"slug": "kopia", "title": "Kopia"}, keep_live=False)

    assert known(copy).uid != known(event).uid
    assert known(copy).snapshot == {}


def test_an_alias_is_not_an_event_of_its_own(event, now):
    alias = event.create_alias(parent=event_index(), update_slug="alias")

    assert identity.refresh(alias, now=now) is False
    assert not EventPage.objects.behind_in_calendars().exists()


def test_a_saved_venue_changes_the_events_that_are_there_and_no_other(event, now):
    elsewhere = EventFactory()
    event.venue.name = "Nya salen"
    event.venue.save()

    assert identity.refresh_where_used(event.venue, now=now) == 1

    assert known(event).sequence == 1
    assert known(event).snapshot["sv"]["location"].startswith("Nya salen")
    assert known(elsewhere).sequence == 0


def test_a_saved_contact_changes_their_events(event, now):
    event.contact.phone = "08-765 43 21"
    event.contact.save()

    assert identity.refresh_where_used(event.contact, now=now) == 1
    assert "08-765 43 21" in known(event).snapshot["sv"]["description"]


def test_a_venue_saved_without_a_change_raises_nothing(event, now):
    event.venue.save()

    assert identity.refresh_where_used(event.venue, now=now) == 0
    assert known(event).sequence == 0


def test_beat_finds_what_was_lost_and_finds_nothing_afterwards(event, at_now, now):
    up_to_date = EventFactory()
    at_now.move_to(now + timedelta(minutes=1))
    event.venue.save()
    assert list(EventPage.objects.behind_in_calendars()) == [EventPage.objects.get(pk=event.pk)]

    identity.refresh(event, now=timezone.now())

    assert not EventPage.objects.behind_in_calendars().exists()
    assert known(up_to_date).handled_at is not None


def test_a_publication_that_nobody_was_told_of_is_behind(event, now):
    published_at = now + timedelta(minutes=1)
    SeminarPage.objects.filter(pk=event.pk).update(last_published_at=published_at)

    assert EventPage.objects.behind_in_calendars().get().pk == event.pk


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_once_raise_the_version_once(now):
    event = EventFactory()
    SeminarPage.objects.filter(pk=event.pk).update(title="Ny titel")
    start = Barrier(4)
    raised = []

    def refresh() -> None:
        page = EventPage.objects.get(pk=event.pk)
        start.wait()
        raised.append(identity.refresh(page, now=now))
        connection.close()

    threads = [Thread(target=refresh) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(raised) == [False, False, False, True]
    assert known(event).sequence == 1
