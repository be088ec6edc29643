"""What process leaders are told, and when. Karin leads the events here."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventPage
from events.roles import Role
from registration.domain import cancellation, notices, substitutes, waitlist
from registration.domain.capacity import Quota
from registration.models import NoticeRound, OutboxMessage, Registration
from tests.factories import (
    START_AT,
    STOCKHOLM,
    EventFactory,
    PersonFactory,
    RegistrationFactory,
    RoundTableFactory,
    applicant,
)

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TUESDAY = datetime(2027, 2, 2, 7, 30, tzinfo=STOCKHOLM)
WEDNESDAY, THURSDAY, FRIDAY = TUESDAY + DAY, TUESDAY + 2 * DAY, TUESDAY + 3 * DAY
WEEK_BEFORE = datetime(2027, 2, 25, 7, 30, tzinfo=STOCKHOLM)
EVENING_BEFORE = datetime(2027, 3, 3, 21, 0, tzinfo=STOCKHOLM)
AFTERNOON_BEFORE = datetime(2027, 3, 3, 15, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def karin(db):
    return PersonFactory(first_name="Karin", email="karin@storsthlm.example")


@pytest.fixture
def round_table(karin):
    """People ask for a seat, and Karin answers."""
    return RoundTableFactory(title="Byggrätter", contact=karin)


@pytest.fixture
def one_seat(karin):
    return EventFactory(title="Markanvisning", capacity=1, contact=karin)


@pytest.fixture
def morning(send_mail):
    """`morning(TUESDAY)`: what beat does at that moment; the texts of the letters that went out."""

    def at(moment: datetime) -> list[str]:
        notices.enqueue_due(moment)
        return [message.body for message in send_mail(at=moment) if message.to == ["karin@storsthlm.example"]]

    return at


def told() -> list[dict[int, list[str]]]:
    """What was news in each morning's letter, by event."""
    letters = OutboxMessage.objects.filter(kind="notice_daily").order_by("pk")
    return [{int(key): news for key, news in letter.details["news"].items()} for letter in letters]


# --- Once a working day, in the morning -----------------------------------------------------------


def test_who_waits_for_an_answer_is_told_at_half_past_seven(round_table, olof, sign_up, morning):
    sign_up(olof, round_table)

    assert morning(TUESDAY - MINUTE) == []
    [letter] = morning(TUESDAY)
    assert "Byggrätter" in letter


def test_looking_again_the_same_day_tells_nothing_twice(round_table, olof, petra, sign_up, morning):
    sign_up(olof, round_table)
    morning(TUESDAY)
    sign_up(petra, round_table, at=TUESDAY + MINUTE)

    assert [notices.enqueue_due(TUESDAY + MINUTE * number) for number in range(2, 5)] == [0, 0, 0]
    assert OutboxMessage.objects.filter(kind="notice_daily").count() == 1


def test_what_comes_after_the_round_waits_for_the_next_morning(round_table, olof, sign_up, morning):
    assert morning(TUESDAY) == []
    sign_up(olof, round_table, at=TUESDAY + MINUTE)

    assert morning(TUESDAY + 2 * MINUTE) == []
    assert len(morning(WEDNESDAY)) == 1


def test_who_still_waits_is_told_again_every_working_day(round_table, olof, sign_up, morning):
    sign_up(olof, round_table)

    mornings = [TUESDAY + DAY * number for number in range(7)]

    # Saturday and Sunday are the fifth and the sixth.
    assert [len(morning(moment)) for moment in mornings] == [1, 1, 1, 1, 0, 0, 1]


def test_nobody_is_written_to_on_a_red_day(karin, olof, sign_up, morning):
    good_friday = datetime(2027, 3, 26, 7, 30, tzinfo=STOCKHOLM)
    sign_up(olof, RoundTableFactory(contact=karin, start_at=START_AT + timedelta(days=60)))

    assert morning(good_friday) == []
    assert len(morning(good_friday + 4 * DAY)) == 1


def test_nothing_new_and_nobody_waiting_is_no_letter(one_seat, morning):
    assert morning(TUESDAY) == []
    assert NoticeRound.objects.count() == 1


def test_when_beat_was_away_the_letter_comes_later_the_same_day(round_table, olof, sign_up, morning):
    sign_up(olof, round_table)

    assert len(morning(TUESDAY.replace(hour=15))) == 1


def test_when_beat_was_away_all_day_one_letter_comes_the_next_morning(round_table, olof, sign_up, morning):
    sign_up(olof, round_table)

    assert morning(TUESDAY.replace(hour=20)) == []
    assert len(morning(WEDNESDAY)) == 1


def test_two_events_of_one_leader_are_one_letter(round_table, karin, olof, sign_up, morning):
    other = RoundTableFactory(title="Detaljplaner", contact=karin)
    sign_up(olof, round_table)
    sign_up(olof, other)

    [letter] = morning(TUESDAY)

    assert "Byggrätter" in letter
    assert "Detaljplaner" in letter


def test_each_leader_hears_of_their_own_events_only(round_table, olof, sign_up, morning):
    other = RoundTableFactory(title="Detaljplaner", contact=PersonFactory(email="eva@storsthlm.example"))
    sign_up(olof, round_table)
    sign_up(olof, other)

    [letter] = morning(TUESDAY)

    assert "Detaljplaner" not in letter
    assert OutboxMessage.objects.filter(address="eva@storsthlm.example", state="sent").count() == 1


def test_news_for_a_leader_without_an_address_is_no_letter(one_seat, karin, olof, sign_up):
    karin.email = ""
    karin.save()
    sign_up(olof, one_seat)

    assert notices.enqueue_due(TUESDAY) == 0


@pytest.mark.parametrize("gone", [{"status": "cancelled"}, {"live": False}, {"start_at": TUESDAY - MINUTE}])
def test_event_without_future_is_no_news(gone, round_table, olof, sign_up):
    sign_up(olof, round_table)
    EventPage.objects.filter(pk=round_table.pk).update(**gone)

    assert notices.enqueue_due(TUESDAY) == 0


def test_many_events_cost_no_more_queries_than_one(karin, olof, sign_up):
    def queries(moment: datetime) -> int:
        with CaptureQueriesContext(connection) as found:
            notices.enqueue_due(moment)
        return len(found)

    sign_up(olof, RoundTableFactory(contact=karin))
    few = queries(TUESDAY)
    for number in range(5):
        sign_up(olof, RoundTableFactory(contact=karin if number % 2 else PersonFactory()))

    assert queries(WEDNESDAY) == few


# --- What is news ---------------------------------------------------------------------------------


def test_full_event_is_told_once(one_seat, olof, sign_up, morning):
    sign_up(olof, one_seat)

    assert [len(morning(TUESDAY + DAY * number)) for number in range(3)] == [1, 0, 0]


def test_event_that_becomes_full_again_is_news_again(
    one_seat, round_table, olof, petra, bo, sign_up, morning
):
    sign_up(bo, round_table)
    seat = sign_up(olof, one_seat)
    morning(TUESDAY)
    cancellation.cancel(seat.pk, now=TUESDAY + MINUTE)
    morning(WEDNESDAY)
    sign_up(petra, one_seat, at=WEDNESDAY + MINUTE)
    morning(THURSDAY)

    assert [one_seat.pk in news for news in told()] == [True, False, True]


def test_role_that_is_full_is_told_while_others_have_seats(karin, bo, sign_up, morning):
    event = EventFactory(contact=karin, quotas={Role.BUILDER: Quota(maximum=1)})
    sign_up(bo, event)
    morning(TUESDAY)

    assert told() == [{event.pk: ["full:builder"]}]


def test_role_that_may_not_come_is_not_full(karin, morning):
    EventFactory(contact=karin, quotas={Role.BUILDER: Quota(maximum=0)})

    assert morning(TUESDAY) == []


def test_news_in_a_letter_that_never_left_are_told_the_next_day(one_seat, olof, sign_up, send_mail):
    sign_up(olof, one_seat)
    notices.enqueue_due(TUESDAY)
    send_mail(at=WEDNESDAY - MINUTE)
    notices.enqueue_due(WEDNESDAY)

    states = OutboxMessage.objects.filter(kind="notice_daily").order_by("pk").values_list("state", "reason")
    assert list(states) == [("dropped", "expired"), ("waiting", "")]


def test_role_far_from_its_goal_is_told_a_week_before_and_once(karin, morning):
    event = EventFactory(contact=karin, quotas={Role.POLITICIAN: Quota(reserved=8)})

    assert morning(WEEK_BEFORE - DAY) == []
    assert len(morning(WEEK_BEFORE)) == 1
    assert morning(WEEK_BEFORE + DAY) == []
    assert told() == [{event.pk: ["short:politician"]}]


@pytest.mark.parametrize(
    ("reserved", "taken", "is_far"),
    [(10, 7, True), (10, 8, False), (3, 2, True), (3, 3, False), (4, 3, False)],
)
def test_three_seats_or_three_tenths_are_far(reserved, taken, is_far, karin, morning):
    event = EventFactory(contact=karin, quotas={Role.BUILDER: Quota(reserved=reserved)})
    for _ in range(taken):
        RegistrationFactory(event=event, role=Role.BUILDER)

    assert bool(morning(WEEK_BEFORE)) == is_far


def test_offer_that_nobody_took_is_told_when_nobody_is_next(one_seat, olof, petra, sign_up, morning):
    seat = sign_up(olof, one_seat)
    sign_up(replace(petra, wants_directly=False), one_seat)
    morning(TUESDAY)
    cancellation.cancel(seat.pk, now=TUESDAY + MINUTE)
    # Offered for ten working hours: until Wednesday.
    assert morning(WEDNESDAY) == []
    waitlist.settle_all(now=WEDNESDAY + timedelta(hours=4))

    assert len(morning(THURSDAY)) == 1
    assert morning(FRIDAY) == []


def test_offer_that_goes_on_to_the_next_is_no_news(one_seat, olof, petra, bo, sign_up, morning):
    seat = sign_up(olof, one_seat)
    sign_up(replace(petra, wants_directly=False), one_seat)
    sign_up(replace(bo, wants_directly=False), one_seat)
    morning(TUESDAY)
    cancellation.cancel(seat.pk, now=TUESDAY + MINUTE)
    waitlist.settle_all(now=WEDNESDAY + timedelta(hours=4))

    assert morning(THURSDAY) == []


# --- Late cancellations ---------------------------------------------------------------------------


@pytest.fixture
def seminar(karin):
    return EventFactory(title="Byggstart", contact=karin)


def late() -> list[tuple[str, datetime]]:
    letters = OutboxMessage.objects.filter(kind="notice_urgent").order_by("pk")
    return [(letter.address, letter.created_at) for letter in letters]


def test_late_cancellation_is_told_when_it_cannot_be_taken_back(seminar, olof, sign_up):
    seat = sign_up(olof, seminar)
    cancellation.cancel(seat.pk, now=AFTERNOON_BEFORE)

    assert notices.enqueue_due(AFTERNOON_BEFORE + 9 * MINUTE) == 0
    assert notices.enqueue_due(AFTERNOON_BEFORE + 10 * MINUTE) == 1
    assert notices.enqueue_due(AFTERNOON_BEFORE + 11 * MINUTE) == 0


def test_late_cancellations_within_ten_minutes_are_one_letter(seminar, olof, petra, bo, sign_up, morning):
    seats = [sign_up(person, seminar) for person in (olof, petra, bo)]
    cancellation.cancel(seats[0].pk, now=AFTERNOON_BEFORE)
    cancellation.cancel(seats[1].pk, now=AFTERNOON_BEFORE + 9 * MINUTE)
    morning(AFTERNOON_BEFORE + 10 * MINUTE)
    cancellation.cancel(seats[2].pk, now=AFTERNOON_BEFORE + 11 * MINUTE)
    morning(AFTERNOON_BEFORE + 21 * MINUTE)

    [one, other] = OutboxMessage.objects.filter(kind="notice_urgent").order_by("pk")
    assert [len(letter.details["cancelled"]) for letter in (one, other)] == [2, 1]


def test_cancellation_that_was_taken_back_is_not_told(seminar, olof, sign_up):
    seat = sign_up(olof, seminar)
    cancellation.cancel(seat.pk, now=AFTERNOON_BEFORE)
    cancellation.undo(seat.pk, now=AFTERNOON_BEFORE + MINUTE)

    assert notices.enqueue_due(AFTERNOON_BEFORE + 10 * MINUTE) == 0


def test_cancelling_more_than_a_day_before_is_not_late(seminar, olof, sign_up):
    seat = sign_up(olof, seminar)
    cancellation.cancel(seat.pk, now=START_AT - DAY - MINUTE)

    assert notices.enqueue_late_cancellations(now=START_AT - DAY + 10 * MINUTE) == 0


def test_leaving_the_waitlist_is_nothing_to_tell(karin, olof, petra, sign_up):
    event = EventFactory(capacity=1, contact=karin)
    sign_up(olof, event)
    cancellation.cancel(sign_up(petra, event).pk, now=AFTERNOON_BEFORE)

    assert notices.enqueue_late_cancellations(now=AFTERNOON_BEFORE + 10 * MINUTE) == 0


def test_what_staff_cancelled_staff_know(seminar, olof, stina, sign_up):
    cancellation.cancel(sign_up(olof, seminar).pk, now=AFTERNOON_BEFORE, by=stina)

    assert notices.enqueue_late_cancellations(now=AFTERNOON_BEFORE + 10 * MINUTE) == 0


def test_seat_that_was_handed_over_is_not_cancelled(seminar, olof, stina, sign_up):
    colleague = applicant(1, municipality=olof.municipality)
    substitutes.hand_over(sign_up(olof, seminar).pk, colleague=colleague, now=AFTERNOON_BEFORE)

    assert Registration.objects.confirmed().get().address == colleague.address
    assert notices.enqueue_late_cancellations(now=AFTERNOON_BEFORE + 10 * MINUTE) == 0


def test_cancellations_of_the_evening_are_told_together_in_the_morning(seminar, olof, petra, sign_up):
    for number, person in enumerate((olof, petra)):
        cancellation.cancel(sign_up(person, seminar).pk, now=EVENING_BEFORE + number * timedelta(hours=1))
    seven = START_AT.replace(hour=7, minute=0)

    assert notices.enqueue_due(EVENING_BEFORE + timedelta(hours=2)) == 0
    assert notices.enqueue_due(seven - MINUTE) == 0
    assert notices.enqueue_due(seven) == 1
    assert late() == [("karin@storsthlm.example", seven)]


def test_cancellation_before_an_early_start_is_told_at_night(karin, olof, sign_up):
    early = EventFactory(contact=karin, start_at=START_AT.replace(hour=6, minute=30))
    cancellation.cancel(sign_up(olof, early).pk, now=EVENING_BEFORE)

    assert notices.enqueue_due(EVENING_BEFORE + 10 * MINUTE) == 1


def test_cancellation_just_before_the_start_is_told_while_it_lasts(seminar, olof, sign_up):
    cancellation.cancel(sign_up(olof, seminar).pk, now=START_AT - MINUTE)

    assert notices.enqueue_late_cancellations(now=START_AT + 9 * MINUTE) == 1


def test_when_beat_was_away_until_it_was_over_nothing_is_told(seminar, olof, sign_up):
    cancellation.cancel(sign_up(olof, seminar).pk, now=START_AT - MINUTE)

    assert notices.enqueue_late_cancellations(now=seminar.end_at) == 0


def test_who_comes_back_and_cancels_again_is_told_again(seminar, olof, sign_up):
    seat = sign_up(olof, seminar)
    cancellation.cancel(seat.pk, now=AFTERNOON_BEFORE)
    notices.enqueue_due(AFTERNOON_BEFORE + 10 * MINUTE)
    sign_up(olof, seminar, at=AFTERNOON_BEFORE + 20 * MINUTE)
    cancellation.cancel(seat.pk, now=AFTERNOON_BEFORE + 30 * MINUTE)

    assert notices.enqueue_due(AFTERNOON_BEFORE + 40 * MINUTE) == 1
