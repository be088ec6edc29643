"""Who has asked for a seat and waits for the organiser's answer, in the order in which answers are due.

Asked without the lock it is how things stand at this moment; `approval.py` asks again under it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.db.models import Max, Q

from events.models import EventPage
from events.roles import Role
from registration.domain import availability, balance_gap, capacity, seat_words, substitutes, window
from registration.domain.availability import Tally
from registration.domain.balance_gap import Gap
from registration.domain.capacity import Seats
from registration.models import HistoryEntry, Registration
from registration.models.registration import RegistrationQuerySet


@dataclass(frozen=True)
class SeatRequest:
    """`refusal` says in words why there is no seat for this person now, and is empty when there is one.
    `holder` is the colleague whose seat it is about, as long as they have it. `due_at` is None where no
    day has been promised."""

    registration: Registration
    asked_at: datetime
    due_at: datetime | None
    gap: Gap
    refusal: str
    holder: Registration | None

    @property
    def fits(self) -> bool:
        return not self.refusal

    def is_overdue(self, now: datetime) -> bool:
        return self.due_at is not None and now >= self.due_at


@dataclass(frozen=True)
class Waiting:
    """How many wait for an answer in an event; `due_at` is when the first of them is due."""

    event: EventPage
    people: int
    due_at: datetime | None
    is_overdue: bool


def queue(event: EventPage, *, now: datetime) -> list[SeatRequest]:
    """The role that is furthest from its goal first, within it first come first."""
    rows = list(_pending(event.registrations.all()))
    return _queue(event, rows, _asked_at(rows), availability.tally_of_event(event), now=now)


def queue_of_all(*, now: datetime) -> list[SeatRequest]:
    """The same for every event that has not begun, the next one first; as many queries for many events as
    for one."""
    rows = list(_pending(_answerable(Registration.objects.all(), now=now)))
    asked_at = _asked_at(rows)
    ids = {row.event_id for row in rows}
    events = list(EventPage.objects.filter(pk__in=ids).prefetch_related("quotas").order_by("start_at", "pk"))
    window.load(events)
    tallies = availability.tally_many(ids)
    found: list[SeatRequest] = []
    for event in events:
        theirs = [row for row in rows if row.event_id == event.pk]
        for row in theirs:
            row.event = event
        found += _queue(event, theirs, asked_at, tallies[event.pk], now=now)
    return found


def waiting(*, now: datetime) -> list[Waiting]:
    """The events in which somebody waits for an answer, the next one first; as many queries for many."""
    rows = list(
        _pending(_answerable(Registration.objects.all(), now=now))
        .select_related("event")
        .order_by("event__start_at", "event_id")
    )
    asked_at = _asked_at(rows)
    found = []
    for event, group in groupby(rows, key=lambda row: row.event):
        dues = [_due_at(row, event, asked_at=asked_at[row.pk]) for row in group]
        first = min((due for due in dues if due is not None), default=None)
        is_overdue = first is not None and now >= first
        found.append(Waiting(event=event, people=len(dues), due_at=first, is_overdue=is_overdue))
    return found


def foresee(ids: Iterable[int], *, now: datetime) -> list[SeatRequest]:
    """What a yes to all of these would come to, one after the other as they are answered: where the seats
    end, the rest are refused. Who waits for no answer is left out."""
    wanted = set(ids)
    chosen = [request for request in queue_of_all(now=now) if request.registration.pk in wanted]
    tallies = availability.tally_many({request.registration.event_id for request in chosen})
    found = []
    for event, group in groupby(chosen, key=lambda request: request.registration.event):
        seats: dict[str, Seats] = {}
        for request in group:
            way = _way(event, request.registration, request.holder)
            if way not in seats:
                seats[way] = availability.seats_of(event, tallies[event.pk], attendance=way, now=now)
            row = request.registration
            without_holder = _without(seats[way], request.holder)
            refusal = _refusal(without_holder, row)
            if not refusal:
                seats[way] = capacity.with_one_more(without_holder, row.role, organisation=_counted_as(row))
            found.append(replace(request, refusal=refusal))
    return found


def _answerable(registrations: RegistrationQuerySet, *, now: datetime) -> RegistrationQuerySet:
    """Once an event has begun, or is cancelled, there is nothing to answer any more."""
    return registrations.filter(Q(event__start_at__gt=now) | Q(event__start_at=None)).exclude(
        event__status=EventPage.Status.CANCELLED
    )


def _pending(registrations: RegistrationQuerySet) -> RegistrationQuerySet:
    return registrations.pending().select_related("substitute_for")


def _asked_at(rows: Sequence[Registration]) -> dict[int, datetime]:
    """When each of them asked: who withdrew and came back did so later than they first came."""
    entries = HistoryEntry.objects.filter(
        registration__in=[row.pk for row in rows], action=HistoryEntry.Action.REQUESTED
    )
    last = dict(entries.order_by().values_list("registration_id").annotate(last=Max("at")))
    return {row.pk: last.get(row.pk) or row.created_at for row in rows}


def _queue(
    event: EventPage,
    rows: Sequence[Registration],
    asked_at: Mapping[int, datetime],
    tally: Tally,
    *,
    now: datetime,
) -> list[SeatRequest]:
    found = [_request(event, row, tally, asked_at=asked_at[row.pk], now=now) for row in rows]
    return sorted(
        found, key=lambda request: (-request.gap.missing, request.asked_at, request.registration.pk)
    )


def _request(
    event: EventPage, row: Registration, tally: Tally, *, asked_at: datetime, now: datetime
) -> SeatRequest:
    holder = substitutes.seat_to_take(row)
    way = _way(event, row, holder)
    seats = availability.seats_of(event, tally, attendance=way, now=now)
    return SeatRequest(
        registration=row,
        asked_at=asked_at,
        due_at=_due_at(row, event, asked_at=asked_at),
        gap=balance_gap.gap_of(seats, row.role),
        refusal=_refusal(_without(seats, holder), row),
        holder=holder,
    )


def _way(event: EventPage, row: Registration, holder: Registration | None) -> str:
    return availability.attendance_for(event, wish=(holder or row).attendance)


def _without(seats: Seats, holder: Registration | None) -> Seats:
    """The seats when the colleague whose seat it is about has left."""
    if holder is None:
        return seats
    return capacity.with_one_less(
        seats,
        holder.role,
        organisation=holder.organisation_key,
        is_counted=not holder.is_override and holder.role != Role.GUEST,
    )


def _refusal(seats: Seats, row: Registration) -> str:
    refusal = capacity.why_not(seats, row.role, organisation=_counted_as(row))
    return seat_words.for_staff(refusal, role=row.role) if refusal else ""


def _counted_as(row: Registration) -> str:
    """Guests belong to no counted organisation."""
    return "" if row.role == Role.GUEST else row.organisation_key


def _due_at(row: Registration, event: EventPage, *, asked_at: datetime) -> datetime | None:
    """Until when we have promised an answer; to a colleague who is to take over none has been promised."""
    return None if row.substitute_for_id else event.answer_promised_to(asked_at)
