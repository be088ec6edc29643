"""`{% load calendar_links %}{% google_calendar_link event %}`: see `events.calendar_links`.

A link to a calendar is empty for an event that calendars do not know yet.
"""

from collections.abc import Callable

from django import template
from django.utils.translation import get_language

from events import calendar_links
from events.calendar import Entry
from events.models import EventPage

register = template.Library()


def _link_to(event: EventPage, make: Callable[..., str]) -> str:
    identity = getattr(event, "calendar_identity", None)
    if identity is None or not Entry.can_show(identity):
        return ""
    return make(Entry.of(identity), language=get_language() or "sv")


@register.simple_tag
def google_calendar_link(event: EventPage) -> str:
    return _link_to(event, calendar_links.google_link)


@register.simple_tag
def outlook_calendar_link(event: EventPage) -> str:
    return _link_to(event, calendar_links.outlook_link)


for tag in ("feed_address", "webcal_address", "google_subscribe_link", "outlook_subscribe_link"):
    register.simple_tag(getattr(calendar_links, tag), name=tag)
