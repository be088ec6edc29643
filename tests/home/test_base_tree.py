"""What a site is from its first start, made by the migrations alone."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Locale, Page, Site, Workflow

from events.models import EventIndexPage
from home.models import HomePage, StandardPage, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

base_tree = importlib.import_module("home.migrations.0004_base_tree")
event_list = importlib.import_module("events.migrations.0002_event_list")
media_rights = importlib.import_module("home.migrations.0005_media_rights")
reading_rights = importlib.import_module("registration.migrations.0002_reading_rights")


def test_the_front_page_is_the_root_of_the_only_site():
    site = Site.objects.get()

    assert (site.is_default_site, site.site_name) == (True, "Bostadsforum")
    assert site.root_page.specific == HomePage.objects.get()


def test_pages_stand_in_their_order_below_it():
    children = HomePage.objects.get().get_children()

    assert list(children.values_list("slug", "show_in_menus", "live")) == [
        ("evenemang", True, True),
        ("om-bostadsforum", True, True),
        ("kontakt", True, True),
        ("personuppgifter", False, True),
        ("tillganglighet", False, True),
        ("kakor", False, True),
    ]


def test_the_tree_is_sound():
    assert Page.find_problems() == ([], [], [], [], [])
    assert all(
        page.url_path == page.get_parent().url_path + page.slug + "/" for page in Page.objects.filter(depth=3)
    )


def test_everything_is_in_swedish():
    assert [locale.language_code for locale in Locale.objects.all()] == ["sv"]
    assert set(Page.objects.values_list("locale__language_code", flat=True)) == {"sv"}


def test_invented_contacts_are_not_on_a_real_site():
    assert "Exempelsson" not in str(StandardPage.objects.get(slug="kontakt").body.raw_data)


def test_the_privacy_page_takes_its_figures_from_the_settings():
    body = StandardPage.objects.get(slug="personuppgifter").body

    assert [block.block_type for block in body].count("kept_times") == 1
    assert "14 dagar" not in str(body.raw_data)


def test_a_page_can_be_edited_and_published():
    page = StandardPage.objects.get(slug="kakor")
    page.title = "Om kakor"

    page.save_revision().publish()

    page.refresh_from_db()
    assert (page.title, page.live, page.has_unpublished_changes) == ("Om kakor", True, False)


def test_running_the_migrations_again_changes_nothing():
    before = snapshot()

    base_tree.make_base_tree(apps, None)
    base_tree.make_groups(apps, None)
    media_rights.give_rights(apps, None)
    event_list.make_event_list(apps, None)
    event_list.let_staff_work(apps, None)
    reading_rights.give_rights(apps, None)

    assert snapshot() == before


def snapshot() -> dict:
    return {
        "pages": list(Page.objects.order_by("pk").values()),
        "groups": {group.name: rights(group.name) for group in Group.objects.all()},
        "permissions": Permission.objects.count(),
    }


def people_rights(name: str) -> set[str]:
    """What a group may do with registrations and all that hangs on them."""
    of_registration = Group.objects.get(name=name).permissions.filter(content_type__app_label="registration")
    return set(of_registration.values_list("codename", flat=True))


def rights(name: str) -> set[str]:
    """All that a group may do, in words such as `publish_page evenemang` or `add_image Root`."""
    group = Group.objects.get(name=name)
    return (
        set(group.permissions.values_list("codename", flat=True))
        | {f"{given.permission.codename} {given.page.slug}" for given in group.page_permissions.all()}
        | {
            f"{given.permission.codename} {given.collection.name}"
            for given in group.collection_permissions.all()
        }
    )


SNIPPETS = {
    f"{action}_{model}"
    for action in ("add", "change", "delete", "view")
    for model in ("person", "venue", "organisation", "topic")
}
MEDIA = {
    f"{action}_{model} Root" for action in ("add", "change", "choose") for model in ("image", "document")
}


def test_editors_write_every_page_and_see_no_participants():
    pages = {f"{action}_page home" for action in ("add", "change", "publish", "lock")}

    assert rights("Redaktörer") == pages | SNIPPETS | MEDIA | {"access_admin"}


def test_event_managers_write_events_and_steer_registrations():
    pages = {f"{action}_page evenemang" for action in ("add", "change", "publish", "lock")}
    people = people_rights("Evenemangsansvariga")

    assert rights("Evenemangsansvariga") - people == pages | SNIPPETS | MEDIA | {"access_admin"}
    assert people >= {"add_registration", "change_registration", "view_registration", "view_outboxmessage"}


@pytest.mark.parametrize("name", ["Redaktörer", "Evenemangsansvariga"])
@pytest.mark.parametrize("address", ["wagtailimages:add", "wagtaildocs:add"])
def test_those_who_write_may_upload_pictures_and_documents(client, address, name):
    writer = UserFactory(is_superuser=False)
    writer.groups.add(Group.objects.get(name=name))
    client.force_login(writer)

    assert client.get(reverse(address)).status_code == 200


def test_readers_read_and_change_nothing():
    people = people_rights("Läsare av deltagaruppgifter")

    assert rights("Läsare av deltagaruppgifter") - people == {"access_admin"}
    assert people >= {"view_registration", "view_needs"}
    assert all(codename.startswith("view_") for codename in people)


def test_diets_are_for_the_readers_alone():
    may_read = [name for name in base_tree.GROUPS if "view_needs" in rights(name)]

    assert may_read == ["Läsare av deltagaruppgifter"]
    assert not Permission.objects.filter(group__isnull=False, codename="delete_registration").exists()


def test_wagtails_own_groups_and_their_workflow_are_gone():
    assert set(Group.objects.values_list("name", flat=True)) == set(base_tree.GROUPS)
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Godkännande"]


def test_a_default_group_that_somebody_uses_stays():
    moderators = Group.objects.create(name="Moderators")
    Group.objects.create(name="Editors")
    User.objects.create(username="stina").groups.add(moderators)

    base_tree.make_groups(apps, None)

    assert Group.objects.filter(name="Moderators").exists()
    assert not Group.objects.filter(name="Editors").exists()


def test_a_tree_that_somebody_has_built_is_left_alone():
    Page.objects.filter(slug="om-bostadsforum").update(title="Vår egen text")

    base_tree.make_base_tree(apps, None)

    assert HomePage.objects.count() == 1
    assert StandardPage.objects.get(slug="om-bostadsforum").title == "Vår egen text"


def test_pictures_have_a_place():
    assert Collection.objects.filter(depth=1).count() == 1


@pytest.mark.parametrize("group", base_tree.GROUPS)
def test_each_group_gets_into_the_admin(client: Client, group: str):
    member = User.objects.create(username="stina")
    member.groups.add(Group.objects.get(name=group))
    client.force_login(member)

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(("group", "may"), [("Redaktörer", True), ("Evenemangsansvariga", False)])
def test_only_editors_change_the_pages_of_text(client: Client, group: str, may: bool):
    member = User.objects.create(username="stina")
    member.groups.add(Group.objects.get(name=group))
    page = StandardPage.objects.get(slug="kontakt")

    assert page.permissions_for_user(member).can_edit() is may
    assert EventIndexPage.objects.get().permissions_for_user(member).can_add_subpage()


def test_approval_is_asked_of_the_event_managers_for_every_page():
    workflow = Workflow.objects.get()

    assert workflow.name == "Godkännande"
    assert [group.name for group in workflow.tasks.get().specific.groups.all()] == ["Evenemangsansvariga"]
    assert {page.get_workflow() for page in Page.objects.filter(depth__gte=2).specific()} == {workflow}


def test_a_workflow_that_a_site_has_made_is_left_alone():
    approval = importlib.import_module("home.migrations.0006_approval_workflow")
    approval.make_workflow(apps, None)

    assert Workflow.objects.count() == 1
