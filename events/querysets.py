"""Questions about events, asked in words."""

from datetime import datetime, timedelta
from typing import Self

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import PageManager, PageQuerySet, PageViewRestriction

# Longer than the thirty days that a cancelled event has to stay (docs/rules.md C 4.3), and the same for all:
# whoever looks back over a quarter still finds what was held.
KEPT_IN_FEED = timedelta(days=90)

# The kinds that are a type of page of their own.
PAGES_OF_KIND = {"seminar": "seminarpage", "roundtable": "roundtablepage"}


def is_private() -> Exists:
    """Whether a page stands at or below one that is closed to some."""
    event_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.alias(event_path=event_path)
    return Exists(restrictions.filter(event_path__startswith=F("page__path")))


class EventQuerySet(PageQuerySet):
    def seen_by_all(self) -> Self:
        """As visitors see them: no drafts, nothing private. As Wagtail's `live().public()`, which asks the
        restrictions in a query of its own."""
        return self.live().exclude(is_private())

    def upcoming(self, now: datetime) -> Self:
        """Published and not over yet, the next one first; cancelled ones included."""
        return self.seen_by_all().filter(end_at__gt=now).order_by("start_at", "pk")

    def past(self, now: datetime) -> Self:
        """Published and over, the latest first."""
        return self.seen_by_all().filter(end_at__lte=now).order_by("-start_at", "pk")

    def in_feed(self, now: datetime) -> Self:
        """Published, and to come or held not too long ago."""
        return self.seen_by_all().filter(end_at__gt=now - KEPT_IN_FEED)

    def of_kind(self, kind: str) -> Self:
        """Of a kind as `EventPage.kind` names it."""
        if kind in PAGES_OF_KIND:
            return self.filter(content_type__app_label="events", content_type__model=PAGES_OF_KIND[kind])
        return self.filter(gatheringpage__gathering_kind=kind)

    def about(self, topic: str) -> Self:
        """On a topic, named by its slug."""
        return self.filter(topics__slug=topic)

    def kinds(self) -> set[str]:
        """Which kinds there are among them."""
        found = self.order_by().values_list("content_type__model", "gatheringpage__gathering_kind").distinct()
        kind_of_page = {model: kind for kind, model in PAGES_OF_KIND.items()}
        return {kind or kind_of_page.get(model, "other") for model, kind in found}

    def featured(self) -> Self:
        return self.filter(is_featured=True).exclude(status="cancelled")

    def for_cards(self) -> Self:
        """With all that a list shows, in a number of queries that does not grow with the list."""
        return self.select_related("venue", "gatheringpage").prefetch_related("quotas")

    def with_details(self) -> Self:
        """With all that the event's own page, a letter or a calendar shows."""
        return self.select_related("venue", "contact", "gatheringpage", "calendar_identity")

    def behind_in_calendars(self) -> Self:
        """Published pages whose latest publication, venue or contact calendars have not been told of."""
        handled = F("calendar_identity__handled_at")
        return self.live().filter(
            Q(calendar_identity__handled_at__isnull=True)
            | Q(last_published_at__gt=handled)
            | Q(venue__changed_at__gt=handled)
            | Q(contact__changed_at__gt=handled),
            alias_of__isnull=True,
        )


EventManager = PageManager.from_queryset(EventQuerySet)
