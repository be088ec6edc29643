from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from events.models import EventPage
from registration.domain import cancellation
from registration.own_actions import own_actions
from tests.factories import EventFactory, RoundTableFactory

pytestmark = pytest.mark.django_db


def can(registration, *, now):
    """The names of what is allowed."""
    return {name for name, allowed in asdict(own_actions(registration, now=now)).items() if allowed}


def test_who_has_a_seat(olof, event, sign_up, now):
    registration = sign_up(olof, event)

    assert can(registration, now=now) == {"cancel", "change", "hand_over"}
    assert can(registration, now=event.handover_ends_at) == {"cancel", "change", "ask_for_handover"}
    assert can(registration, now=event.start_at) == set()


def test_who_waits(olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    assert can(sign_up(petra, event), now=now) == {"cancel", "change", "choose_directly"}


def test_who_is_offered_a_seat_can_answer_until_the_time_is_over(olof, petra, sign_up, now):
    event = EventFactory(capacity=1, format=EventPage.Format.HYBRID)
    holder = sign_up(replace(olof, attendance="on_site"), event)
    petras = sign_up(replace(petra, attendance="on_site", wants_directly=False), event)
    cancellation.cancel(holder.pk, now=now)
    petras.refresh_from_db()

    assert can(petras, now=now) == {"accept", "cancel", "change"}
    assert can(petras, now=petras.answer_due_at) == {"change"}


def test_who_asked_for_a_seat(olof, sign_up, now):
    assert can(sign_up(olof, RoundTableFactory()), now=now) == {"cancel", "change"}


def test_hybrid_event_lets_people_change_ways(olof, sign_up, now):
    event = EventFactory(format=EventPage.Format.HYBRID)

    assert "switch_attendance" in can(sign_up(replace(olof, attendance="online"), event), now=now)


def test_who_cancelled_may_undo_and_come_back(olof, event, sign_up, now):
    cancelled = cancellation.cancel(sign_up(olof, event).pk, now=now)

    assert can(cancelled, now=now) == {"undo", "come_back"}
    assert can(cancelled, now=now + timedelta(minutes=10)) == {"come_back"}
    assert can(cancelled, now=event.start_at) == set()


def test_undo_is_not_offered_once_the_seat_has_gone(olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    olofs, petras = sign_up(olof, event), sign_up(petra, event)

    cancelled = cancellation.cancel(olofs.pk, now=now)
    petras.refresh_from_db()

    assert petras.status == "confirmed"
    assert can(cancelled, now=now) == {"come_back"}
    cancellation.cancel(petras.pk, now=now)
    assert can(cancelled, now=now) == {"undo", "come_back"}


def test_who_asked_once_may_ask_again(olof, sign_up, now):
    declined = sign_up(olof, RoundTableFactory())
    declined.status = "declined"

    assert can(declined, now=now) == {"come_back"}
    declined.event.flow = EventPage.Flow.INVITATION
    assert can(declined, now=now) == set()


def test_cancelled_event_leaves_nothing_to_do(olof, event, sign_up, now):
    registration = sign_up(olof, event)
    registration.event.status = EventPage.Status.CANCELLED

    assert can(registration, now=now) == set()
