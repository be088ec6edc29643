"""An event with its seats, as a row in a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from events.availability import Availability, SeatStatus, availability_of

STILL_AHEAD = frozenset(
    {
        SeatStatus.PRELIMINARY,
        SeatStatus.NOT_YET_OPEN,
        SeatStatus.OPEN,
        SeatStatus.FEW_LEFT,
        SeatStatus.FULL,
    }
)


@dataclass(frozen=True)
class EventCard:
    event: object
    availability: Availability


def make_cards(events: Iterable, *, now: datetime) -> list[EventCard]:
    """The events in their order, each with how it stands; one question about seats for all of them."""
    found = list(events)
    seats = availability_of(found, now=now)
    return [EventCard(event=event, availability=seats[event.pk]) for event in found]


def lead_first(featured: Iterable[EventCard], coming: Iterable[EventCard]) -> list[EventCard]:
    """The cards with the one in front that the front page shows large: what an editor features, else the
    next, but something that has begun or closed only when there is nothing else."""
    others = list(coming)
    candidates = [*featured, *others]
    lead = next(filter(_may_lead, candidates), candidates[0] if candidates else None)
    if lead is None:
        return []
    return [lead, *(card for card in others if card.event != lead.event)]


def _may_lead(card: EventCard) -> bool:
    """There is something to sign up for, now or later; by invitation only if an editor wants it there."""
    is_for_all = card.event.is_featured or card.event.flow != card.event.Flow.INVITATION
    return is_for_all and card.availability.status in STILL_AHEAD


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
