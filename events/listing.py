"""The list of events for one address: what is shown, how many there are, and the ways on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import filters
from events.cards import EventCard, make_cards
from events.filters import Filters
from events.models.snippets import Topic
from events.querysets import EventQuerySet
from home.navigation import Entry

PAST_ON_A_PAGE = 20
KIND_PLURALS = {
    "seminarier": _("Seminars"),
    "rundabordssamtal": _("Round-table talks"),
    "studiebesok": _("Study visits"),
    "webbinarier": _("Webinars"),
    "natverksmoten": _("Network meetings"),
    "ovrigt": _("Other events"),
}


@dataclass(frozen=True)
class Listing:
    """`count` is of all that the filters let through, `cards` those of this page."""

    filters: Filters
    cards: list[EventCard] = field(default_factory=list)
    count: int = 0
    pages: int = 1
    kinds: frozenset[str] = frozenset()
    topics: list[Topic] = field(default_factory=list)

    @property
    def previous_query(self) -> str | None:
        """What to append to the address of the list; an empty text is its first page."""
        page = self.filters.page
        return self.filters.on_page(page - 1).query() if 1 < page <= self.pages else None

    @property
    def next_query(self) -> str | None:
        page = self.filters.page
        return self.filters.on_page(page + 1).query() if page < self.pages else None

    def kind_chips(self) -> list[Entry]:
        """A link for all kinds, and one for each that one would look for or that there is."""
        words = [
            word
            for word, kind in filters.KIND_WORDS.items()
            if word in filters.USUAL_KINDS or kind in self.kinds or word == self.filters.kind
        ]
        labels = [("", gettext("All")), *((word, str(KIND_PLURALS[word])) for word in words)]
        return [
            Entry(
                label,
                self.filters.with_kind(word).query(),
                "true" if word == self.filters.kind else "",
            )
            for word, label in labels
        ]


def list_events(events: EventQuerySet, parameters: Mapping[str, str], *, now: datetime) -> Listing:
    """The coming events in one list, those that have been in pages; as many queries for one as for many."""
    topics = list(Topic.objects.all())
    chosen = filters.read(parameters, topics={topic.slug for topic in topics})
    events = events.past(now) if chosen.shows_past else events.upcoming(now)
    listing = Listing(filters=chosen, kinds=frozenset(events.kinds()), topics=topics)
    found = filters.apply(events, chosen).for_cards()
    if not chosen.shows_past:
        cards = make_cards(found, now=now)
        cards = filters.with_seats_left(cards) if chosen.only_free else cards
        return replace(listing, cards=cards, count=len(cards))
    paginator = Paginator(found, PAST_ON_A_PAGE)
    if chosen.page > paginator.num_pages:
        return replace(listing, filters=replace(chosen.without_choices(), is_known=False))
    cards = make_cards(paginator.page(chosen.page).object_list, now=now)
    return replace(listing, cards=cards, count=paginator.count, pages=paginator.num_pages)
