import pytest
from django.core.exceptions import ValidationError

from events.models import CalendarIdentity, EventIndexPage, EventPage, SeminarPage
from events.publishing import publish_new
from home.slugs import free_slug
from tests.factories import START_AT, event_index

pytestmark = pytest.mark.django_db


def seminar(**values) -> SeminarPage:
    return SeminarPage(
        **{"title": "Mark", "start_at": START_AT, "end_at": START_AT.replace(hour=10)} | values
    )


def test_it_is_published_as_by_the_button():
    event = seminar()

    publish_new(event)

    assert event.live
    assert event.get_parent().specific == event_index()
    assert event.live_revision == event.latest_revision
    assert CalendarIdentity.objects.get(event=event).snapshot


def test_an_event_that_ends_before_it_starts_leaves_nothing_behind():
    with pytest.raises(ValidationError):
        publish_new(seminar(end_at=START_AT))

    assert not EventPage.objects.exists()


def test_without_a_title_nothing_is_left_behind():
    with pytest.raises(ValidationError):
        publish_new(seminar(title=""))

    assert not EventPage.objects.exists()


def test_without_a_list_of_events_it_says_so():
    event_index().delete()

    with pytest.raises(EventIndexPage.DoesNotExist):
        publish_new(seminar())


def test_a_very_long_title_has_a_short_address():
    assert len(free_slug("å" * 250, parent=event_index())) == 100
