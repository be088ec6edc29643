"""The one place where the framework calls us: Wagtail has published a page (docs/architecture.md).

The signal comes outside a transaction, also when a first publication is only scheduled, and once more for
each alias; what follows may run twice, and beat repeats it for what was lost.
"""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from events.models import EventPage
from registration.domain import publication


@receiver(page_published)
def event_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, EventPage) and instance.live and instance.alias_of_id is None:
        publication.handle(instance.pk, now=timezone.now())
