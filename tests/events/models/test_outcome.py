"""The page of an event that has been held; in English, whose words are the source."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from events.models import EventDocument, EventPage, Takeaway
from events.roles import Role
from home.models import SiteDocument
from tests.events.test_pages import count_queries, show
from tests.factories import NOW, START_AT, EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def slides(settings, tmp_path) -> SiteDocument:
    settings.MEDIA_ROOT = str(tmp_path)
    document = SiteDocument(title="Presentation: Mark")
    document.file.save("mark.pdf", ContentFile(b"x" * 2048))
    document.get_file_size()
    return document


def with_outcome(**values) -> EventPage:
    event = EventFactory(
        summary=[("paragraph", "<p>Vi var överens.</p>")],
        recording_url="https://film.example.org/mark",
        recording_minutes=52,
        recording_is_captioned=True,
        attended_official=2,
        attended_builder=1,
        **values,
    )
    for order, text in enumerate(["Börja med målet.", "Följ upp färre krav."]):
        Takeaway.objects.create(event=event, text=text, sort_order=order)
    return event


def test_held_event_shows_what_came_of_it(client: Client, slides):
    event = with_outcome(start_at=NOW - timedelta(days=4))
    EventDocument.objects.create(event=event, document=slides)

    html = show(client, event)

    for earlier, later in [
        ("Held on Thursday 28 January 2027", "Two conclusions"),
        ("Two conclusions", "Börja med målet."),
        ("Börja med målet.", "Följ upp färre krav."),
        ("Följ upp färre krav.", "Vi var överens."),
        ("Vi var överens.", "Presentation: Mark"),
        ("Presentation: Mark", "We were 3"),
    ]:
        assert html.index(earlier) < html.index(later)
    assert "pdf, 2.0\xa0KB" in html
    assert "Recording, captioned" in html
    assert "52 minutes" in html
    assert "2 officials and 1 builder took part." in html


def test_held_event_has_no_room_to_sign_up_in(client: Client):
    assert "signup-room" not in show(client, EventFactory(start_at=NOW - timedelta(days=4)))


@pytest.mark.parametrize(
    "values",
    [{"start_at": START_AT}, {"start_at": NOW - timedelta(days=4), "status": EventPage.Status.CANCELLED}],
)
def test_nothing_is_said_of_what_has_not_been_held(client: Client, slides, values):
    event = with_outcome(**values)
    EventDocument.objects.create(event=event, document=slides)

    html = show(client, event)

    for words in ("Börja med målet.", "Vi var överens.", "Presentation: Mark", "film.example.org", "We were"):
        assert words not in html


def test_held_event_without_an_outcome_is_a_whole_page_too(client: Client):
    html = show(client, EventFactory(start_at=NOW - timedelta(days=4)))

    assert "Held on" in html
    for words in ("conclusion", "Summary", "Documentation", "We were"):
        assert words not in html


def test_figures_nobody_has_given_are_not_nought():
    assert EventFactory().attended == {}
    assert EventFactory(attended_official=3).attended == {
        Role.OFFICIAL: 3,
        Role.POLITICIAN: 0,
        Role.BUILDER: 0,
    }


def test_removed_document_leaves_the_page(client: Client, slides):
    event = with_outcome(start_at=NOW - timedelta(days=4))
    EventDocument.objects.create(event=event, document=slides)
    event.save_revision().publish()

    slides.delete()

    assert "Presentation: Mark" not in show(client, event)


def test_page_costs_the_same_with_one_document_and_with_five(client: Client, slides):
    event = with_outcome(start_at=NOW - timedelta(days=4))
    EventDocument.objects.create(event=event, document=slides)
    one = count_queries(client, f"/evenemang/{event.slug}/")

    for _number in range(4):
        EventDocument.objects.create(event=event, document=slides)
        Takeaway.objects.create(event=event, text="En till.")

    assert count_queries(client, f"/evenemang/{event.slug}/") == one
