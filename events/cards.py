"""An event with its seats, as a row in a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from events.availability import Availability, availability_of


@dataclass(frozen=True)
class EventCard:
    event: object
    availability: Availability


def make_cards(events: Iterable, *, now: datetime) -> list[EventCard]:
    """The events in their order, each with how it stands; one question about seats for all of them."""
    found = list(events)
    seats = availability_of(found, now=now)
    return [EventCard(event=event, availability=seats[event.pk]) for event in found]


@dataclass(frozen=True)
class Month:
    """The events of one month, under its name; `first` is the first moment of the first of them."""

    first: datetime
    cards: list[EventCard]


def by_month(cards: Iterable[EventCard]) -> list[Month]:
    """The cards month by month, in their order; a month is one of Swedish time."""
    months = groupby(
        (card for card in cards if card.event.start_at),
        key=lambda card: timezone.localtime(card.event.start_at).strftime("%Y-%m"),
    )
    return [
        Month(first=found[0].event.start_at, cards=found) for found in (list(group) for _, group in months)
    ]
