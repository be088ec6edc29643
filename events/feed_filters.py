"""What a filtered feed is asked for, as it stands in its address: `/kalender.ics?form=…&amne=…` (C 4.5).

The names and values are Swedish and never change, since calendars ask for them for years. Several values of
one filter widen each other, filters narrow each other. What nobody knows is refused, never passed over:
whoever mistypes would get everything, and an empty answer would take future events out of a calendar.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.text import slugify

from events.filters import KIND_WORDS, YES
from events.models import EventPage, RoleQuota, Tombstone, Topic
from events.municipalities import MUNICIPALITY_CHOICES
from events.querysets import PAGES_OF_KIND, EventQuerySet
from events.roles import Role

ONLINE_FORMATS = (EventPage.Format.ONLINE, EventPage.Format.HYBRID)
# `upplands-vasby` for 0114: addresses in plain letters.
MUNICIPALITY_WORDS = {slugify(name): code for code, name in MUNICIPALITY_CHOICES}
AUDIENCE_WORDS = {
    "tjanstepersoner": Role.OFFICIAL,
    "fortroendevalda": Role.POLITICIAN,
    "byggaktorer": Role.BUILDER,
}
# What newsletters and search engines append to a link says nothing about the feed.
FOREIGN_NAMES = ("utm_", "fbclid", "gclid", "mc_", "mtm_")


@dataclass(frozen=True)
class FeedFilters:
    """The words of the address, each at most once and in one order; empty means all."""

    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    only_online: bool = False
    is_known: bool = True

    @classmethod
    def unknown(cls) -> Self:
        """Of an address that holds something that nobody knows."""
        return cls(is_known=False)

    @property
    def chosen(self) -> int:
        """How many filters are on."""
        sets = (self.kinds, self.topics, self.municipalities, self.audience)
        return sum(map(bool, sets)) + self.only_online

    def query(self) -> str:
        """The one address of this choice; empty for everything."""
        parts = {
            "form": self.kinds,
            "amne": self.topics,
            "kommun": self.municipalities,
            "malgrupp": self.audience,
            "digitalt": (YES,) if self.only_online else (),
        }
        words = urlencode({name: values for name, values in parts.items() if values}, doseq=True)
        return f"?{words}" if words else ""


def read(parameters: QueryDict) -> FeedFilters:
    """Asks the database for topics only where the address names one."""
    known: dict[str, Callable[[set[str]], Iterable[str]]] = {
        "form": lambda asked: KIND_WORDS,
        "amne": lambda asked: Topic.objects.filter(slug__in=asked).values_list("slug", flat=True),
        "kommun": lambda asked: MUNICIPALITY_WORDS,
        "malgrupp": lambda asked: AUDIENCE_WORDS,
        "digitalt": lambda asked: (YES,),
    }
    found: dict[str, tuple[str, ...]] = {}
    for name in parameters:
        asked = {value for value in parameters.getlist(name) if value}
        if name not in known:
            if name.startswith(FOREIGN_NAMES):
                continue
            return FeedFilters.unknown()
        if not asked:
            continue
        # In the order in which they are known, so that one choice has one address.
        words = tuple(word for word in known[name](asked) if word in asked)
        if len(words) < len(asked):
            return FeedFilters.unknown()
        found[name] = words
    return FeedFilters(
        kinds=found.get("form", ()),
        topics=tuple(sorted(found.get("amne", ()))),
        municipalities=found.get("kommun", ()),
        audience=found.get("malgrupp", ()),
        only_online="digitalt" in found,
    )


def apply(events: EventQuerySet, filters: FeedFilters) -> EventQuerySet:
    """The events that a feed of these filters shows; `matches` says the same of what has been withdrawn."""
    if not filters.is_known:
        return events.none()
    if filters.kinds:
        events = events.filter(_of_kinds({KIND_WORDS[word] for word in filters.kinds}))
    if filters.topics:
        # Asked apart: an event on two of the topics must not come twice.
        events = events.filter(pk__in=EventPage.objects.filter(topics__slug__in=filters.topics).values("pk"))
    if filters.municipalities:
        codes = [MUNICIPALITY_WORDS[word] for word in filters.municipalities]
        events = events.filter(venue__municipality__in=codes).exclude(format=EventPage.Format.ONLINE)
    if filters.audience:
        events = events.filter(_open_to([AUDIENCE_WORDS[word] for word in filters.audience]))
    if filters.only_online:
        events = events.filter(format__in=ONLINE_FORMATS)
    return events


def matches(stone: Tombstone, filters: FeedFilters) -> bool:
    def in_any(words: tuple[str, ...], meaning: dict[str, str], has: Iterable[str]) -> bool:
        return not words or not {meaning[word] for word in words}.isdisjoint(has)

    return (
        filters.is_known
        and in_any(filters.kinds, KIND_WORDS, [stone.kind])
        and (not filters.topics or not set(filters.topics).isdisjoint(stone.topics))
        and in_any(filters.municipalities, MUNICIPALITY_WORDS, [stone.municipality])
        and in_any(filters.audience, dict(AUDIENCE_WORDS), stone.audience)
        and (stone.is_online or not filters.only_online)
    )


def for_stone(event: EventPage, stone: Tombstone) -> None:
    """Write down what the filters ask for, while the page still knows it."""
    stone.kind = event.kind
    stone.topics = list(event.topics.order_by("slug").values_list("slug", flat=True))
    stone.municipality = event.venue.municipality if event.venue and event.is_on_site else ""
    one = EventPage.objects.filter(pk=event.pk)
    stone.audience = [str(role) for role in AUDIENCE_WORDS.values() if one.filter(_open_to([role])).exists()]
    stone.is_online = event.is_online


def _of_kinds(kinds: set[str]) -> Q:
    models = [PAGES_OF_KIND[kind] for kind in kinds if kind in PAGES_OF_KIND]
    own_type = Q(content_type__app_label="events", content_type__model__in=models)
    return own_type | Q(gatheringpage__gathering_kind__in=kinds)


def _open_to(roles: list[Role]) -> Q:
    """Events in which one of these roles can have a seat: all but those that give it none. Quotas are about
    the room, so in a hybrid event everybody can take part from afar (docs/rules.md 4.1)."""
    is_open = Q(format=EventPage.Format.HYBRID)
    for role in roles:
        is_open |= ~Exists(RoleQuota.objects.filter(event=OuterRef("pk"), role=role, maximum=0))
    return is_open
