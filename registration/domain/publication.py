"""What follows when an event has been published: calendars learn of it, staff are asked whether people shall
be written to, freed seats are filled."""

import logging
from datetime import datetime

from events import identity
from events.models import EventPage
from registration.domain import change_notices, waitlist
from registration.domain.errors import TemporarilyBusy

logger = logging.getLogger(__name__)


def handle(event_id: int, *, now: datetime) -> None:
    """May run twice: neither comparing with what was told nor filling seats does anything the second time."""
    identity.refresh(EventPage.objects.with_details().get(pk=event_id), now=now)
    change_notices.settle(event_id, now=now)
    waitlist.settle_one(event_id, now=now)


def handle_missed(*, now: datetime) -> int:
    """For beat: the publications, and the changed venues and contacts, that nobody handled."""
    behind = list(EventPage.objects.behind_in_calendars().values_list("pk", flat=True))
    for event_id in behind:
        try:
            handle(event_id, now=now)
        except TemporarilyBusy:
            # The next tick comes within a minute; the other events must not wait for it.
            logger.warning("publication not handled", extra={"event": event_id})
    change_notices.settle_all(now=now)
    return len(behind)
