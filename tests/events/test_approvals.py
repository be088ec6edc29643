"""An editor asks for approval, an event manager answers: what is not ready goes live by neither."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState

from events.models import EventPage
from home.models import StandardPage, User
from tests.events.test_forms import address_of_new, filled_in
from tests.factories import EventFactory, home_page

pytestmark = pytest.mark.django_db


def member_of(group: str, name: str) -> User:
    member = User.objects.create(username=name, email=f"{name}@byggmastarna.example")
    member.groups.add(Group.objects.get(name=group))
    return member


@pytest.fixture
def editor() -> User:
    return member_of("Redaktörer", "elin")


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(member_of("Evenemangsansvariga", "stina"))
    return client


def submitted(page: Page, *, by: User) -> TaskState:
    page.save_revision(clean=False)
    return page.get_workflow().start(page, by).current_task_state


def answer(manager: Client, page: Page, action: str, **form: str):
    task = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    return manager.post(address, form, **({"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if form else {}))


def draft(**values) -> EventPage:
    event = EventFactory(live=False)
    for name, value in values.items():
        setattr(event, name, value)
    return event


def test_what_is_approved_is_published(manager, editor):
    event = draft()
    submitted(event, by=editor)

    answer(manager, event, "approve")

    assert Page.objects.get(pk=event.pk).live


def test_a_text_page_is_approved_by_one_who_may_not_publish_text_pages(manager, editor):
    page = home_page().add_child(instance=StandardPage(title="Om oss", slug="om-oss", live=False))
    submitted(page, by=editor)

    answer(manager, page, "approve")

    assert Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("form", [{}, {"comment": "Fint."}], ids=["at once", "with a comment"])
def test_what_is_not_ready_is_not_approved_and_says_why(manager, editor, form):
    event = draft(venue=None)
    submitted(event, by=editor)

    response = answer(manager, event, "approve", **form)

    page = Page.objects.get(pk=event.pk)
    assert response.status_code == (200 if form else 302)
    assert (page.live, page.workflow_in_progress) == (False, True)
    assert "lokal" in " ".join(map(str, get_messages(response.wsgi_request)))


def test_what_ends_before_it_starts_is_not_approved(manager, editor):
    event = draft()
    event.end_at = event.start_at
    submitted(event, by=editor)

    answer(manager, event, "approve")

    assert not Page.objects.get(pk=event.pk).live


def test_what_is_not_approved_goes_back_with_a_comment(manager, editor, client):
    event = draft()
    submitted(event, by=editor)

    answer(manager, event, "reject", comment="Skriv en ingress.")
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk]))

    assert not Page.objects.get(pk=event.pk).live
    assert "Skriv en ingress." in page.content.decode()


def test_no_mail_goes_past_the_outbox(manager, editor):
    event = draft()
    submitted(event, by=editor)
    answer(manager, event, "reject", comment="Skriv en ingress.")

    assert mail.outbox == []


@pytest.mark.parametrize("group", ["Redaktörer", "Evenemangsansvariga"])
def test_whoever_could_publish_still_can_without_asking(client, group):
    event = draft()
    client.force_login(member_of(group, "stina"))

    page = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content.decode()

    assert 'name="action-publish"' in page
    assert 'name="action-submit"' in page


def test_half_an_event_cannot_be_asked_about(client, editor):
    client.force_login(editor)

    client.post(address_of_new("seminarpage"), filled_in(venue="", **{"action-submit": "1"}))

    assert not EventPage.objects.exists()
