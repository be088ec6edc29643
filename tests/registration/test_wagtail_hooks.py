import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from events.models import EventIndexPage, EventPage
from registration.models import Registration
from tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, stina) -> Client:
    client.force_login(stina)
    return client


@pytest.fixture
def taken(event) -> EventPage:
    """An event that Olof has registered for and left again: still a registration."""
    RegistrationFactory(event=event, status=Registration.Status.CANCELLED)
    return event


def sentence(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def bulk(action: str, *pages) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return address + "?next=/admin/&" + "&".join(f"id={page.pk}" for page in pages)


def test_an_event_with_registrations_is_not_deleted(admin, taken):
    response = admin.post(reverse("wagtailadmin_pages:delete", args=[taken.pk]))

    assert response.url == reverse("wagtailadmin_pages:edit", args=[taken.pk])
    assert taken.title in sentence(response)
    assert EventPage.objects.filter(pk=taken.pk).exists()


def test_an_event_without_registrations_is_deleted(admin, event):
    admin.post(reverse("wagtailadmin_pages:delete", args=[event.pk]))

    assert not EventPage.objects.filter(pk=event.pk).exists()


def test_the_list_above_such_an_event_is_not_deleted(admin, taken):
    index = EventIndexPage.objects.get()

    response = admin.post(
        reverse("wagtailadmin_pages:delete", args=[index.pk]), {"confirm_site_name": "Bostadsforum"}
    )

    assert taken.title in sentence(response)
    assert EventIndexPage.objects.exists()


def test_an_event_with_registrations_is_not_unpublished(admin, taken):
    response = admin.post(reverse("wagtailadmin_pages:unpublish", args=[taken.pk]))

    assert taken.title in sentence(response)
    assert EventPage.objects.get(pk=taken.pk).live


def test_an_event_without_registrations_is_unpublished(admin, event):
    admin.post(reverse("wagtailadmin_pages:unpublish", args=[event.pk]))

    assert not EventPage.objects.get(pk=event.pk).live


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_in_bulk_one_such_event_holds_back_all(admin, taken, action):
    other = EventFactory()

    response = admin.post(bulk(action, other, taken))

    assert response.url == "/admin/"
    assert taken.title in sentence(response)
    assert EventPage.objects.live().filter(pk__in=[other.pk, taken.pk]).count() == 2


def test_in_bulk_events_without_registrations_go(admin, event):
    admin.post(bulk("delete", event))

    assert not EventPage.objects.filter(pk=event.pk).exists()


def test_other_bulk_actions_are_not_held_back(admin, taken):
    response = admin.post(bulk("publish", taken))

    assert sentence(response) != ""
    assert EventPage.objects.get(pk=taken.pk).live
