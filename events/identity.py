"""Raising an event's calendar version when something that calendars show has changed (docs/rules.md C 2.2).

Called when a page is published, when a venue or a contact in use is saved, and by beat for what was lost.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from events import tombstones
from events.models import CalendarIdentity, EventPage, Person, Venue
from events.snapshot import snapshot_of


def refresh(event: EventPage, *, now: datetime) -> bool:
    """Bring what calendars know of this event up to date; says whether anything had changed.

    Looks at the published page in the database, whatever the instance at hand holds: that may be a draft.
    """
    with transaction.atomic():
        if not EventPage.objects.filter(pk=event.pk).exists():
            return False
        # Lock first, read afterwards: who comes second must see what the first one saw, or newer.
        identity, _made = CalendarIdentity.objects.select_for_update(of=("self",)).get_or_create(
            event_id=event.pk
        )
        live = EventPage.objects.live().select_related("venue", "contact").filter(pk=event.pk).first()
        if live is None or live.alias_of_id is not None:
            tombstones.settle(identity, now=now)
            return False
        snapshot = snapshot_of(live)
        has_changed = snapshot != identity.snapshot
        if has_changed:
            identity.note_move(snapshot, at=_published_at(live, identity, now=now))
            identity.raise_to(snapshot, now=now)
        identity.handled_at = _latest_change(live) or now
        identity.save(
            update_fields=["sequence", "changed_at", "created_at", "snapshot", "moves", "handled_at"]
        )
        tombstones.settle(identity, now=now)
    event.calendar_identity = identity
    return has_changed


def refresh_where_used(used: Venue | Person, *, now: datetime) -> int:
    """After a venue or a contact has been saved; returns how many events have changed in calendars."""
    where = Q(venue=used) if isinstance(used, Venue) else Q(contact=used)
    events = EventPage.objects.live().filter(where, alias_of__isnull=True).order_by("pk")
    return sum(refresh(event, now=now) for event in events)


def _published_at(event: EventPage, identity: CalendarIdentity, *, now: datetime) -> datetime:
    """When what is new became public: also where that was noticed much later, after an outage."""
    published_at, handled_at = event.last_published_at, identity.handled_at
    is_news = published_at is not None and (handled_at is None or published_at > handled_at)
    return min(published_at, now) if is_news else now


def _latest_change(event: EventPage) -> datetime | None:
    """The youngest change that this reading of the page has seen.

    Not the present moment: a change may bear an earlier time and be committed later, and would be overlooked.
    """
    changes = [
        event.last_published_at,
        event.venue.changed_at if event.venue else None,
        event.contact.changed_at if event.contact else None,
    ]
    return max(filter(None, changes), default=None)
