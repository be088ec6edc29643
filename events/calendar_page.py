"""/kalender/: choosing what to subscribe to, seeing what it holds, and getting it into one's own calendar."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import calendar_links, feed_filters, feed_name
from events.cards import make_cards
from events.feed_filters import AUDIENCE_WORDS, MUNICIPALITY_WORDS, FeedFilters
from events.filters import KIND_WORDS, USUAL_KINDS, YES
from events.listing import KIND_PLURALS
from events.models import EventPage, Topic
from events.municipalities import MUNICIPALITIES
from events.roles import ROLE_PLURALS

SHOWN = 5


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """One row of the form; a long one lies folded under `fold` until something in it is chosen."""

    name: str
    label: str
    options: list[Option]
    fold: str = ""

    @property
    def chosen(self) -> int:
        return sum(option.is_chosen for option in self.options)


@require_http_methods(["GET", "HEAD"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    filters = feed_filters.read(request.GET)
    now = timezone.now()
    coming = feed_filters.apply(EventPage.objects.upcoming(now), filters)
    address = calendar_links.feed_address(filters.query())
    context = {
        "filters": filters,
        "choices": choices(filters),
        "chosen_words": capfirst(", ".join(feed_name.in_words(filters))),
        "count": coming.count(),
        "cards": make_cards(coming.for_cards()[:SHOWN], now=now),
        "feed_address": address,
        "feed_name": feed_name.of(filters),
        "canonical_url": settings.SITE_ORIGIN + reverse("calendar") + filters.query(),
    }
    status = 200 if filters.is_known else 404
    return render(request, "events/calendar_page.html", context, status=status)


def choices(filters: FeedFilters) -> list[Choice]:
    there_is = EventPage.objects.seen_by_all().kinds()
    kinds = [
        word
        for word, kind in KIND_WORDS.items()
        if word in USUAL_KINDS or kind in there_is or word in filters.kinds
    ]
    return [
        _choice("form", _("Form of event"), ((word, KIND_PLURALS[word]) for word in kinds), filters.kinds),
        _choice(
            "amne",
            _("Topic"),
            ((topic.slug, topic) for topic in Topic.objects.all()),
            filters.topics,
            fold=_("Choose topics"),
        ),
        _choice(
            "kommun",
            _("Municipality"),
            ((word, MUNICIPALITIES[code]) for word, code in MUNICIPALITY_WORDS.items()),
            filters.municipalities,
            fold=_("Choose municipalities"),
        ),
        _choice(
            "malgrupp",
            _("For whom"),
            ((word, ROLE_PLURALS[role]) for word, role in AUDIENCE_WORDS.items()),
            filters.audience,
        ),
        _choice(
            "digitalt",
            _("Online"),
            [(YES, _("Only what can be followed online"))],
            (YES,) if filters.only_online else (),
        ),
    ]


def _choice(
    name: str,
    label: str,
    options: Iterable[tuple[str, object]],
    chosen: tuple[str, ...],
    *,
    fold: str = "",
) -> Choice:
    return Choice(
        name=name,
        label=label,
        options=[Option(value, str(words), value in chosen) for value, words in options],
        fold=fold,
    )
