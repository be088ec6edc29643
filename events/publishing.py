"""Putting a new event on the site from code."""

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from events.models import EventIndexPage, EventPage
from home.slugs import free_slug


def publish_new(event: EventPage) -> None:
    """Check an unsaved event, put it in the list of events and publish it.

    Publishing goes through a revision and Wagtail's publish action, so that the editor finds a history
    and everything that follows a publication follows. What only an editor is asked for, such as a venue,
    may be missing. Raises ValidationError, and EventIndexPage.DoesNotExist where the list of events has
    been removed.
    """
    event.clean()
    with transaction.atomic():
        index = EventIndexPage.objects.get()
        # Not live until the publish action makes it so: only then is the publication announced.
        event.live = False
        event.slug = event.slug or free_slug(event.title, parent=index, otherwise="evenemang")
        index.add_child(instance=event)
        PublishPageRevisionAction(event.save_revision()).execute()
    event.refresh_from_db()
