from datetime import timedelta

import pytest
from django.urls import reverse

from registration.models import OutboxMessage
from tests.factories import START_AT, EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HOME = "/admin/"


def desk(event):
    return reverse("staff_events:event", args=[event.pk])


def test_start_page_shows_the_next_events_with_their_seats(olof, event, sign_up, as_stina):
    sign_up(olof, event)

    page = as_stina.get(HOME).content.decode()

    assert event.title in page
    assert "1/20" in page
    assert desk(event) in page


def test_editor_sees_numbers_that_lead_to_the_page(olof, event, sign_up, as_edit):
    sign_up(olof, event)

    page = as_edit.get(HOME).content.decode()

    assert "1/20" in page
    assert "Olof" not in page
    assert desk(event) not in page
    assert reverse("wagtailadmin_pages:edit", args=[event.pk]) in page


@pytest.mark.parametrize(
    "trouble",
    [
        {"state": "needs_attention"},
        {"state": "failed"},
        {"due_at": START_AT - timedelta(days=60)},
    ],
)
def test_letters_in_trouble_are_shown_to_who_can_mend_them(trouble, olof, event, sign_up, as_stina, as_edit):
    sign_up(olof, event)
    assert "staff-trouble" not in as_stina.get(HOME).content.decode()
    OutboxMessage.objects.update(**trouble)

    assert "staff-trouble" in as_stina.get(HOME).content.decode()
    assert "staff-trouble" not in as_edit.get(HOME).content.decode()


def test_start_page_without_events(as_stina):
    assert as_stina.get(HOME).status_code == 200


def test_start_page_costs_the_same_for_many_events(as_stina, count_queries):
    EventFactory()
    as_stina.get(HOME)
    short = count_queries(lambda: as_stina.get(HOME))
    for _ in range(5):
        EventFactory()

    assert count_queries(lambda: as_stina.get(HOME)) == short
