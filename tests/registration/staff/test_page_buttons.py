import re

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def desk(event):
    return reverse("staff_events:event", args=[event.pk])


def test_editor_leads_to_the_desk_for_those_who_may(event, as_stina, as_edit):
    editor = reverse("wagtailadmin_pages:edit", args=[event.pk])

    assert desk(event) in as_stina.get(editor).content.decode()
    assert desk(event) not in as_edit.get(editor).content.decode()


def test_list_of_pages_leads_to_the_desk_by_a_small_button(event, as_stina, as_edit):
    pages = reverse("wagtailadmin_explore", args=[event.get_parent().pk])

    html = as_stina.get(pages).content.decode()
    button = re.search(rf'<a[^>]*href="{desk(event)}"[^>]*>', html)
    assert "button-small" in button.group()
    assert desk(event) not in as_edit.get(pages).content.decode()
