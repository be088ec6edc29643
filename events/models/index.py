from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from events.cards import make_cards
from events.models.pages import EventPage


class EventIndexPage(Page):
    """The list of events: the coming ones, and those that have been held."""

    ingress = models.TextField(_("ingress"), max_length=400, blank=True)
    ingress_en = models.TextField(_("ingress in English"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("ingress"), FieldPanel("ingress_en")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.SeminarPage", "events.RoundTablePage", "events.GatheringPage"]
    max_count = 1
    template = "events/event_index_page.html"

    class Meta:
        verbose_name = _("event list")

    @property
    def ingress_now(self) -> str:
        return (get_language() == "en" and self.ingress_en) or self.ingress

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`?visa=tidigare` shows what has been held; anything else what is to come."""
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        shows_past = request.GET.get("visa") == "tidigare"
        events = EventPage.objects.descendant_of(self)
        events = events.past(now) if shows_past else events.upcoming(now)
        return context | {"cards": make_cards(events.for_cards(), now=now), "shows_past": shows_past}
