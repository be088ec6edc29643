"""The clock publishes: one page that cannot be published never stops the others."""

from datetime import datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from events.models import EventPage
from events.scheduling import held_back_at, publish_due
from home.models import StandardPage
from tests.factories import EventFactory, home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, stina) -> Client:
    client.force_login(stina)
    return client


def scheduled(at: datetime, **values) -> EventPage:
    """A draft with an hour at which it is to go live, as if it had been whole when it was scheduled."""
    event = EventFactory(live=False)
    for name, value in {"go_live_at": at, **values}.items():
        setattr(event, name, value)
    event.save_revision(approved_go_live_at=at, clean=False)
    return event


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_what_is_due_is_published_and_what_is_not_waits(at_now, now):
    due, later = scheduled(now - timedelta(minutes=1)), scheduled(now + timedelta(minutes=1))

    publish_due(now=now)

    assert (is_live(due), is_live(later)) == (True, False)


def test_a_page_that_is_not_ready_is_held_back_and_the_next_is_published(at_now, now):
    placeless = scheduled(now - timedelta(minutes=2), venue=None)
    whole = scheduled(now - timedelta(minutes=1))

    publish_due(now=now)

    assert (is_live(placeless), is_live(whole)) == (False, True)


def test_what_is_held_back_is_a_draft_again_that_can_be_mended(at_now, now, admin):
    placeless = scheduled(now - timedelta(minutes=1), venue=None)

    publish_due(now=now)
    page = admin.get(reverse("wagtailadmin_pages:edit", args=[placeless.pk]))

    assert Page.objects.get(pk=placeless.pk).scheduled_revision is None
    assert held_back_at(placeless) == now
    assert 'data-readiness="held-back"' in page.content.decode()
    assert not page.context["page_locked"]


def test_the_history_says_why_it_was_held_back(at_now, now, admin):
    placeless = scheduled(now - timedelta(minutes=1), venue=None)

    publish_due(now=now)
    page = admin.get(reverse("wagtailadmin_pages:history", args=[placeless.pk]))

    assert "Välj lokal" in page.content.decode()


def test_once_published_nobody_speaks_of_it_any_more(at_now, now):
    placeless = scheduled(now - timedelta(minutes=1), venue=None)
    publish_due(now=now)
    event = EventPage.objects.get(pk=placeless.pk).specific
    at_now.shift(timedelta(minutes=5))

    event.venue = EventFactory().venue
    event.go_live_at = None
    event.save_revision().publish(log_action=True)

    assert held_back_at(event) is None


def test_a_fault_in_one_page_does_not_stop_the_others(at_now, now, monkeypatch, caplog):
    """Whatever the fault is: here a version that no longer can be read."""
    broken, whole = scheduled(now - timedelta(minutes=2)), scheduled(now - timedelta(minutes=1))
    revision = broken.latest_revision
    revision.content["body"] = 17
    revision.save()

    publish_due(now=now)

    assert (is_live(broken), is_live(whole)) == (False, True)
    assert [record.page for record in caplog.records if record.levelname == "ERROR"] == [broken.pk]


def test_a_text_page_expires(at_now, now):
    page = home_page().add_child(
        instance=StandardPage(title="Tillfälligt", slug="tillfalligt", expire_at=now - timedelta(minutes=1))
    )

    publish_due(now=now)

    assert not is_live(page)


def test_an_unready_page_is_not_even_scheduled(admin):
    draft = EventFactory(live=False)
    draft.venue, draft.go_live_at = None, timezone.now() + timedelta(days=1)
    draft.save_revision(clean=False)

    response = admin.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={draft.pk}"
    )

    assert "lokal" in " ".join(map(str, get_messages(response.wsgi_request)))
    assert EventPage.objects.get(pk=draft.pk).scheduled_revision is None
