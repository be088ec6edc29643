"""Who has something to approve, and whose page came back, see it on the start page and on the page."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import StandardPage, User
from tests.factories import EventFactory, home_page

pytestmark = pytest.mark.django_db


def member_of(group: str, name: str, first_name: str) -> User:
    member = User.objects.create(username=name, first_name=first_name)
    member.groups.add(Group.objects.get(name=group))
    return member


@pytest.fixture
def elin() -> User:
    return member_of("Redaktörer", "elin", "Elin")


@pytest.fixture
def stina() -> User:
    return member_of("Evenemangsansvariga", "stina", "Stina")


@pytest.fixture
def page(elin) -> Page:
    """A text that waits for approval."""
    page = home_page().add_child(
        instance=StandardPage(title="Frågor och svar", slug="fragor", live=False, owner=elin)
    )
    page.save_revision(user=elin)
    page.get_workflow().start(page, elin)
    return page


def start_page(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def sent_back(page: Page, *, by: User, comment: str) -> None:
    page.current_workflow_task_state.specific.reject(user=by, comment=comment)


def told(client: Client, user: User, page: Page) -> list[str]:
    """The messages on top of the editor's form."""
    client.force_login(user)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return [str(message).strip() for message in response.context["messages"]]


def test_what_waits_stands_before_the_next_events(client, page, stina):
    event = EventFactory(title="Mark för fler hem")

    shown = start_page(client, stina)

    assert 0 < shown.index("Frågor och svar") < shown.index(event.title)


def test_with_nothing_to_answer_nothing_is_said(client, stina):
    assert "awaiting-review" not in start_page(client, stina)


def test_the_editor_reads_what_is_to_be_changed(client, page, elin, stina):
    sent_back(page, by=stina, comment="Skriv kort om priset.")

    (said,) = told(client, elin, page)

    assert "Stina" in said
    assert "Skriv kort om priset." in said


def test_while_it_waits_nothing_is_to_be_changed(client, page, elin, stina):
    sent_back(page, by=stina, comment="Skriv om priset.")
    page = Page.objects.get(pk=page.pk).specific
    page.current_workflow_state.resume(user=elin)

    assert "Skriv om priset." not in " ".join(told(client, elin, page))
