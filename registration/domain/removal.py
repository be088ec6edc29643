"""An event that people have registered for is not taken away from under them: it is cancelled instead."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from events.models import EventPage


class HasRegistrations(Exception):
    """Pages may not be deleted or unpublished; `str(error)` is the sentence for the editor."""


def refuse_deletion(pages: Iterable[Page]) -> None:
    """Raise HasRegistrations if an event in or below these pages has a registration, even an ended one."""
    if event := _first_with_registrations(pages):
        raise HasRegistrations(
            _(
                '"%(title)s" has registrations and cannot be deleted. Cancel it instead: '
                "set its status to Cancelled and publish."
            )
            % {"title": event.title}
        )


def refuse_unpublishing(pages: Iterable[Page]) -> None:
    """Raise HasRegistrations likewise: who has registered must still find the page."""
    if event := _first_with_registrations(pages):
        raise HasRegistrations(
            _(
                '"%(title)s" has registrations and cannot be unpublished. Cancel it instead: '
                "set its status to Cancelled and publish."
            )
            % {"title": event.title}
        )


def _first_with_registrations(pages: Iterable[Page]) -> EventPage | None:
    for page in pages:
        events = EventPage.objects.descendant_of(page, inclusive=True)
        if event := events.filter(registrations__isnull=False).order_by("path").first():
            return event
    return None
