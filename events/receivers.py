"""Where the framework calls us about what the public can see: Wagtail and Django are the callers here.

Each only compares (events/tombstones.py), so it may come twice; beat repeats it for what was lost.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from events import identity, tombstones
from events.models import CalendarIdentity, EventPage, FeedChange, Tombstone, Topic, Venue

# What feeds are made from: what they show, what decides whether they show it, and what filters ask for.
OF_FEEDS = (EventPage, CalendarIdentity, Tombstone, PageViewRestriction, Topic, Venue)


@receiver([post_save, post_delete])
def feeds_changed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    if isinstance(instance, OF_FEEDS):
        FeedChange.note()


@receiver(page_unpublished)
def event_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    # Wagtail says it of a page that is being deleted as well, which is live until it is gone.
    if isinstance(instance, EventPage) and not EventPage.objects.live().filter(pk=instance.pk).exists():
        tombstones.settle_events([instance.pk], now=timezone.now())


@receiver(pre_delete, sender=EventPage)
def event_going(sender: type[EventPage], instance: EventPage, **kwargs: Any) -> None:
    """Also for what is deleted below another page, or many at once."""
    tombstones.before_deletion(instance.pk, now=timezone.now())


@receiver(post_save, sender=PageViewRestriction)
def pages_closed(sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any) -> None:
    settle_below(instance.page_id)


@receiver(post_delete, sender=PageViewRestriction)
def pages_opened(sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any) -> None:
    # A restriction also goes with its page; only afterwards is it known whether the page is still there.
    transaction.on_commit(lambda: settle_below(instance.page_id))


@receiver([post_page_move, page_slug_changed])
def pages_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Calendars show the address of an event, which has changed with that of a page above it."""
    FeedChange.note()
    for event in EventPage.objects.live().descendant_of(instance):
        identity.refresh(event, now=timezone.now())
    settle_below(instance.pk)


def settle_below(page_id: int) -> None:
    page = Page.objects.filter(pk=page_id).first()
    if page is not None:
        events = EventPage.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True)
        tombstones.settle_events(list(events), now=timezone.now())
