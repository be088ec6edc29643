import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex

from events.models import CalendarIdentity, EventPage, Organisation, Person, Topic, Venue
from home.models import User
from tests.factories import EventFactory, PersonFactory, VenueFactory

pytestmark = pytest.mark.django_db

LISTS = ["person", "venue", "organisation", "topic"]


@pytest.fixture
def admin(client: Client, stina) -> Client:
    client.force_login(stina)
    return client


def address(model: str, view: str, *args) -> str:
    return reverse(f"wagtailsnippets_events_{model}:{view}", args=args)


@pytest.fixture
def one_of_each() -> None:
    PersonFactory(first_name="Tuva", last_name="Exempelgren")
    VenueFactory()
    Organisation.objects.create(name="Exempelhem AB")
    Topic.objects.create(name="Markanvisning", slug="markanvisning")


@pytest.mark.parametrize(
    ("model", "words"),
    [("person", "empelgr"), ("venue", "mästarsal"), ("organisation", "empelhe"), ("topic", "kanvisn")],
)
def test_lists_are_searched_by_parts_of_words(admin, one_of_each, model, words):
    found = admin.get(address(model, "list"), {"q": words})
    missed = admin.get(address(model, "list"), {"q": "finns inte"})

    assert len(found.context["object_list"]) == 1
    assert len(missed.context["object_list"]) == 0


def test_lists_speak_in_words(admin, one_of_each):
    Organisation.objects.create(name="Provkvarteret Bostad AB", is_suggested=True)

    people, organisations = (
        admin.get(address(model, "list")).content.decode() for model in ("person", "organisation")
    )

    assert "Full name" not in people
    assert "Provkvarteret Bostad AB" in organisations
    assert "True" not in organisations
    assert "False" not in organisations


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize(
    ("group", "status"),
    [("Redaktörer", 200), ("Evenemangsansvariga", 200), ("Läsare av deltagaruppgifter", 302)],
)
def test_who_may_open_the_lists(client, model, group, status):
    member = User.objects.create(username="stina")
    member.groups.add(Group.objects.get(name=group))
    client.force_login(member)

    assert client.get(address(model, "list")).status_code == status


@pytest.mark.parametrize(
    ("group", "is_offered"), [("Redaktörer", True), ("Läsare av deltagaruppgifter", False)]
)
def test_menu_offers_the_list_of_events_to_who_may_open_it(client, group, is_offered):
    member = User.objects.create(username="stina")
    member.groups.add(Group.objects.get(name=group))
    client.force_login(member)

    menu = client.get("/admin/").content.decode()

    assert (f'"url": "{reverse("event_list:index")}"' in menu) == is_offered
    assert (client.get(reverse("event_list:index")).status_code == 200) == is_offered


def test_the_list_of_events_shows_the_latest_first(admin, event):
    earlier = EventFactory(start_at=event.start_at.replace(day=3))

    response = admin.get(reverse("event_list:index"))

    assert [page.pk for page in response.context["object_list"]] == [event.pk, earlier.pk]
    assert "2027-03-04 08.30" in response.content.decode()


def test_saving_a_venue_tells_calendars_at_once(admin, event):
    before = CalendarIdentity.objects.get(event=event)

    admin.post(address("venue", "edit", event.venue.pk), {"name": "Nya salen", "city": "Stockholm"})

    after = CalendarIdentity.objects.get(event=event)
    assert after.sequence == before.sequence + 1
    assert "Nya salen" in str(after.snapshot)


def test_saving_a_contact_tells_calendars_at_once(admin, event):
    before = CalendarIdentity.objects.get(event=event)

    admin.post(
        address("person", "edit", event.contact.pk),
        {"first_name": "Kim", "last_name": "Ny", "role": "guest", "email": "kim@example.org"},
    )

    assert CalendarIdentity.objects.get(event=event).sequence == before.sequence + 1


@pytest.mark.parametrize(("model", "cls"), [("venue", Venue), ("person", Person)])
def test_what_an_event_uses_is_not_deleted_and_the_page_says_so(admin, event, model, cls):
    ReferenceIndex.create_or_update_for_object(event)
    used = event.venue if cls is Venue else event.contact

    page = admin.get(address(model, "delete", used.pk))
    admin.post(address(model, "delete", used.pk))

    assert page.context["is_protected"]
    assert cls.objects.filter(pk=used.pk).exists()


def test_what_no_event_uses_is_deleted(admin):
    venue = VenueFactory()

    admin.post(address("venue", "delete", venue.pk))

    assert not Venue.objects.filter(pk=venue.pk).exists()


def test_in_bulk_what_an_event_uses_is_not_deleted(admin, event):
    ReferenceIndex.create_or_update_for_object(event)
    address = reverse("wagtail_bulk_action", args=["events", "venue", "delete"])

    admin.get(address, {"id": event.venue.pk})
    admin.post(f"{address}?id={event.venue.pk}")

    assert Venue.objects.filter(pk=event.venue.pk).exists()


# --- Many at once ---------------------------------------------------------------------------------


def publish_in_bulk(admin: Client, *pages, **choices: str) -> str:
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={page.pk}" for page in pages)
    response = admin.post(f"{path}?next=/admin/&{ids}", choices)
    assert response.url == "/admin/"
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def draft(**values) -> EventPage:
    """Not published, and as an editor may leave it: drafts are saved whatever they lack."""
    event = EventFactory(live=False)
    for name, value in values.items():
        setattr(event, name, value)
    event.save_revision(clean=False)
    return event


def test_in_bulk_a_draft_without_a_date_holds_back_all_and_says_why(admin):
    ready = draft()
    dateless = draft(title="Utan datum", start_at=None, end_at=None)

    said = publish_in_bulk(admin, ready, dateless)

    assert "Utan datum" in said
    assert not EventPage.objects.live().filter(pk__in=[ready.pk, dateless.pk]).exists()


def test_in_bulk_a_draft_without_a_venue_below_a_chosen_page_is_held_back(admin):
    placeless = draft(title="Utan lokal", venue=None)

    said = publish_in_bulk(admin, placeless.get_parent(), include_descendants="on")

    assert "Utan lokal" in said
    assert not EventPage.objects.live().filter(pk=placeless.pk).exists()


def test_in_bulk_drafts_that_lack_nothing_are_published(admin):
    ready = draft()

    publish_in_bulk(admin, ready)

    assert EventPage.objects.live().filter(pk=ready.pk).exists()
