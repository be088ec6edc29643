"""How events stand: the provider that `events.availability` names, and the counts under the lock."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from events.availability import Availability, RoleSeats, SeatStatus
from events.models import EventPage
from events.roles import BALANCED_ROLES, Role
from home.statements import Statement
from registration.domain import capacity, window
from registration.domain.capacity import Quota, Seats
from registration.models import Registration
from registration.models.registration import RegistrationQuerySet

Attendance = Registration.Attendance
# A notice of scarcity when about a seventh of the seats is left, for small events from three down.
FEW_LEFT_SHARE = 0.15
FEW_LEFT_LEAST = 3


@dataclass
class Tally:
    """Who holds a seat in an event, and who waits, by way of taking part; counted from the rows."""

    taken: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    others: Counter[str] = field(default_factory=Counter)
    organisations: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    # Who waits, by way of taking part, role and organisation.
    waiting: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    # Of those who hold a seat: who has not answered yet.
    offered: int = 0


def of(events: Sequence[EventPage], *, now: datetime) -> dict[int, Availability]:
    """How each event stands, keyed by page id; two queries for all of them. See events.availability."""
    tallies = tally_many([event.pk for event in events])
    window.load(events)
    return {event.pk: _describe(event, tallies[event.pk], now=now) for event in events}


def of_event_at_hand(event: EventPage, *, now: datetime) -> Availability:
    """How an event stands that brings its quotas along, and what staff have pressed: one query."""
    return _describe(event, tally_of_event(event), now=now)


def tally_many(event_ids: Iterable[int | None]) -> dict[int | None, Tally]:
    found = Registration.objects.filter(event_id__in=[pk for pk in event_ids if pk is not None])
    return _tallies(_counts(found))


def tally_of_event(event: EventPage) -> Tally:
    """Asked whenever somebody looks at a form."""
    return tally_from(COUNTS_OF_EVENT.rows(event.pk))


def tally_from(counts: Iterable[tuple[Any, ...]]) -> Tally:
    """What COUNTS_OF_EVENT has answered."""
    return next(iter(_tallies(counts).values()), Tally())


def tally_of(registrations: RegistrationQuerySet) -> Tally:
    """The counts of some registrations for one event, such as all but one."""
    return tally_from(_counts(registrations))


def _counts(registrations: RegistrationQuerySet) -> QuerySet[Any, tuple[Any, ...]]:
    return (
        registrations.filter(status__in=[*Registration.HOLDING_SEAT, Registration.Status.WAITLISTED])
        .values_list("event_id", "status", "attendance", "role", "is_override", "organisation_key")
        .annotate(people=Count("pk"))
        .order_by()
    )


COUNTS_OF_EVENT = Statement("seat_counts", lambda pk: _counts(Registration.objects.filter(event=pk)))


def _tallies(counts: Iterable[tuple[Any, ...]]) -> dict[int | None, Tally]:
    tallies: dict[int | None, Tally] = defaultdict(Tally)
    for event_id, status, attendance, role, is_override, organisation, people in counts:
        tally = tallies[event_id]
        if status == Registration.Status.OFFERED:
            tally.offered += people
        if status == Registration.Status.WAITLISTED:
            tally.waiting[attendance, role, organisation] += people
        elif is_override or role == Role.GUEST:
            tally.others[attendance] += people
        else:
            tally.taken[attendance][role] += people
            if organisation:
                tally.organisations[attendance][organisation] += people
    return tallies


def seats_of(event: EventPage, tally: Tally, *, attendance: str, now: datetime) -> Seats:
    """The seats of one way of taking part. Quotas apply to the room, and online when that is all there is.

    Where there is one way only, everybody counts: an event may have had another format when they came.
    """
    if event.format != EventPage.Format.HYBRID:
        taken = sum(tally.taken.values(), Counter())
        others = sum(tally.others.values())
        organisations = sum(tally.organisations.values(), Counter())
    else:
        taken, others = tally.taken[attendance], tally.others[attendance]
        organisations = tally.organisations[attendance]
        if attendance == Attendance.ONLINE:
            return Seats(capacity=event.online_capacity, taken=taken, others=others)
    return Seats(
        capacity=event.capacity,
        quotas={quota.role: Quota(quota.reserved, quota.maximum) for quota in event.quotas.all()},
        taken=taken,
        others=others,
        is_released=window.is_released(event, now=now),
        organisations=organisations,
        organisation_maximum=event.max_per_organisation,
    )


def has_seat_for(
    registration: Registration, event: EventPage, tally: Tally, *, attendance: str, now: datetime
) -> bool:
    """Whether this person, who is not among those counted, would get a seat in this way of taking part."""
    way = attendance_for(event, wish=attendance)
    seats = seats_of(event, tally, attendance=way, now=now)
    return capacity.fits(seats, registration.role, organisation=registration.organisation_key)


def attendance_for(event: EventPage, *, wish: str) -> str:
    """The wished way of taking part where the event has two, else the one it has."""
    if event.format == EventPage.Format.HYBRID and wish:
        return wish
    return main_attendance(event)


def main_attendance(event: EventPage) -> str:
    """The way of taking part that `capacity` speaks of: online for an online event, else the room."""
    return Attendance.ONLINE if event.format == EventPage.Format.ONLINE else Attendance.ON_SITE


def is_open(event: EventPage, *, now: datetime) -> bool:
    """Whether the public form takes people now. Neither the flow nor seats are asked about."""
    closes_at = window.closing_time(event)
    if not event.live or event.is_cancelled or not event.has_settled_date or closes_at is None:
        return False
    return (event.opens_at is None or now >= event.opens_at) and now < closes_at


def _describe(event: EventPage, tally: Tally, *, now: datetime) -> Availability:
    closes_at = window.closing_time(event)
    seats = seats_of(event, tally, attendance=main_attendance(event), now=now)
    online_left = online_taken = None
    if event.format == EventPage.Format.HYBRID:
        online_taken = seats_of(event, tally, attendance=Attendance.ONLINE, now=now).total_taken
        if event.online_capacity is not None:
            online_left = max(0, event.online_capacity - online_taken)
    return Availability(
        status=_status(event, seats, closes_at=closes_at, now=now),
        capacity=event.capacity,
        taken=seats.total_taken,
        roles=tuple(
            RoleSeats(
                role=role,
                taken=seats.taken_by(role),
                reserved=seats.quota_of(role).reserved,
                maximum=seats.quota_of(role).maximum,
                left=capacity.seats_left_for(seats, role) or 0,
            )
            for role in BALANCED_ROLES
        ),
        opens_at=event.opens_at,
        closes_at=closes_at,
        takes_registrations=event.flow != EventPage.Flow.INVITATION and is_open(event, now=now),
        online_left=online_left,
        online_taken=online_taken,
    )


def _status(event: EventPage, seats: Seats, *, closes_at: datetime | None, now: datetime) -> SeatStatus:
    if event.is_cancelled:
        return SeatStatus.CANCELLED
    if event.is_over(now):
        return SeatStatus.HELD
    if not event.has_settled_date:
        return SeatStatus.PRELIMINARY
    if event.opens_at and now < event.opens_at:
        return SeatStatus.NOT_YET_OPEN
    if closes_at and now >= closes_at:
        return SeatStatus.CLOSED
    if capacity.is_full_for_all(seats):
        return SeatStatus.FULL
    left = event.capacity - seats.total_taken
    if left <= max(FEW_LEFT_LEAST, event.capacity * FEW_LEFT_SHARE):
        return SeatStatus.FEW_LEFT
    return SeatStatus.OPEN
