"""A seat that becomes free at night is held at once and told in the morning."""

from dataclasses import replace
from datetime import timedelta

import pytest

from registration.domain import cancellation, link_requests, staff_decisions
from registration.models import Registration
from tests.factories import NOW, START_AT, EventFactory

pytestmark = pytest.mark.django_db

EVENING = NOW.replace(hour=22)
SEVEN = (NOW + timedelta(days=1)).replace(hour=7)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def waiting(olof, petra, sign_up, send_mail):
    """`waiting()`: a seminar with one seat, which Olof has, and Petra in line; returns both registrations."""

    def line(*, wants_directly=False, **event):
        seminar = EventFactory(capacity=1, **event)
        has_seat, waits = (
            sign_up(olof, seminar),
            sign_up(replace(petra, wants_directly=wants_directly), seminar),
        )
        send_mail()
        return has_seat, waits

    return line


def kinds_to(person, messages):
    subjects = {letter.subject for letter in messages if letter.to == [person.address]}
    return sorted(person.letters.filter(subject__in=subjects).values_list("kind", flat=True))


def test_offer_made_at_night_is_told_in_the_morning(waiting, send_mail):
    olof, petra = waiting()

    cancellation.cancel(olof.pk, now=EVENING)

    petra.refresh_from_db()
    assert petra.status == Registration.Status.OFFERED
    assert petra.offer_expires_at == SEVEN.replace(hour=18)
    assert kinds_to(petra, send_mail(at=SEVEN - MINUTE)) == []
    assert kinds_to(petra, send_mail(at=SEVEN)) == ["offered"]


def test_who_cancels_at_night_is_answered_at_once(waiting, send_mail):
    olof, _petra = waiting()

    cancellation.cancel(olof.pk, now=EVENING)

    assert kinds_to(olof, send_mail(at=EVENING)) == ["cancelled"]


def test_who_is_awake_and_asks_for_a_link_gets_it_before_the_letter_that_waits(waiting, send_mail):
    olof, petra = waiting()
    cancellation.cancel(olof.pk, now=EVENING)

    link_requests.send_links(petra.address, event_id=petra.event_id, now=EVENING + MINUTE)

    assert kinds_to(petra, send_mail(at=EVENING + MINUTE)) == ["new_link"]
    assert kinds_to(petra, send_mail(at=SEVEN)) == ["offered"]


def test_seat_that_staff_give_at_night_is_told_at_once(waiting, stina, send_mail):
    _olof, petra = waiting()

    staff_decisions.give_seat(petra.pk, by=stina, reason="talar", override=True, now=EVENING)

    assert kinds_to(petra, send_mail(at=EVENING)) == ["promoted"]


def test_seat_of_the_next_morning_is_told_at_night(waiting, send_mail):
    olof, petra = waiting(wants_directly=True)
    night = START_AT - timedelta(hours=10)

    cancellation.cancel(olof.pk, now=night)

    assert kinds_to(petra, send_mail(at=night)) == ["promoted"]


def test_what_has_changed_again_by_the_morning_is_not_told(waiting, send_mail):
    olof, petra = waiting(wants_directly=True)
    cancellation.cancel(olof.pk, now=EVENING)
    cancellation.cancel(petra.pk, now=EVENING + MINUTE)
    send_mail(at=EVENING + MINUTE)

    send_mail(at=SEVEN)

    assert petra.letters.get(kind="promoted").reason == "status_changed"
