"""Which events the public feeds show, and since when they are as they are (docs/rules.md C 4)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Max, Value
from wagtail.models import PageLogEntry

from events import calendar, feed_entries, feed_filters, feed_name, tombstones
from events.calendar import Entry
from events.feed_entries import FeedEntry, as_moment, as_text
from events.feed_filters import FeedFilters
from events.models import CalendarIdentity, EventPage, Tombstone
from events.querysets import KEPT_IN_FEED, EventQuerySet
from home.statements import ANY_MOMENT, Rows, Statement, together

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
    since = now - KEPT_IN_FEED
    departures = ((_LAST_TAKEN_AWAY, [0]), (_LAST_ENDED, [since]))
    if filters.chosen:
        public = EventPage.objects.in_feed(now)
        rows = list(feed_entries.versions(feed_filters.apply(public, filters)))
        taken_away, ended = together(*departures)
    else:
        rows, taken_away, ended = together((_VERSIONS, [since]), *departures)
    found = feed_entries.of_versions(rows)
    entries, first_end = found.entries, found.first_end
    withdrawn = tombstones.lately(now=now)
    changes = [*_departures(taken_away, ended), *(_last_change(stone, now=now) for stone in withdrawn)]
    changes += [found.published_at, found.changed_at]
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
    events = EventPage.objects.seen_by_all().filter(pk=event_id)
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


def _departures(taken_away: Rows, ended: Rows) -> list[datetime | None]:
    """When something last left the feed: taken away by somebody, or held too long ago.

    Without it a client that only sends If-Modified-Since would keep what is gone.
    """
    last_end = as_moment(_only(ended))
    return [as_moment(_only(taken_away)), last_end + KEPT_IN_FEED if last_end else None]


def _only(rows: Rows) -> str | None:
    return rows[0][0] if rows else None


_VERSIONS = Statement(
    "feed_versions",
    lambda since: feed_entries.versions(EventPage.objects.seen_by_all().filter(end_at__gt=since)),
    stand_ins=(ANY_MOMENT,),
)
_LAST_TAKEN_AWAY = Statement(
    "feed_last_taken_away",
    lambda pk: (
        PageLogEntry.objects.filter(pk__gt=pk, action__in=LEAVING)
        .order_by()
        .values(all=Value(1))
        .annotate(at=as_text(Max("timestamp")))
        .values_list("at")
    ),
)
_LAST_ENDED = Statement(
    "feed_last_ended",
    lambda until: (
        EventPage.objects.live()
        .filter(end_at__lte=until)
        .order_by()
        .values(all=Value(1))
        .annotate(at=as_text(Max("end_at")))
        .values_list("at")
    ),
    stand_ins=(ANY_MOMENT,),
)
