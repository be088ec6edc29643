from datetime import timedelta

import pytest

from registration.domain import cancellation, consents
from registration.models import MailPreference, Registration
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_listing_is_changed_once_and_written_down(olof, event, sign_up, now):
    registration = sign_up(olof, event)
    before = registration.history.count()

    for _n in range(2):
        consents.set_listed(registration, is_listed=True, now=now)

    assert Registration.objects.get(pk=registration.pk).is_listed
    assert registration.history.count() == before + 1


def test_listing_is_for_those_who_may_come_to_what_is_not_over(olof, petra, sign_up, now):
    event = EventFactory(has_participant_list=True)
    coming, left = sign_up(olof, event), sign_up(petra, event)
    left = cancellation.cancel(left.pk, now=now)
    without_list = sign_up(olof, EventFactory(has_participant_list=False))

    may_change = [consents.may_change_listing(one, now=now) for one in (coming, left, without_list)]

    assert may_change == [True, False, False]
    assert not consents.may_change_listing(coming, now=event.end_at)


def test_who_refuses_mailings_keeps_the_time_of_the_first_refusal(now):
    for minutes in range(2):
        consents.set_mailings("olof@nacka.example", wanted=False, now=now + timedelta(minutes=minutes))

    assert consents.mailings_refused_at("olof@nacka.example") == now
    assert consents.mailings_refused_at("petra@solna.example") is None


def test_who_takes_mailings_leaves_no_row(now):
    consents.set_mailings("olof@nacka.example", wanted=False, now=now)

    for _n in range(2):
        consents.set_mailings("olof@nacka.example", wanted=True, now=now)

    assert not MailPreference.objects.exists()
