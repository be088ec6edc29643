"""When answers are due and seats can be handed over, where the editor has left it to us."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import START_AT, RoundTableFactory

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def unsaved(**values):
    return RoundTableFactory._meta.model(**({"start_at": START_AT} | values))  # Thursday 4 March 2027 at 8.30


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closes_at", "due_at"),
    [
        ("2027-02-10T12:00", "2027-02-18T08:30"),  # two weeks before
        ("2027-02-25T12:00", "2027-02-26T16:00"),  # halfway is a Sunday morning: the Friday before
        ("2027-03-02T12:00", "2027-03-03T16:00"),  # halfway is a morning: the end of that day
    ],
)
def test_answer_is_due_in_time_to_make_plans_and_at_an_hour_of_work(closes_at, due_at):
    event = unsaved(closes_at=at(closes_at))

    assert event.answer_due_at == at(due_at)


@pytest.mark.django_db
def test_editors_own_time_comes_first():
    assert unsaved(answers_by=at("2027-02-01T09:00")).answer_due_at == at("2027-02-01T09:00")


@pytest.mark.django_db
def test_seats_are_handed_over_until_four_on_the_day_before():
    assert unsaved().handover_ends_at == at("2027-03-03T16:00")
    assert unsaved(substitutes_until=START_AT + timedelta(days=1)).handover_ends_at == START_AT


@pytest.mark.django_db
def test_seats_are_offered_until_two_hours_before_the_start():
    event = unsaved()

    assert event.offers_end_at == at("2027-03-04T06:30")
    assert event.makes_offers(event.offers_end_at - timedelta(seconds=1))
    assert not event.makes_offers(event.offers_end_at)
    assert unsaved(start_at=None).makes_offers(START_AT)
