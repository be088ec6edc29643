"""What follows when an event has been published: calendars learn of it, freed seats are filled."""

from datetime import datetime

from events import identity
from events.models import EventPage
from registration.domain import waitlist


def handle(event_id: int, *, now: datetime) -> None:
    """May run twice: comparing with what calendars know, and filling seats, both do nothing the second time."""
    identity.refresh(EventPage.objects.with_details().get(pk=event_id), now=now)
    waitlist.settle_one(event_id, now=now)


def handle_missed(*, now: datetime) -> int:
    """For beat: the publications, and the changed venues and contacts, that nobody handled."""
    behind = list(EventPage.objects.behind_in_calendars().values_list("pk", flat=True))
    for event_id in behind:
        handle(event_id, now=now)
    return len(behind)
