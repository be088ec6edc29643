"""Half an event is saved; what is still missing stands on top, also after a save in the background."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from events.models import EventPage, SeminarPage
from tests.events.test_forms import address_of_new, filled_in

pytestmark = pytest.mark.django_db

HALF = {
    "programme": inline_formset(
        [{"starts": "09:00", "ends": "08:00", "title": "", "people": "", "description": ""}], initial=0
    ),
    "quotas": inline_formset([{"role": "builder", "reserved": 9, "maximum": 3}], initial=0),
    "reminder_rules": inline_formset(
        [{"days_before": "", "clock_time": "", "minutes_before": ""}, {"days_before": 7}], initial=0
    ),
}


@pytest.fixture
def editor(client: Client, stina) -> Client:
    client.force_login(stina)
    return client


def save(editor: Client, **changes):
    return editor.post(address_of_new("seminarpage"), filled_in(**changes))


@pytest.mark.parametrize("part", HALF)
def test_a_draft_keeps_rows_that_do_not_hold_together_yet(editor, part):
    save(editor, **{part: HALF[part]})

    assert not SeminarPage.objects.get().live


@pytest.mark.parametrize("part", HALF)
def test_what_does_not_hold_together_is_not_published(editor, part):
    save(editor, **{part: HALF[part]})
    event = SeminarPage.objects.get()

    page = editor.get(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    editor.post(
        address_of_new("seminarpage"), filled_in(slug="tva", **{part: HALF[part]}, **{"action-publish": "1"})
    )

    assert 'data-readiness="stops"' in page.content.decode()
    assert not EventPage.objects.live().exists()


def test_a_programme_item_needs_its_time_even_in_a_draft(editor):
    row = {"starts": "", "ends": "", "title": "Inledning", "people": "", "description": ""}

    response = save(editor, programme=inline_formset([row], initial=0))

    assert "starts" in response.context["form"].formsets["programme"].errors[0]


def test_a_save_in_the_background_brings_what_is_missing_now(editor):
    no_rows = {"quotas": inline_formset([]), "reminder_rules": inline_formset([])}
    save(editor, start_at="", end_at="", **no_rows)
    event = SeminarPage.objects.get()
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])

    lacking, whole = (
        editor.post(address, filled_in(**values, **no_rows), HTTP_ACCEPT="application/json").json()["html"]
        for values in ({"venue": ""}, {})
    )

    assert 'data-w-teleport-target-value="#readiness"' in lacking
    assert 'data-readiness="stops"' in lacking
    assert 'data-w-teleport-target-value="#readiness"' in whole
    assert 'data-readiness="stops"' not in whole
