"""Taking a cancellation back at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import EventPage
from registration.domain import cancellation
from registration.domain.errors import NothingToDecide
from registration.models import Registration
from tests.factories import EventFactory, RoundTableFactory

pytestmark = pytest.mark.django_db
Status = Registration.Status
MINUTE = timedelta(minutes=1)


def status_of(registration):
    registration.refresh_from_db()
    return registration.status


def test_seat_that_is_still_free_comes_back(olof, event, now, sign_up):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now)

    for _press in range(2):
        cancellation.undo(registration.pk, now=now + 9 * MINUTE)

    assert status_of(registration) == Status.CONFIRMED
    kinds = [letter.kind for letter in registration.letters.order_by("pk")]
    assert kinds == ["confirmed", "cancelled", "confirmed"]


def test_calendar_version_rises_with_leaving_and_with_coming_back(olof, event, now, sign_up):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now)
    cancellation.undo(registration.pk, now=now)

    registration.refresh_from_db()
    assert registration.sequence_bump == 2


def test_seat_that_has_gone_to_the_next_stays_theirs(olof, petra, now, sign_up):
    event = EventFactory(capacity=1)
    leaving, waiting = sign_up(olof, event), sign_up(petra, event)
    cancellation.cancel(leaving.pk, now=now)

    with pytest.raises(NothingToDecide):
        cancellation.undo(leaving.pk, now=now + MINUTE)

    assert (status_of(leaving), status_of(waiting)) == (Status.CANCELLED, Status.CONFIRMED)


def test_place_in_the_line_is_the_one_that_was_left(olof, petra, bo, now, sign_up):
    event = EventFactory(capacity=1)
    _seated, first, second = (sign_up(person, event) for person in (olof, petra, bo))
    cancellation.cancel(first.pk, now=now)

    cancellation.undo(first.pk, now=now + MINUTE)

    assert list(event.registrations.in_line()) == [first, second]


def test_who_refused_an_offer_by_mistake_is_offered_the_seat_again(olof, petra, now, sign_up):
    event = EventFactory(capacity=1)
    seated, waiting = sign_up(olof, event), sign_up(replace(petra, wants_directly=False), event)
    cancellation.cancel(seated.pk, now=now)
    cancellation.cancel(waiting.pk, now=now + MINUTE)

    cancellation.undo(waiting.pk, now=now + 2 * MINUTE)

    assert status_of(waiting) == Status.OFFERED


@pytest.fixture
def offered(olof, petra, now, sign_up):
    """Petra is offered the only seat, which Olof has given back."""
    event = EventFactory(capacity=1)
    seated, waiting = sign_up(olof, event), sign_up(replace(petra, wants_directly=False), event)
    cancellation.cancel(seated.pk, now=now)
    waiting.refresh_from_db()
    return waiting


def test_offer_that_comes_back_ends_when_the_first_would_have(offered):
    answer_by = offered.answer_due_at
    just_before = answer_by - 5 * MINUTE
    cancellation.cancel(offered.pk, now=just_before)

    cancellation.undo(offered.pk, now=just_before + MINUTE)

    assert status_of(offered) == Status.OFFERED
    assert offered.answer_due_at == answer_by
    assert offered.letters.latest("pk").kind == "offered"


def test_no_to_an_offer_stands_once_the_time_to_answer_is_over(offered):
    answer_by = offered.answer_due_at
    cancellation.cancel(offered.pk, now=answer_by - 5 * MINUTE)

    with pytest.raises(NothingToDecide):
        cancellation.undo(offered.pk, now=answer_by)


def test_who_refused_an_offer_waits_again_where_the_seat_has_gone(olof, petra, bo, now, sign_up):
    event = EventFactory(capacity=1)
    people = [sign_up(replace(person, wants_directly=False), event) for person in (olof, petra, bo)]
    cancellation.cancel(people[0].pk, now=now)
    cancellation.cancel(people[1].pk, now=now + MINUTE)

    cancellation.undo(people[1].pk, now=now + 2 * MINUTE)

    assert [status_of(one) for one in people[1:]] == [Status.WAITLISTED, Status.OFFERED]


def test_request_waits_for_its_answer_again(olof, now, sign_up):
    registration = sign_up(olof, RoundTableFactory())
    cancellation.cancel(registration.pk, now=now)

    cancellation.undo(registration.pk, now=now + MINUTE)

    assert status_of(registration) == Status.PENDING


def test_ten_minutes_are_the_limit(olof, event, now, sign_up):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now)

    with pytest.raises(NothingToDecide):
        cancellation.undo(registration.pk, now=now + 10 * MINUTE)


def test_what_staff_have_cancelled_is_not_taken_back_from_outside(olof, event, stina, now, sign_up):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now, by=stina, reason="Bad om det i telefon")

    with pytest.raises(NothingToDecide):
        cancellation.undo(registration.pk, now=now + MINUTE)


def test_nothing_comes_back_to_a_cancelled_event(olof, event, now, sign_up):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now)
    EventPage.objects.filter(pk=event.pk).update(status=EventPage.Status.CANCELLED)

    with pytest.raises(NothingToDecide):
        cancellation.undo(registration.pk, now=now + MINUTE)
