from datetime import timedelta

import pytest
from django.utils import translation

from events.answer_words import answer_words
from events.models import EventPage
from tests.factories import NOW, START_AT

# What kind of event a page is, Django may have to look up in the database.
pytestmark = pytest.mark.django_db


def words(now=NOW, **terms):
    with translation.override("en"):
        return answer_words(EventPage(start_at=START_AT, **terms), now=now)


def test_answer_comes_two_weeks_before_when_registration_has_closed_by_then():
    assert words(closes_at=START_AT - timedelta(days=15)) == "You get an answer by Thursday 18 February 2027."


def test_answer_comes_when_the_organiser_says_so():
    assert words(answers_by=START_AT - timedelta(days=1)) == "You get an answer by Wednesday 3 March 2027."


def test_no_day_is_promised_that_has_passed():
    assert words(answers_by=NOW, now=NOW) == "We answer as soon as we can."
    assert (
        words(answers_by=NOW + timedelta(hours=1), now=NOW) == "You get an answer by Monday 1 February 2027."
    )


def test_nothing_is_promised_while_registration_is_open_until_the_start():
    assert words() == "We answer as soon as we can."


def test_without_a_date_there_is_no_day_to_promise():
    with translation.override("en"):
        assert answer_words(EventPage(), now=NOW) == "We answer as soon as we can."
