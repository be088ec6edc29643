from typing import Any

from django import template
from wagtail.models import Page

from events.models import EventPage
from events.readiness import lacks_of
from events.scheduling import held_back_at
from events.stops import what_stops

register = template.Library()


@register.inclusion_tag("events/admin/readiness.html")
def readiness(page: EventPage) -> dict[str, Any]:
    """What stands between a saved event and its publication."""
    if page.pk is None:
        return {"is_new": True}
    stops = what_stops(page)
    return {
        "held_back_at": held_back_at(page) if stops else None,
        "stops": stops,
        "hints": [lack.sentence for lack in lacks_of(page) if not lack.stops],
    }


@register.filter
def is_event(page: Page) -> bool:
    return isinstance(page, EventPage)
