from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from events.cards import by_month
from events.listing import list_events
from events.models.pages import EventPage
from home.forms import PageForm
from home.navigation import Entry
from home.reading import READ_ONLY

# What stands in addresses that people keep, so in Swedish and never changed.
PAST_QUERY = "visa=tidigare"


class EventIndexPage(Page):
    """The list of events: the coming ones, and those that have been held."""

    ingress = models.TextField(_("ingress"), max_length=400, blank=True)
    ingress_en = models.TextField(_("ingress in English"), max_length=400, blank=True)

    base_form_class = PageForm
    content_panels = [*Page.content_panels, FieldPanel("ingress"), FieldPanel("ingress_en")]

    allowed_http_methods = READ_ONLY
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.SeminarPage", "events.RoundTablePage", "events.GatheringPage"]
    max_count = 1
    template = "events/event_index_page.html"

    class Meta:
        verbose_name = _("event list")

    @property
    def ingress_now(self) -> str:
        return (get_language() == "en" and self.ingress_en) or self.ingress

    @classmethod
    def menu_entries(cls, url: str, context: Mapping[str, Any]) -> list[Entry]:
        """What is to come and what has been: two entries of the menu, one page (see home/navigation.py)."""
        mark = "page" if isinstance(context.get("page"), cls) else "true"
        shows_past = context.get("shows_past")
        return [
            Entry(gettext("Upcoming"), url, mark if shows_past is False else ""),
            Entry(gettext("Past events"), f"{url}?{PAST_QUERY}", mark if shows_past is True else ""),
        ]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An address with a value that nobody knows gets the page, with a sentence, and 404."""
        response = super().serve(request, *args, **kwargs)
        if not response.context_data["filters"].is_known:
            response.status_code = 404
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`?visa=tidigare` shows what has been held; see events/filters.py for the rest of the address."""
        events = EventPage.objects.descendant_of(self)
        listing = list_events(events, request.GET, now=timezone.now())
        chosen = listing.filters
        url = self.get_url(request) or ""
        return super().get_context(request, *args, **kwargs) | {
            "listing": listing,
            "filters": chosen,
            "months": by_month(listing.cards),
            "shows_past": chosen.shows_past,
            "list_url": url,
            "canonical_url": settings.SITE_ORIGIN + url + chosen.query() if chosen.is_known else "",
        }
