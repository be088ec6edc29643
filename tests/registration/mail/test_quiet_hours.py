"""Between 20 and 7 what nobody waits for is kept until the morning."""

from datetime import UTC, datetime, timedelta

import pytest

from registration.mail import quiet_hours
from tests.factories import NOW

EVENING = NOW.replace(hour=22, minute=30)
SEVEN = (NOW + timedelta(days=1)).replace(hour=7, minute=0)
LONG_AFTER = NOW + timedelta(days=14)


@pytest.mark.parametrize(
    ("hour", "minute", "is_quiet"),
    [(6, 59, True), (7, 0, False), (12, 0, False), (19, 59, False), (20, 0, True), (0, 0, True)],
)
def test_night_is_from_eight_to_seven(hour, minute, is_quiet):
    assert quiet_hours.is_quiet(NOW.replace(hour=hour, minute=minute)) == is_quiet


def test_by_day_a_letter_goes_at_once():
    assert quiet_hours.due_at(NOW, useful_until=LONG_AFTER) == NOW


@pytest.mark.parametrize("at", [EVENING, SEVEN.replace(hour=0, minute=10), SEVEN - timedelta(minutes=1)])
def test_at_night_it_goes_at_seven(at):
    assert quiet_hours.due_at(at, useful_until=LONG_AFTER) == SEVEN


def test_clock_is_the_swedish_one():
    assert quiet_hours.is_quiet(datetime(2027, 7, 1, 18, 30, tzinfo=UTC))
    assert not quiet_hours.is_quiet(datetime(2027, 7, 1, 5, 0, tzinfo=UTC))


def test_seven_is_seven_also_after_the_night_in_which_the_clock_changes():
    evening = datetime(2027, 3, 27, 22, 0, tzinfo=quiet_hours.STOCKHOLM)

    assert quiet_hours.due_at(evening, useful_until=LONG_AFTER + timedelta(days=60)) == datetime(
        2027, 3, 28, 5, 0, tzinfo=UTC
    )


def test_what_would_be_too_near_at_seven_is_told_at_night():
    assert quiet_hours.due_at(EVENING, useful_until=SEVEN + timedelta(hours=5)) == EVENING
    assert quiet_hours.due_at(EVENING, useful_until=SEVEN + timedelta(hours=5, minutes=1)) == SEVEN


def test_who_needs_no_head_start_is_told_at_seven():
    start = SEVEN + timedelta(minutes=30)

    assert quiet_hours.due_at(EVENING, useful_until=start, head_start=timedelta()) == SEVEN
