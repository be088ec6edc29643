from datetime import datetime, timedelta

import pytest

from events.cards import by_month, make_cards
from events.models import EventPage
from tests.factories import START_AT, STOCKHOLM, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def test_cards_keep_the_order_and_know_their_seats(now: datetime) -> None:
    small, large = EventFactory(capacity=5), EventFactory(capacity=50)
    RegistrationFactory(event=small)

    cards = make_cards([large, small], now=now)

    assert [(card.event, card.availability.left) for card in cards] == [(large, 50), (small, 4)]


def test_month_is_one_of_swedish_time(now: datetime) -> None:
    last_of_march = EventFactory(start_at=datetime(2027, 3, 31, 23, 0, tzinfo=STOCKHOLM))
    first_of_april = EventFactory(start_at=datetime(2027, 4, 1, 0, 30, tzinfo=STOCKHOLM))
    march = EventFactory(start_at=START_AT - timedelta(days=1))

    months = by_month(make_cards(EventPage.objects.upcoming(now).for_cards(), now=now))

    assert [[card.event.pk for card in month.cards] for month in months] == [
        [march.pk, last_of_march.pk],
        [first_of_april.pk],
    ]
