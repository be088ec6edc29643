"""Putting a new event on the site from code, the same way as the editor's button does."""

from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

from events.models import EventIndexPage, EventPage

SLUG_LENGTH = 100


def publish_new(event: EventPage) -> None:
    """Check an unsaved event, put it in the list of events and publish it.

    Publishing goes through a revision and Wagtail's publish action, so that the editor finds a history
    and everything that follows a publication follows. Raises ValidationError,
    and EventIndexPage.DoesNotExist where the list of events has been removed.
    """
    event.clean()
    with transaction.atomic():
        index = EventIndexPage.objects.get()
        # Not live until the publish action makes it so: only then is the publication announced.
        event.live = False
        event.slug = event.slug or free_slug(event.title, index=index)
        index.add_child(instance=event)
        event.save_revision().publish()
    event.refresh_from_db()


def free_slug(title: str, *, index: EventIndexPage) -> str:
    """An address in plain letters that no other event has: a copied link with å in it is unreadable."""
    base = slugify(string_to_ascii(title))[:SLUG_LENGTH].strip("-") or "evenemang"
    taken = set(index.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)
