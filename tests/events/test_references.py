"""What a draft names is not deleted; and a version that names something gone can still be opened."""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from events.models import EventPage, Organisation, Partner, Person, SpeakerSlot, Topic, Venue
from events.references import drafts_naming
from tests.factories import EventFactory, PersonFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, stina) -> Client:
    client.force_login(stina)
    return client


@pytest.fixture
def event() -> EventPage:
    return EventFactory(title="Mark för fler hem")


def new_version(event: EventPage, **changes) -> EventPage:
    """A version newer than the published one; the published rows stay as they are."""
    draft = EventPage.objects.get(pk=event.pk).specific
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision()
    return draft


def delete_address(row, *, in_bulk: bool = False) -> str:
    model = row._meta.model_name
    if in_bulk:
        return reverse("wagtail_bulk_action", args=["events", model, "delete"]) + f"?id={row.pk}"
    return reverse(f"wagtailsnippets_events_{model}:delete", args=[row.pk])


def make(kind: str, event: EventPage):
    """Something that only the newest version of the event names."""
    if kind == "venue":
        row = VenueFactory(name="Nya salen")
        new_version(event, venue=row)
    elif kind == "contact":
        row = PersonFactory()
        new_version(event, contact=row)
    elif kind == "speaker":
        row = PersonFactory()
        new_version(event, speakers=[SpeakerSlot(person=row)])
    elif kind == "partner":
        row = Organisation.objects.create(name="Exempelhem AB")
        new_version(event, partners=[Partner(organisation=row)])
    else:
        row = Topic.objects.create(name="Markanvisning", slug="markanvisning")
        new_version(event, topics=[row])
    return row


KINDS = ["venue", "contact", "speaker", "partner", "topic"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("in_bulk", [False, True], ids=["one", "in bulk"])
def test_what_only_a_draft_names_is_not_deleted(admin, event, kind, in_bulk):
    row = make(kind, event)

    response = admin.post(delete_address(row, in_bulk=in_bulk))

    assert type(row).objects.filter(pk=row.pk).exists()
    assert "Mark för fler hem" in " ".join(map(str, get_messages(response.wsgi_request)))


def test_what_is_scheduled_is_not_deleted_even_when_a_newer_version_names_another(event, now):
    scheduled = VenueFactory(name="Schemalagda salen")
    draft = new_version(event, venue=scheduled)
    draft.save_revision(approved_go_live_at=now)
    new_version(event, venue=VenueFactory(name="Senaste salen"))

    assert drafts_naming(scheduled) == ["Mark för fler hem"]


def test_what_only_an_old_version_named_can_be_deleted(admin, event):
    old = VenueFactory(name="Gamla salen")
    new_version(event, venue=old)
    new_version(event, venue=event.venue)

    admin.post(delete_address(old))

    assert not Venue.objects.filter(pk=old.pk).exists()


def test_the_number_of_another_kind_of_row_is_no_reason(event):
    """A person and a venue may have the same number."""
    person = PersonFactory()
    same_number = VenueFactory(pk=person.pk + 1000)
    Person.objects.create(pk=same_number.pk, first_name="Tuva", last_name="Exempelgren")
    new_version(event, contact=Person.objects.get(pk=same_number.pk))

    assert drafts_naming(same_number) == []


# --- When something is gone all the same --------------------------------------------------------------


@pytest.fixture
def old_version(event) -> EventPage:
    """The event with a version in its history whose venue, contact, speaker and partner are gone."""
    venue, person = VenueFactory(name="Rivna salen"), PersonFactory()
    organisation = Organisation.objects.create(name="Nedlagda bolaget")
    new_version(
        event,
        venue=venue,
        contact=person,
        speakers=[SpeakerSlot(person=person)],
        partners=[Partner(organisation=organisation)],
        title="Som det var",
    )
    for row in (venue, person, organisation):
        row.delete()
    return event


def test_a_page_whose_draft_names_what_is_gone_can_be_edited(admin, old_version):
    response = admin.get(reverse("wagtailadmin_pages:edit", args=[old_version.pk]))

    assert response.status_code == 200
    assert response.context["form"]["title"].value() == "Som det var"
    assert response.context["form"].instance.venue is None


def test_the_editor_says_what_is_gone(admin, old_version):
    page = admin.get(reverse("wagtailadmin_pages:edit", args=[old_version.pk]))

    hints = " ".join(re.findall(r'data-readiness="hint">([^<]*)', page.content.decode()))
    for gone in ("lokal", "processledare", "person", "organisation"):
        assert f": {gone}." in hints


@pytest.mark.parametrize("view", ["revisions_revert", "revisions_view"])
def test_an_old_version_that_names_what_is_gone_can_be_looked_at(admin, old_version, view):
    revision = old_version.revisions.order_by("-pk").first()

    response = admin.get(reverse(f"wagtailadmin_pages:{view}", args=[old_version.pk, revision.pk]))

    assert response.status_code == 200


def test_an_old_version_that_names_what_is_gone_can_be_compared(admin, old_version):
    revision = old_version.revisions.order_by("-pk").first()

    response = admin.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[old_version.pk, "live", revision.pk])
    )

    assert response.status_code == 200
