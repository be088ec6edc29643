"""Where a framework calls us: Wagtail has published a page, and Anymail has taken a provider's report
(docs/architecture.md).

Wagtail's signal comes outside a transaction, also when a first publication is only scheduled, and once more
for each alias; what follows may run twice, and beat repeats it for what was lost. Anymail's is sent when the
webhook has shown its secret; what is raised here makes the provider send again.
"""

from typing import Any

from anymail.signals import AnymailTrackingEvent, tracking
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from events.models import EventPage
from registration.domain import provider_reports, publication


@receiver(page_published)
def event_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, EventPage) and instance.live and instance.alias_of_id is None:
        publication.handle(instance.pk, now=timezone.now())


@receiver(tracking)
def letter_reported(sender: Any, event: AnymailTrackingEvent, **kwargs: Any) -> None:
    provider_reports.take(event, now=timezone.now())
