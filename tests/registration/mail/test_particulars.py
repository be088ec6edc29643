"""What goes into letters beside the facts."""

import pytest

from registration.mail import particulars
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "1 arbetstimme"),
        (5, "5 arbetstimmar"),
        (10, "en arbetsdag"),
        (20, "två arbetsdagar"),
        (25, "25 arbetstimmar"),
    ],
)
def test_time_to_answer_is_told_in_days_where_it_is_whole_days(hours, words, olof, sign_up, write, now):
    registration = sign_up(olof, EventFactory(offer_hours=hours))

    found = particulars.of(write("waitlisted", registration), now=now)

    assert found["time_to_answer"] == words


def test_deadlines_that_have_passed_are_left_out(olof, event, sign_up, write, now):
    letter = write("confirmed", sign_up(olof, event))

    before = particulars.of(letter, now=event.handover_ends_at.replace(hour=15, minute=59))
    after = particulars.of(letter, now=event.handover_ends_at)

    assert before["hand_over_by"] == "onsdag 3 mars 2027 kl.\u00a016.00"
    assert after["hand_over_by"] == ""


@pytest.mark.parametrize("kind", ["confirmed", "offered", "cancelled", "requested", "handed_over"])
def test_what_does_not_apply_is_empty(kind, olof, event, sign_up, write, now):
    """As when staff look at a letter that never went, long after."""
    found = particulars.of(write(kind, sign_up(olof, event)), now=now)

    names = ["accept_by", "accept_by_day", "undo_by_time", "colleague", "sentence", "position"]
    assert not any(found[name] for name in names)
