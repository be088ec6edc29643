import pytest
from django.utils import translation

from events.roles import Role
from registration.domain.approval import Answer, Outcome
from registration.domain.balance_gap import Gap
from registration.models import Registration
from registration.staff import request_words
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def answers(**counts):
    return [
        Answer(Registration(first_name="Olof", last_name=f"{outcome}{number}"), Outcome(outcome), "Gone.")
        for outcome, count in counts.items()
        for number in range(count)
    ]


def test_day_that_has_passed_is_called_overdue():
    assert request_words.due(None, is_overdue=False) == "No day promised"
    assert request_words.due(NOW, is_overdue=False) == "2027-02-01 12:00"
    assert request_words.due(NOW, is_overdue=True) == "Overdue since 2027-02-01 12:00"


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (Gap(goal=8, taken=5), "3 builders missing of 8"),
        (Gap(goal=8, taken=7), "1 builder missing of 8"),
        (Gap(goal=8, taken=9), "9 builders have a seat, 8 were wanted"),
        (Gap(goal=0, taken=2), ""),
    ],
)
def test_balance_is_told_by_what_is_missing(gap, words):
    assert request_words.balance(gap, role=Role.BUILDER) == words


def test_outcome_is_counted():
    assert request_words.outcome(answers(confirmed=2, waitlisted=1, skipped=3)) == (
        "2 people have got a seat. 1 person stands on the waitlist, since there was no seat."
    )
    assert request_words.outcome(answers(declined=1)) == "1 person has got a no."
    assert request_words.outcome(answers(skipped=1)) == ""


def test_who_was_left_out_is_named_as_far_as_it_can_be_read():
    assert request_words.skipped(answers(confirmed=2, skipped=1)) == "Olof skipped0: Gone."
    assert request_words.skipped(answers(skipped=7)).endswith("Olof skipped4: Gone. And 2 more.")
    assert request_words.skipped(answers(declined=1)) == ""
