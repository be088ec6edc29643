"""An event that the public can no longer see stays in the public feeds as cancelled (docs/rules.md C 4.3).

Whoever subscribes must not find that a day in their calendar has silently become empty. Made when a page is
unpublished, deleted or closed to the public; taken away when it is public again. Beat repeats it for what was
lost on the way, all but a deletion, which is noticed in its own transaction.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from events import feed_filters
from events.calendar import Entry
from events.models import CalendarIdentity, EventIndexPage, EventPage, Tombstone
from events.querysets import KEPT_IN_FEED
from events.snapshot import LANGUAGES


def lately(*, now: datetime) -> list[Tombstone]:
    """Those that feeds show, and those that have left them since about as long (`is_standing`)."""
    return list(Tombstone.objects.filter(ends_at__gt=now - 2 * KEPT_IN_FEED).order_by("ends_at", "uid"))


def is_standing(stone: Tombstone, *, now: datetime) -> bool:
    return stone.ends_at > now - KEPT_IN_FEED


def settle_events(event_ids: Iterable[int], *, now: datetime) -> None:
    for event_id in event_ids:
        with transaction.atomic():
            identity = _locked(event_id)
            if identity is not None:
                settle(identity, now=now)


def settle(identity: CalendarIdentity, *, now: datetime) -> None:
    """Under the lock of the identity: compare what the public sees with what it saw. Doing it twice does no
    harm."""
    visible = EventPage.objects.seen_by_all().filter(pk=identity.event_id, alias_of__isnull=True)
    is_public = Entry.can_show(identity) and visible.exists()
    if is_public:
        _take_down(identity, now=now)
    elif identity.is_public:
        _put_up(identity, now=now)
    if identity.is_public != is_public:
        identity.is_public = is_public
        identity.save(update_fields=["is_public"])


def before_deletion(event_id: int, *, now: datetime) -> None:
    """The page is still there, but not for long."""
    identity = _locked(event_id)
    if identity is not None and identity.is_public:
        _put_up(identity, now=now, goes=True)


def settle_missed(*, now: datetime) -> int:
    """For beat: those whose coming or going nobody noticed."""
    public = EventPage.objects.seen_by_all().filter(alias_of__isnull=True).values("pk")
    gone = CalendarIdentity.objects.filter(is_public=True).exclude(event__in=public)
    come = CalendarIdentity.objects.filter(is_public=False, changed_at__isnull=False, event__in=public)
    missed = [*gone.values_list("event_id", flat=True), *come.values_list("event_id", flat=True)]
    settle_events(missed, now=now)
    return len(missed)


def _locked(event_id: int) -> CalendarIdentity | None:
    return CalendarIdentity.objects.select_for_update(of=("self",)).filter(event_id=event_id).first()


def _put_up(identity: CalendarIdentity, *, now: datetime, goes: bool = False) -> None:
    if not Entry.can_show(identity):
        return
    entry = Entry.of(identity)
    is_ahead = entry.ends_at > now
    if not is_ahead and not (entry.is_cancelled and entry.ends_at > now - KEPT_IN_FEED):
        return
    event = EventPage.objects.select_related("venue", "gatheringpage").get(pk=identity.event_id)
    stone = Tombstone(
        uid=identity.uid,
        sequence=identity.sequence + 1,
        changed_at=_after(identity.changed_at, now=now),
        created_at=identity.created_at,
        ends_at=entry.ends_at,
        snapshot=_inscription(
            identity.snapshot, is_hidden=event.live and not goes and not entry.is_cancelled
        ),
    )
    feed_filters.for_stone(event, stone)
    values = {
        field.attname: getattr(stone, field.attname) for field in Tombstone._meta.fields if field.name != "id"
    }
    Tombstone.objects.update_or_create(uid=stone.uid, defaults=values)


def _take_down(identity: CalendarIdentity, *, now: datetime) -> None:
    """What is back has to be newer than its tombstone, or calendars would go on showing that."""
    stone = Tombstone.objects.filter(uid=identity.uid).first()
    if stone is None:
        return
    identity.sequence = max(identity.sequence, stone.sequence)
    if identity.changed_at is None or identity.changed_at < stone.changed_at:
        identity.changed_at = stone.changed_at
    identity.raise_to(identity.snapshot, now=now)
    identity.save(update_fields=["sequence", "changed_at", "snapshot"])
    stone.delete()


def _after(moment: datetime | None, *, now: datetime) -> datetime:
    current = now.replace(microsecond=0)
    return max(current, moment + timedelta(seconds=1)) if moment else current


def _inscription(snapshot: dict[str, Any], *, is_hidden: bool) -> dict[str, Any]:
    """The time and the title, which subscribers know; nothing else of what is no longer public."""
    return snapshot | {
        "status": EventPage.Status.CANCELLED.value,
        "geo": None,
        "online_link": "",
        **{language: _words(snapshot[language], language, is_hidden=is_hidden) for language in LANGUAGES},
    }


def _words(words: dict[str, str], language: str, *, is_hidden: bool) -> dict[str, str]:
    with translation.override(language):
        if is_hidden:
            # It may well be held for those who are registered: this does not say that it is cancelled.
            summary = _("NO LONGER OPEN TO ALL: %(title)s")
            description = _("The event is no longer shown openly. If you are registered, that still holds.")
        else:
            summary = _("CANCELLED: %(title)s")
            description = _("The event has been taken off the site of Bostadsforum.")
        return words | {
            "summary": summary % {"title": words["title"]},
            "ingress": "",
            "location": "",
            "online_location": "",
            "description": description,
            "path": _path_of_list(),
        }


def _path_of_list() -> str:
    """In the active language; the page itself is not there to be read."""
    index = EventIndexPage.objects.live().first()
    parts = index.get_url_parts() if index else None
    return (parts[2] if parts else None) or "/"
