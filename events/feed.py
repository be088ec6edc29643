"""Which events the public feed shows, and since when it is as it is (docs/rules.md C 4)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import F, Max
from wagtail.models import PageLogEntry

from events import calendar
from events.calendar import Entry
from events.models import CalendarIdentity, EventPage
from events.querysets import KEPT_IN_FEED

NAME = settings.WAGTAIL_SITE_NAME
# An event that leaves the feed leaves no row behind that says when, but Wagtail's log does.
LEAVING = (
    "wagtail.delete",
    "wagtail.move",
    "wagtail.unpublish",
    "wagtail.view_restriction.create",
    "wagtail.view_restriction.edit",
    "wagtail.view_restriction.delete",
)
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stream:
    body: bytes
    changed_at: datetime


def public_feed(*, now: datetime) -> Stream:
    """Everything public from ninety days back, so that nobody's calendar loses what has just been held."""
    shown = (
        CalendarIdentity.objects.filter(event__in=EventPage.objects.in_feed(now))
        .annotate(published_at=F("event__last_published_at"))
        .order_by("event__start_at", "uid")
    )
    identities = [identity for identity in shown if Entry.can_show(identity)]
    changes = [_last_departure(now)]
    changes += [moment for identity in identities for moment in (identity.changed_at, identity.published_at)]
    return Stream(
        body=calendar.feed(map(Entry.of, identities), name=NAME),
        changed_at=max(filter(None, changes), default=NEVER),
    )


def one_event(event_id: int) -> Stream | None:
    """The file of one public event, however old; None for a draft, a private or an unknown one."""
    events = EventPage.objects.live().public().filter(pk=event_id)
    identity = CalendarIdentity.objects.filter(event__in=events).first()
    if identity is None or not Entry.can_show(identity):
        return None
    return Stream(body=calendar.download(Entry.of(identity)), changed_at=identity.changed_at)


def _last_departure(now: datetime) -> datetime | None:
    """When something last left the feed: taken away by somebody, or held too long ago.

    Without it a client that only sends If-Modified-Since would keep what is gone.
    """
    taken_away = PageLogEntry.objects.filter(action__in=LEAVING).aggregate(at=Max("timestamp"))["at"]
    ended_at = (
        EventPage.objects.live().filter(end_at__lte=now - KEPT_IN_FEED).aggregate(at=Max("end_at"))["at"]
    )
    aged_out = ended_at + KEPT_IN_FEED if ended_at else None
    return max(filter(None, (taken_away, aged_out)), default=None)
