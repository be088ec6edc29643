"""What a visitor asks the list of events for, as it stands in the address.

The names are Swedish and never change, since addresses are kept and shared. A value that nobody knows
makes the list empty and never wider (docs/rules.md C 4.5 says the same of feeds).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from events.status_lines import has_seats_left

if TYPE_CHECKING:
    from events.cards import EventCard
    from events.querysets import EventQuerySet

PAST = "tidigare"
YES = "ja"
# What stands in an address for each kind of event.
KIND_WORDS = {
    "seminarier": "seminar",
    "rundabordssamtal": "roundtable",
    "studiebesok": "study_visit",
    "webbinarier": "webinar",
    "natverksmoten": "network_meeting",
    "ovrigt": "other",
}
# Always there to choose; the others only where there is such an event.
USUAL_KINDS = ("seminarier", "rundabordssamtal", "studiebesok", "webbinarier")
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Filters:
    """`kind` is the word of the address, `topic` a slug; both are empty for all. `is_known` is False where
    the address holds a value that means nothing."""

    shows_past: bool = False
    kind: str = ""
    topic: str = ""
    only_free: bool = False
    page: int = 1
    is_known: bool = True

    @property
    def chosen(self) -> int:
        """How many filters are on."""
        return bool(self.kind) + bool(self.topic) + self.only_free

    def query(self) -> str:
        """The one address of this choice: the same parts in the same order, nothing that means the usual."""
        parts = {
            "visa": PAST if self.shows_past else "",
            "form": self.kind,
            "amne": self.topic,
            "lediga": YES if self.only_free else "",
            "sida": self.page if self.page > 1 else "",
        }
        words = urlencode({name: value for name, value in parts.items() if value})
        return f"?{words}" if words else ""

    def feed_query(self) -> str:
        """The same choice for the calendar, as far as a calendar knows it; see events/feed_filters.py."""
        words = urlencode(
            {name: value for name, value in (("form", self.kind), ("amne", self.topic)) if value}
        )
        return f"?{words}" if words else ""

    def with_kind(self, kind: str) -> "Filters":
        return replace(self, kind=kind, page=1)

    def on_page(self, page: int) -> "Filters":
        return replace(self, page=page)

    def without_choices(self) -> "Filters":
        return Filters(shows_past=self.shows_past)


def read(parameters: Mapping[str, str], *, topics: "set[str]") -> Filters:
    """`topics` are the slugs there are. Parameters of others, such as those of a newsletter, mean nothing."""
    kind, topic = parameters.get("form", ""), parameters.get("amne", "")
    shown, free, page = parameters.get("visa", ""), parameters.get("lediga", ""), parameters.get("sida", "")
    number = int(page) if page.isdecimal() and page.isascii() and len(page) < 6 else 0 if page else 1
    is_known = (
        shown in {"", PAST}
        and (not kind or kind in KIND_WORDS)
        and (not topic or topic in topics)
        and free in {"", YES}
        and 1 <= number <= MOST_PAGES
    )
    return Filters(
        shows_past=shown == PAST,
        kind=kind if kind in KIND_WORDS else "",
        topic=topic if topic in topics else "",
        only_free=free == YES,
        page=max(1, number),
        is_known=is_known,
    )


def apply(events: "EventQuerySet", filters: Filters) -> "EventQuerySet":
    # Nobody can take a seat in what has been.
    if not filters.is_known or (filters.shows_past and filters.only_free):
        return events.none()
    if filters.kind:
        events = events.of_kind(KIND_WORDS[filters.kind])
    if filters.topic:
        events = events.about(filters.topic)
    return events


def with_seats_left(cards: "list[EventCard]") -> "list[EventCard]":
    """Those in which somebody could still get a seat; what only the organiser decides does count."""
    return [card for card in cards if has_seats_left(card.event, card.availability)]
