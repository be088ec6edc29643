"""Which events the public feeds show, and since when they are as they are (docs/rules.md C 4)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Max
from wagtail.models import PageLogEntry

from events import calendar, feed_entries, feed_filters, feed_name, tombstones
from events.calendar import Entry
from events.feed_entries import FeedEntry
from events.feed_filters import FeedFilters
from events.models import CalendarIdentity, EventPage, Tombstone
from events.querysets import KEPT_IN_FEED, EventQuerySet

# An event that has been held and then leaves the feed leaves no row behind that says when, but Wagtail's log
# does.
LEAVING = (
    "wagtail.delete",
    "wagtail.move",
    "wagtail.unpublish",
    "wagtail.view_restriction.create",
    "wagtail.view_restriction.edit",
    "wagtail.view_restriction.delete",
)
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
EVERYTHING = FeedFilters()


@dataclass(frozen=True)
class Stream:
    """`good_until`: when something in it will be too old to be shown; None where nothing will."""

    body: bytes
    changed_at: datetime
    good_until: datetime | None = None


def public_feed(*, now: datetime, filters: FeedFilters = EVERYTHING) -> Stream:
    """Everything public from ninety days back, so that nobody's calendar loses what has just been held; or
    what the filters let through of it, each event the same bytes."""
    public = EventPage.objects.in_feed(now)
    found = feed_entries.of_events(feed_filters.apply(public, filters))
    entries, first_end = found.entries, found.first_end
    withdrawn = tombstones.lately(now=now)
    changes = [_last_departure(now), *(_last_change(stone, now=now) for stone in withdrawn)]
    changes += [found.published_at, *(entry.changed_at for entry in entries)]
    if filters.chosen:
        changes += _reasons_to_leave(public)
    if stones := _standing(withdrawn, entries, filters, now=now):
        entries = sorted([*entries, *stones], key=lambda entry: (entry.starts_at, entry.uid.hex))
    return Stream(
        body=calendar.feed((entry.body for entry in entries), name=feed_name.of(filters)),
        changed_at=max(filter(None, changes), default=NEVER),
        good_until=_next_departure(first_end, withdrawn, now=now),
    )


def one_event(event_id: int) -> Stream | None:
    """The file of one public event, however old; None for a draft, a private or an unknown one."""
    events = EventPage.objects.live().public().filter(pk=event_id)
    identity = CalendarIdentity.objects.filter(event__in=events).first()
    if identity is None or not Entry.can_show(identity):
        return None
    return Stream(body=calendar.download(Entry.of(identity)), changed_at=identity.changed_at)


def _standing(
    withdrawn: list[Tombstone], shown: list[FeedEntry], filters: FeedFilters, *, now: datetime
) -> list[FeedEntry]:
    # What has come back is shown as itself, also before its tombstone has been taken away.
    uids = {entry.uid for entry in shown} if withdrawn else set()
    return [
        feed_entries.of_stone(stone)
        for stone in withdrawn
        if tombstones.is_standing(stone, now=now)
        and stone.uid not in uids
        and feed_filters.matches(stone, filters)
    ]


def _last_change(stone: Tombstone, *, now: datetime) -> datetime:
    return stone.changed_at if tombstones.is_standing(stone, now=now) else stone.ends_at + KEPT_IN_FEED


def _reasons_to_leave(public: EventQuerySet) -> list[datetime | None]:
    """When an event may last have lost what a filter asks for: by a publication, or with its venue."""
    return list(public.aggregate(Max("last_published_at"), Max("venue__changed_at")).values())


def _next_departure(
    first_end: datetime | None, withdrawn: list[Tombstone], *, now: datetime
) -> datetime | None:
    ends = [first_end, *(stone.ends_at for stone in withdrawn if tombstones.is_standing(stone, now=now))]
    earliest = min(filter(None, ends), default=None)
    return earliest + KEPT_IN_FEED if earliest else None


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
