import pytest
from django.urls import reverse

from tests.factories import EventFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_list_shows_the_seats_of_each_event(olof, sign_up, as_stina):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    sign_up(applicant(2), event)

    [row] = as_stina.get(reverse("staff_events:index")).context["object_list"]

    assert (row.pk, row.taken_words, row.waiting) == (event.pk, "1/1", 1)


def test_long_list_costs_no_more_queries_than_a_short_one(as_stina, count_queries):
    index = reverse("staff_events:index")
    EventFactory()
    as_stina.get(index)
    short = count_queries(lambda: as_stina.get(index))
    for _ in range(19):
        EventFactory()

    assert count_queries(lambda: as_stina.get(index)) == short
