"""The line for a seat: first come, first served among those who fit (docs/rules.md 4.2).

A freed seat is offered to the next who fits, with a deadline, or theirs at once if they asked for that.
Everything that frees a seat ends in `promote`, which names the letter.
"""

import logging
from datetime import datetime

from django.db.models import Q

from events.models import EventPage
from home.statements import Statement
from registration.domain import availability, capacity, office_hours, seat_lock
from registration.domain.availability import Tally
from registration.domain.capacity import Seats
from registration.domain.errors import TemporarilyBusy
from registration.mail import letters
from registration.models import HistoryEntry, Registration

logger = logging.getLogger(__name__)

Action = HistoryEntry.Action


def settle(event: EventPage, *, now: datetime, tally: Tally | None = None) -> Tally:
    """Under the lock: carry out what the clock has decided (offers lapse, a release frees seats), so that a
    newcomer never passes the queue. Returns the counts as they then stand; `tally`: as they stand before,
    where they have been asked for already."""
    tally = tally or availability.tally_of_event(event)
    if tally.offered and _lapse(event, now=now):
        tally = availability.tally_of_event(event)
    return promote(event, tally=tally, now=now)


def promote(event: EventPage, *, tally: Tally, now: datetime) -> Tally:
    """Under the lock: give or offer seats to those in line who fit, in their order, and name their letters.

    Nobody is promoted once the event has begun, or in an event that is cancelled or not published.
    One pass is enough: a seat taken never makes room for somebody else.
    """
    if not tally.waiting or not gives_seats(event, now=now):
        return tally
    seats = {way: availability.seats_of(event, tally, attendance=way, now=now) for way in _ways(event, tally)}
    answer_by = offer_deadline(event, now=now)
    next_ones = who_fits(event, tally, seats=seats, only_directly=answer_by is None)
    for registration in next_ones:
        if registration.wants_directly or answer_by is None:
            _confirm(registration, now=now)
        else:
            _offer(registration, answer_by=answer_by, now=now)
    return availability.tally_of_event(event) if next_ones else tally


def who_fits(
    event: EventPage, tally: Tally, *, seats: dict[str, Seats], only_directly: bool = False
) -> list[Registration]:
    """Who in the line would get a seat, one after the other, of the seats of each way of taking part.

    `only_directly`: it is too late for offers, and who did not ask for a seat directly is passed by.
    """
    seats = dict(seats)
    chosen: list[Registration] = []
    if not _anybody_fits(event, tally, seats=seats):
        # The counts say so already: a long line is not read for each newcomer.
        return chosen
    line = event.registrations.in_line()
    for registration in line.filter(wants_directly=True) if only_directly else line:
        way = availability.attendance_for(event, wish=registration.attendance)
        key = registration.organisation_key
        if capacity.fits(seats[way], registration.role, organisation=key):
            seats[way] = capacity.with_one_more(seats[way], registration.role, organisation=key)
            chosen.append(registration)
            if not _anybody_fits(event, tally, seats=seats):
                break
    return chosen


def _anybody_fits(event: EventPage, tally: Tally, *, seats: dict[str, Seats]) -> bool:
    """Whether there is a seat for any role and organisation that somebody waits with."""
    return any(
        capacity.fits(
            seats[availability.attendance_for(event, wish=attendance)], role, organisation=organisation
        )
        for attendance, role, organisation in tally.waiting
    )


def gives_seats(event: EventPage, *, now: datetime) -> bool:
    """Whether a seat that becomes free still goes to somebody in the line."""
    return event.live and not event.is_cancelled and not event.has_begun(now)


def offer_deadline(event: EventPage, *, now: datetime) -> datetime | None:
    """Until when who is offered a seat now may answer; None when it is too late for offers."""
    if not event.makes_offers(now):
        return None
    answer_by = office_hours.add_hours(now, hours=event.offer_hours)
    return min(answer_by, event.offers_end_at) if event.offers_end_at else answer_by


def _ways(event: EventPage, tally: Tally) -> set[str]:
    return {availability.attendance_for(event, wish=attendance) for attendance, _role, _firm in tally.waiting}


def next_place(event: EventPage) -> int:
    """The place behind everybody who has ever stood in this line; only under the lock."""
    found = _LAST_PLACE.rows(event.pk)
    return found[0][0] + 1 if found else 1


_LAST_PLACE = Statement(
    "last_place",
    lambda pk: (
        Registration.objects.filter(event=pk, place_in_line__isnull=False)
        .order_by("-place_in_line")
        .values_list("place_in_line")[:1]
    ),
)


def settle_all(*, now: datetime) -> int:
    """For beat: settle every coming event where somebody waits for a seat or has been offered one; returns
    how many events were looked at."""
    statuses = Registration.Status
    concerned = (
        Registration.objects.filter(
            Q(status=statuses.WAITLISTED, event__start_at__gt=now) | Q(status=statuses.OFFERED),
            event__live=True,
        )
        .order_by("event_id")
        .values_list("event_id", flat=True)
        .distinct()
    )
    for event_id in concerned:
        try:
            settle_one(event_id, now=now)
        except TemporarilyBusy:
            # The next tick comes within a minute; the other events must not wait for it.
            logger.warning("event not settled", extra={"event": event_id})
    return len(concerned)


@seat_lock.retried
def settle_one(event_id: int, *, now: datetime) -> None:
    with seat_lock.locked(event_id) as event:
        settle(event, now=now)


def _lapse(event: EventPage, *, now: datetime) -> int:
    """End the offers that nobody answered in time; returns how many. Their seats are free again."""
    lapsed = 0
    for registration in event.registrations.offered().order_by("offer_expires_at", "pk"):
        answer_by = registration.answer_due_at
        if answer_by is None or now < answer_by:
            continue
        registration.lapse()
        registration.save(update_fields=Registration.SEAT_FIELDS)
        registration.history.create(action=Action.LAPSED, at=now)
        letters.offer_lapsed(registration, now=now)
        lapsed += 1
    return lapsed


def _offer(registration: Registration, *, answer_by: datetime, now: datetime) -> None:
    registration.offer(now=now, expires_at=answer_by)
    registration.save(update_fields=Registration.SEAT_FIELDS)
    registration.history.create(action=Action.OFFERED, at=now)
    letters.offered(registration, now=now)


def _confirm(registration: Registration, *, now: datetime) -> None:
    registration.confirm(now=now)
    registration.save(update_fields=Registration.SEAT_FIELDS)
    registration.history.create(action=Action.PROMOTED, at=now)
    letters.promoted(registration, now=now)
