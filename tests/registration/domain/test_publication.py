from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import EventPage
from events.roles import Role
from registration.domain import cancellation, publication, window
from registration.domain.capacity import Quota
from registration.models import OutboxMessage
from tests.factories import NOW, EventFactory

# Publishing looks at the clock.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


LATER = NOW + timedelta(minutes=1)


def version(event):
    event.calendar_identity.refresh_from_db()
    return event.calendar_identity.sequence


def publish(event, **changes):
    """As an editor does: another draft, then published, with everything that follows by itself."""
    page = EventPage.objects.get(pk=event.pk).specific
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_calendars_learn_of_a_publication(event):
    publish(event, title="Bygga tätt och grönt")

    assert version(event) == 1
    assert "Bygga tätt och grönt" in str(event.calendar_identity.snapshot)


def test_publishing_what_calendars_do_not_show_changes_no_version(event):
    publish(event, asks_diet=True)

    assert version(event) == 0


def test_more_seats_are_given_to_those_who_wait(olof, petra, sign_up):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(petra, event)

    publish(event, capacity=2)

    assert list(event.registrations.confirmed().filter(pk=waiting.pk)) == [waiting]


def test_handling_a_publication_twice_does_nothing_the_second_time(olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    sign_up(petra, event)
    EventPage.objects.filter(pk=event.pk).update(capacity=2, title="Flytt")
    publication.handle(event.pk, now=now)
    before = (version(event), list(OutboxMessage.objects.values()))

    publication.handle(event.pk, now=now + timedelta(minutes=1))

    assert (version(event), list(OutboxMessage.objects.values())) == before


def test_lost_publication_is_found_at_the_next_tick(event, now):
    EventPage.objects.filter(pk=event.pk).update(title="Flytt", last_published_at=LATER)

    publication.handle_missed(now=now)

    assert version(event) == 1
    assert publication.handle_missed(now=now) == 0


def test_venue_that_moved_is_found_at_the_next_tick(event, at_now, now):
    at_now.move_to(LATER)
    event.venue.address = "Kalkgränd 3"
    event.venue.save()

    publication.handle_missed(now=now)

    assert "Kalkgränd 3" in str(EventPage.objects.get(pk=event.pk).calendar_identity.snapshot)


def test_draft_tells_nobody_anything(now):
    draft = EventFactory(live=False)

    publication.handle_missed(now=now)

    assert draft.calendar_identity.snapshot == {}


def test_release_of_reserved_seats_moves_along(now):
    event = EventFactory(quotas={Role.BUILDER: Quota(reserved=5)})
    before = window.released_at(event)

    publish(event, start_at=event.start_at + timedelta(days=7), end_at=event.end_at + timedelta(days=7))

    assert window.released_at(EventPage.objects.get(pk=event.pk)) == before + timedelta(days=7)


def test_offer_ends_before_an_earlier_start(olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    first = sign_up(olof, event)
    waiting = sign_up(replace(petra, wants_directly=False), event)
    cancellation.cancel(first.pk, now=now)

    publish(event, start_at=now + timedelta(hours=5), end_at=now + timedelta(hours=6))

    waiting.refresh_from_db()
    assert waiting.answer_due_at == now + timedelta(hours=3)
