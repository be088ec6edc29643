"""What the clock will do with the line for a seat, and which letters follow, as things stand now.

Offers lapse, reserved seats open to all, and what is free goes to the next in line. Nothing is given here;
whoever answers, withdraws or registers meanwhile changes it. What follows from the offers that are foreseen
here is not foreseen.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from events.models import EventPage
from registration.domain import availability, capacity, waitlist, window
from registration.domain.availability import Tally
from registration.domain.capacity import Seats
from registration.mail import outbox
from registration.models import OutboxMessage, Registration


class Cause(StrEnum):
    LAPSES = "lapses"
    NEXT_IN_LINE = "next_in_line"
    RELEASE = "release"


@dataclass(frozen=True)
class Foreseen:
    """A letter that would be written then, unsaved, to a person as they would stand then."""

    cause: Cause
    letter: OutboxMessage


def of(event: EventPage, *, now: datetime) -> list[Foreseen]:
    """In the order in which they would be written."""
    if not event.live or event.is_cancelled:
        return []
    offered = [
        _at_hand(one, event) for one in event.registrations.offered().order_by("offer_expires_at", "pk")
    ]
    release_at = window.released_at(event)
    moments = {max(one.answer_due_at, now) for one in offered if one.answer_due_at is not None}
    if release_at is not None and release_at > now and any(quota.reserved for quota in event.quotas.all()):
        moments.add(release_at)
    if not moments:
        return []
    line = [_at_hand(one, event) for one in event.registrations.in_line()]
    return list(_walk(event, sorted(moments), offered=offered, line=line, release_at=release_at))


def _walk(
    event: EventPage,
    moments: list[datetime],
    *,
    offered: list[Registration],
    line: list[Registration],
    release_at: datetime | None,
) -> Iterator[Foreseen]:
    tally = availability.tally_of_event(event)
    left: list[Registration] = []
    came: list[Registration] = []
    for moment in moments:
        lapsed = [one for one in offered if one not in left and (one.answer_due_at or moment) <= moment]
        left += lapsed
        for one in lapsed:
            yield Foreseen(Cause.LAPSES, _letter_of_lapse(one, now=moment))
        cause = Cause.RELEASE if moment == release_at and not lapsed else Cause.NEXT_IN_LINE
        answer_by = waitlist.offer_deadline(event, now=moment)
        waiting = [one for one in line if one not in came and (one.wants_directly or answer_by is not None)]
        if not waitlist.gives_seats(event, now=moment):
            continue
        for one in _who_fits(event, waiting, _seats(event, tally, left=left, came=came, now=moment)):
            came.append(one)
            yield Foreseen(cause, _letter_of_seat(one, answer_by=answer_by, now=moment))


def _seats(
    event: EventPage, tally: Tally, *, left: list[Registration], came: list[Registration], now: datetime
) -> dict[str, Seats]:
    """What is taken of each way of taking part when these have left and those have come."""
    seats = {
        way: availability.seats_of(event, tally, attendance=way, now=now)
        for way in Registration.Attendance.values
    }
    for one in left:
        way = _way(event, one)
        seats[way] = capacity.with_one_less(
            seats[way], one.role, organisation=one.organisation_key, is_counted=not one.is_override
        )
    for one in came:
        way = _way(event, one)
        seats[way] = capacity.with_one_more(seats[way], one.role, organisation=one.organisation_key)
    return seats


def _who_fits(
    event: EventPage, waiting: list[Registration], seats: dict[str, Seats]
) -> Iterator[Registration]:
    """As `waitlist.who_fits`, of those who would be left in the line."""
    seats = dict(seats)
    for one in waiting:
        way = _way(event, one)
        if capacity.fits(seats[way], one.role, organisation=one.organisation_key):
            seats[way] = capacity.with_one_more(seats[way], one.role, organisation=one.organisation_key)
            yield one


def _letter_of_lapse(registration: Registration, *, now: datetime) -> OutboxMessage:
    then = copy.copy(registration)
    then.lapse()
    return _letter("offer_lapsed", then, now=now)


def _letter_of_seat(
    registration: Registration, *, answer_by: datetime | None, now: datetime
) -> OutboxMessage:
    then = copy.copy(registration)
    if registration.wants_directly or answer_by is None:
        then.confirm(now=now)
        return _letter("promoted", then, now=now)
    then.offer(now=now, expires_at=answer_by)
    return _letter("offered", then, now=now)


def _letter(kind: str, then: Registration, *, now: datetime) -> OutboxMessage:
    """The row that `mail/letters.py` would write."""
    return outbox.row(kind, then, key=f"{kind}:{then.pk}:{then.turn}", now=now, details={"turn": then.turn})


def _at_hand(registration: Registration, event: EventPage) -> Registration:
    registration.event = event
    return registration


def _way(event: EventPage, registration: Registration) -> str:
    return availability.attendance_for(event, wish=registration.attendance)
