"""An event with its seats, as a row in a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
