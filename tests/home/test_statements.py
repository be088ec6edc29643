import pytest

from events.models import EventPage
from home.statements import Statement
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_statement_answers_as_its_query_does_for_each_id():
    first, second = EventFactory.create_batch(2)

    def titles(pk):
        return EventPage.objects.filter(pk=pk).values_list("pk", "title", "live")

    statement = Statement(titles)

    for event in (first, second, first):
        assert statement.rows(event.pk) == list(titles(event.pk)) == [(event.pk, event.title, True)]


def test_unknown_id_has_no_rows():
    assert Statement(lambda pk: EventPage.objects.filter(pk=pk).values_list("pk")).rows(987_654) == []
