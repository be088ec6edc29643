"""The line for a seat: first come, first served among those who fit (docs/rules.md 4.2).

So far every waiting person is taken to have asked for the seat directly: a freed seat confirms the next
who fits, in the transaction that freed it. Everything that frees a seat ends in `promote`.
"""

import logging
from datetime import datetime

from django.db.models import Max

from events.models import EventPage
from registration.domain import availability, capacity, seat_lock
from registration.domain.availability import Tally
from registration.domain.errors import TemporarilyBusy
from registration.mail import letters
from registration.models import HistoryEntry, Registration

logger = logging.getLogger(__name__)


def settle(event: EventPage, *, now: datetime) -> Tally:
    """Under the lock: carry out what the clock has decided (a release frees seats), so that a
    newcomer never passes the queue. Returns the counts as they then stand."""
    tally = availability.tally_many([event.pk])[event.pk]
    return promote(event, tally=tally, now=now)


def promote(event: EventPage, *, tally: Tally, now: datetime) -> Tally:
    """Under the lock: confirm those in line who fit, in their order, and name their letters.

    Nobody is promoted once the event has begun, or in an event that is cancelled or not published.
    One pass is enough: a seat taken never makes room for somebody else.
    """
    if not tally.waiting or event.has_begun(now) or event.is_cancelled or not event.live:
        return tally
    ways = {availability.attendance_for(event, wish=attendance) for attendance in tally.waiting}
    seats = {way: availability.seats_of(event, tally, attendance=way, now=now) for way in ways}
    promoted = 0
    for registration in event.registrations.in_line():
        way = availability.attendance_for(event, wish=registration.attendance)
        key = registration.organisation_key
        if not capacity.fits(seats[way], registration.role, organisation=key):
            continue
        seats[way] = capacity.with_one_more(seats[way], registration.role, organisation=key)
        _confirm(registration, now=now)
        promoted += 1
    return availability.tally_many([event.pk])[event.pk] if promoted else tally


def next_place(event: EventPage) -> int:
    """The place behind everybody who has ever stood in this line; only under the lock."""
    last = event.registrations.aggregate(last=Max("place_in_line"))["last"]
    return (last or 0) + 1


def settle_all(*, now: datetime) -> int:
    """For beat: settle every coming event where somebody waits; returns how many events were looked at."""
    waiting = (
        Registration.objects.waitlisted()
        .filter(event__live=True, event__start_at__gt=now)
        .order_by("event_id")
        .values_list("event_id", flat=True)
        .distinct()
    )
    for event_id in waiting:
        try:
            settle_one(event_id, now=now)
        except TemporarilyBusy:
            # The next tick comes within a minute; the other events must not wait for it.
            logger.warning("event not settled", extra={"event": event_id})
    return len(waiting)


@seat_lock.retried
def settle_one(event_id: int, *, now: datetime) -> None:
    with seat_lock.locked(event_id) as event:
        settle(event, now=now)


def _confirm(registration: Registration, *, now: datetime) -> None:
    registration.confirm(now=now)
    registration.save(update_fields=Registration.SEAT_FIELDS)
    registration.history.create(action=HistoryEntry.Action.PROMOTED, at=now)
    letters.promoted(registration, now=now)
