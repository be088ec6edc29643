from dataclasses import replace
from datetime import timedelta

import pytest

from registration.domain import own_registrations
from tests.factories import START_AT, EventFactory, applicant

pytestmark = pytest.mark.django_db


def test_all_of_an_address_and_nobody_elses(olof, petra, sign_up):
    later, sooner = EventFactory(start_at=START_AT + timedelta(days=1)), EventFactory()
    his = [sign_up(olof, event) for event in (later, sooner)]
    hers = sign_up(petra, sooner)

    assert own_registrations.of_address(olof.address) == his[::-1]
    assert own_registrations.of_address(petra.address) == [hers]
    assert own_registrations.of_address("nobody@nacka.example") == []


def test_place_in_line_is_that_of_the_own_page(olof, petra, bo, sign_up):
    """Within role and attendance, whoever else waits for the same event or another."""
    event = EventFactory(capacity=0)
    for person in (bo, petra, applicant(1), applicant(2), olof, applicant(3)):
        sign_up(person, event)
    sign_up(applicant(1), EventFactory(capacity=0))

    (found,) = own_registrations.of_address(olof.address)

    assert found.place == found.position_in_line() == 3


def test_who_has_a_seat_has_no_place_in_line(olof, event, sign_up):
    sign_up(olof, event)

    assert [one.place for one in own_registrations.of_address(olof.address)] == [None]


def test_one_of_them_is_found_by_its_number_and_address(olof, petra, event, sign_up):
    his, hers = sign_up(olof, event), sign_up(petra, event)

    assert own_registrations.find(olof.address, his.pk) == his
    assert own_registrations.find(olof.address, hers.pk) is None


def test_coming_is_the_next_first_and_past_the_latest_first(olof, sign_up, now):
    first, second, third, fourth = (
        sign_up(replace(olof), EventFactory(start_at=START_AT + timedelta(days=days))) for days in range(4)
    )

    found = own_registrations.of_address(olof.address)
    coming, past = own_registrations.coming_and_past(found, now=second.event.end_at)

    assert (coming, past) == ([third, fourth], [second, first])
