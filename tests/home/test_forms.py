"""A page without an address gets one from its title, when the server is the first to see the title."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import StandardPage
from tests.factories import home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client, stina) -> Client:
    client.force_login(stina)
    return client


def filled_in(title: str, slug: str = "") -> dict:
    return nested_form_data(
        {
            "title": title,
            "slug": slug,
            "ingress": "",
            "body": streamfield([]),
            "comments": inline_formset([]),
        }
    )


def add(editor: Client, title: str, slug: str = "", **headers: str):
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk])
    return editor.post(address, filled_in(title, slug), **headers)


def edit(editor: Client, page: Page, title: str, slug: str = ""):
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), filled_in(title, slug))


def test_a_pasted_title_gives_the_address(editor):
    add(editor, "Åtta frågor & svar")

    assert StandardPage.objects.filter(slug="atta-fragor-svar").exists()


def test_the_second_page_of_that_title_has_an_address_of_its_own(editor):
    add(editor, "Frågor")
    add(editor, "Frågor")

    slugs = StandardPage.objects.filter(title="Frågor").values_list("slug", flat=True)
    assert set(slugs) == {"fragor", "fragor-2"}


def test_a_title_without_letters_still_gives_an_address(editor):
    add(editor, "???")

    assert StandardPage.objects.filter(slug="sida").exists()


def test_an_address_that_was_typed_is_kept(editor):
    add(editor, "Frågor", "vanliga-fragor")

    assert StandardPage.objects.filter(slug="vanliga-fragor").exists()


def test_an_address_that_is_taken_is_refused_when_it_was_typed(editor):
    response = add(editor, "Frågor", "kontakt")

    assert "slug" in response.context["form"].errors


def test_without_a_title_there_is_neither_page_nor_address(editor):
    before = StandardPage.objects.count()

    response = add(editor, "")

    assert list(response.context["form"].errors) == ["title"]
    assert StandardPage.objects.count() == before


def test_a_draft_saved_again_without_an_address_has_one_for_its_new_title(editor):
    add(editor, "Frågor")
    page = StandardPage.objects.get(title="Frågor")

    edit(editor, page, "Frågor och svar")

    assert StandardPage.objects.get(pk=page.pk).slug == "fragor-och-svar"


def test_a_published_page_keeps_its_address(editor):
    page = StandardPage.objects.get(slug="kontakt")

    edit(editor, page, "Hör av dig")

    page.refresh_from_db()
    assert page.get_latest_revision_as_object().slug == "kontakt"


def test_after_a_save_in_the_background_the_open_form_learns_of_the_address(editor):
    response = add(editor, "Frågor", HTTP_ACCEPT="application/json")

    assert response.json()["field_updates"]["slug"] == "fragor"
