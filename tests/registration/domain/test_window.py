from datetime import timedelta

import pytest
from wagtail.models import PageLogEntry

from events.availability import SeatStatus, availability_of
from registration.domain import cancellation, signup, window
from registration.domain.errors import RegistrationClosed
from registration.models import Registration, RegistrationWindow
from tests.factories import START_AT, EventFactory

pytestmark = pytest.mark.django_db


def seats_of(event, now):
    return availability_of([event], now=now)[event.pk]


def test_event_that_nobody_has_pressed_closes_as_the_page_says(now):
    event = EventFactory(closes_at=START_AT - timedelta(days=7))

    assert window.closing_time(event) == START_AT - timedelta(days=7)
    assert seats_of(event, now).takes_registrations


def test_closing_refuses_the_next_one_and_shows_when(olof, event, stina, now):
    window.close(event.pk, by=stina, now=now)

    assert seats_of(event, now).status == SeatStatus.CLOSED
    assert seats_of(event, now).closes_at == now
    assert not seats_of(event, now).takes_registrations
    with pytest.raises(RegistrationClosed, match="1 februari 2027"):
        signup.register(event.pk, applicant=olof, now=now)


def test_closing_leaves_who_waits_in_line(olof, petra, sign_up, stina, now):
    event = EventFactory(capacity=1)
    seated, waiting = sign_up(olof, event), sign_up(petra, event)
    window.close(event.pk, by=stina, now=now)

    cancellation.cancel(seated.pk, now=now)

    waiting.refresh_from_db()
    assert waiting.status == Registration.Status.CONFIRMED


def test_closing_twice_keeps_the_first_time(event, stina, now):
    window.close(event.pk, by=stina, now=now)
    window.close(event.pk, by=stina, now=now + timedelta(hours=1))

    assert window.closing_time(event) == now


def test_reopening_goes_back_to_what_the_page_says(olof, stina, now):
    event = EventFactory(closes_at=START_AT - timedelta(days=7))
    window.close(event.pk, by=stina, now=now)

    window.reopen(event.pk, by=stina, now=now + timedelta(hours=1))

    assert window.closing_time(event) == START_AT - timedelta(days=7)
    assert signup.register(event.pk, applicant=olof, now=now + timedelta(hours=2)).status == "confirmed"


def test_reopening_after_the_deadline_holds_until_the_start(olof, stina, now):
    event = EventFactory(closes_at=now - timedelta(days=1))

    window.reopen(event.pk, by=stina, now=now)

    assert window.closing_time(event) == event.start_at
    assert signup.register(event.pk, applicant=olof, now=now).status == "confirmed"


def test_extending_moves_the_time_that_visitors_read(stina, now):
    event = EventFactory(closes_at=now - timedelta(hours=1))
    until = now + timedelta(days=3)

    window.extend(event.pk, until=until, by=stina, now=now)

    assert seats_of(event, now).closes_at == until
    assert seats_of(event, now).takes_registrations
    assert not seats_of(event, until).takes_registrations


@pytest.mark.parametrize(
    "until",
    [
        pytest.param(START_AT - timedelta(days=60), id="past"),
        pytest.param(START_AT + timedelta(minutes=1), id="after the start"),
        pytest.param(START_AT - timedelta(days=10), id="before the page's own time"),
    ],
)
def test_times_that_make_no_sense_are_refused(until, stina, now):
    event = EventFactory(closes_at=START_AT - timedelta(days=7))

    with pytest.raises(window.PressRefused):
        window.extend(event.pk, until=until, by=stina, now=now)

    assert not RegistrationWindow.objects.exists()


def test_press_never_outlives_the_start_of_a_moved_event(stina, now):
    event = EventFactory(closes_at=now + timedelta(days=1))
    window.extend(event.pk, until=event.start_at, by=stina, now=now)

    event.start_at = now + timedelta(days=2)

    assert window.closing_time(event) == now + timedelta(days=2)


def test_cancelled_event_has_nothing_to_reopen(stina, now):
    event = EventFactory(status="cancelled")

    with pytest.raises(window.PressRefused):
        window.reopen(event.pk, by=stina, now=now)


def test_event_that_has_begun_has_nothing_to_close(event, stina):
    with pytest.raises(window.PressRefused):
        window.close(event.pk, by=stina, now=START_AT)


def test_history_of_the_page_says_who_pressed(event, stina, now):
    window.close(event.pk, by=stina, now=now)

    entry = PageLogEntry.objects.get(page=event.pk, action=window.CLOSED)
    assert entry.user == stina


def test_publishing_the_page_again_does_not_reopen(event, stina, now):
    window.close(event.pk, by=stina, now=now)

    event.save_revision().publish()

    assert seats_of(event, now).status == SeatStatus.CLOSED


def test_closing_times_of_many_events_cost_one_query(stina, now, django_assert_num_queries):
    events = [EventFactory() for _ in range(4)]
    window.close(events[0].pk, by=stina, now=now)

    with django_assert_num_queries(1):
        window.load(events)
        times = [window.closing_time(event) for event in events]

    assert times == [now, START_AT, START_AT, START_AT]
