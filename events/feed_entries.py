"""Events as the public feeds show them, each put into words once.

The words hang on the event, the version that calendars know of it and the site's address alone (docs/rules.md
C 2.4), so each process keeps them by these. A feed then reads versions and no texts.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Expression, F, QuerySet
from django.db.models.functions import Cast

from events import calendar
from events.calendar import Entry
from events.models import CalendarIdentity, Tombstone
from events.querysets import EventQuerySet

# Some kilobytes each at most; of events that nobody shows any more a few are kept, too.
MOST_KEPT = 20_000
# Texts are read for so many events at a time, so that a first feed of many is not in memory twice.
READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class FeedEntry:
    uid: UUID
    starts_at: datetime
    body: bytes


@dataclass(frozen=True)
class Found:
    """`changed_at`, `published_at`: when the last of them was; `first_end`: of the one that is over first."""

    entries: list[FeedEntry]
    changed_at: datetime | None
    published_at: datetime | None
    first_end: datetime | None


class _Kept:
    """`entries`: None for what has nothing to show. Who reads holds on to the dictionary: it is filled up and
    never emptied, but another one put in its place, by whichever thread finds that it is full."""

    entries: dict[Hashable, FeedEntry | None] = {}


def versions(events: EventQuerySet) -> QuerySet[CalendarIdentity, Any]:
    """What a feed asks of these events, in the order of their start; its rows are for `of_versions`."""
    return (
        CalendarIdentity.objects.filter(event__in=events.values("pk"), changed_at__isnull=False)
        .annotate(
            key=as_text("uid"),
            at=as_text("changed_at"),
            published_at=as_text("event__last_published_at"),
            end_at=as_text("event__end_at"),
        )
        .order_by("event__start_at", "uid")
        .values_list("published_at", "end_at", "pk", "key", "sequence", "at")
    )


def of_versions(rows: Sequence[tuple[Any, ...]]) -> Found:
    """As far as there is something to show."""
    origin = settings.SITE_ORIGIN
    kept = _Kept.entries
    keys = [(uid, sequence, at, origin) for _, _, _, uid, sequence, at in rows]
    missing = [(row[2], key) for row, key in zip(rows, keys, strict=True) if key not in kept]
    read = _read(missing)
    # What has been deleted since its version was asked is in neither.
    found = [read[row[2]] if row[2] in read else kept.get(key) for row, key in zip(rows, keys, strict=True)]
    return Found(
        entries=[entry for entry in found if entry is not None],
        # From the rows, which have just been read: looking into thousands of entries takes longer.
        changed_at=as_moment(
            max((row[5] for row, entry in zip(rows, found, strict=True) if entry is not None), default="")
        ),
        published_at=as_moment(max((row[0] or "" for row in rows), default="")),
        first_end=as_moment(min((row[1] for row in rows), default="")),
    )


def of_stone(stone: Tombstone) -> FeedEntry:
    return _rendered(stone)


def _read(missing: Sequence[tuple[int, Hashable]]) -> dict[int, FeedEntry | None]:
    """Those that are new, or new in this version."""
    if len(_Kept.entries) + len(missing) > MOST_KEPT:
        _Kept.entries = {}
    kept = _Kept.entries
    read: dict[int, FeedEntry | None] = {}
    for start in range(0, len(missing), READ_AT_ONCE):
        keys = dict(missing[start : start + READ_AT_ONCE])
        for identity in CalendarIdentity.objects.filter(pk__in=keys).annotate(
            key=as_text("uid"), at=as_text("changed_at")
        ):
            read[identity.pk] = _rendered(identity) if Entry.can_show(identity) else None
            # Its version may have risen since it was read.
            kept[identity.key, identity.sequence, identity.at, settings.SITE_ORIGIN] = read[identity.pk]
    return read


def _rendered(shown: CalendarIdentity | Tombstone) -> FeedEntry:
    entry = Entry.of(shown)
    return FeedEntry(entry.uid, entry.starts_at, calendar.public_event(entry))


def as_text(name: str | Expression) -> Cast:
    """Reading hundreds of times and numbers as such takes longer than all the rest; texts of times have the
    same order."""
    return Cast(F(name) if isinstance(name, str) else name, CharField())


def as_moment(text: str | None) -> datetime | None:
    if not text:
        return None
    found = datetime.fromisoformat(text)
    # SQLite keeps UTC without saying so.
    return found if found.tzinfo else found.replace(tzinfo=UTC)
