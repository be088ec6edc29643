"""Publishing by the clock. One page that cannot be published never stops the others.

Wagtail's own command goes through all in one loop and ends at the first fault.
"""

import logging
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from events.stops import NotReady

logger = logging.getLogger(__name__)

HELD_BACK = "events.publish.held_back"
# What says, later, that the page has gone its way.
DECIDED = (HELD_BACK, "wagtail.publish", "wagtail.publish.scheduled", "wagtail.publish.schedule")


def publish_due(*, now: datetime) -> None:
    """Unpublish what has expired and publish what is scheduled, each for itself."""
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
        try:
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        except Exception:
            logger.exception("page not unpublished", extra={"page": page.pk})
    due = Revision.page_revisions.filter(approved_go_live_at__lt=now)
    for revision in due.order_by("approved_go_live_at", "pk"):
        try:
            _publish(revision)
        except Exception:
            # Left as it is: the next tick comes within a minute, and what ails it may have passed.
            logger.exception("page not published", extra={"page": int(revision.object_id)})


def _publish(revision: Revision) -> None:
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except NotReady as refusal:
        logger.warning("page held back", extra={"page": refusal.page_id})
        _hold_back(revision, refusal)


def _hold_back(revision: Revision, refusal: NotReady) -> None:
    """A draft again: what is scheduled is locked, and nobody could mend it. The history says why."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    log(
        instance=Page.objects.get(pk=refusal.page_id).specific,
        action=HELD_BACK,
        revision=revision,
        data={"sentences": refusal.sentences},
    )


def held_back_at(page: Page) -> datetime | None:
    """When the clock last held the page back, if nothing has been published or scheduled since."""
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=DECIDED)
    latest = entries.order_by("-timestamp", "-pk").first()
    return latest.timestamp if latest is not None and latest.action == HELD_BACK else None


class HeldBack(LogFormatter):
    """How the history of a page tells it."""

    label = _("Held back")

    def format_message(self, entry: PageLogEntry | ModelLogEntry) -> str:
        return str(
            _("Not published at the scheduled time: %(why)s") % {"why": " ".join(entry.data["sentences"])}
        )
