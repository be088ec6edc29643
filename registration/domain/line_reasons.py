"""Why those in line are not offered a seat now, in words for staff (docs/rules.md 4.2).

Asked without the lock, so it is how things stand at this moment; nothing is given or taken here.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.attendance import role_words
from events.models import EventPage
from events.roles import Role
from home import dates
from registration.domain import availability, capacity, seat_words, waitlist, window
from registration.domain.availability import Tally
from registration.domain.capacity import Refusal, Seats
from registration.models import HistoryEntry, Registration


@dataclass(frozen=True)
class Waiting:
    """`place` is in the whole line, `place_among_own` what the person is told: within role and attendance."""

    registration: Registration
    place: int
    place_among_own: int
    since: datetime
    reason: str
    refusal: Refusal | None = None
    is_next: bool = False


@dataclass(frozen=True)
class Line:
    """Everybody who waits, in their order, and one sentence about them all."""

    sentence: str
    people: tuple[Waiting, ...]


def why_waiting(event: EventPage, *, now: datetime) -> Line:
    """Walks the line as `waitlist.who_fits` does; what is left after those who are next is for the others."""
    tally = availability.tally_of_event(event)
    line = list(
        event.registrations.in_line().annotate(
            joined_at=Max("history__at", filter=Q(history__action=HistoryEntry.Action.WAITLISTED))
        )
    )
    closed = _no_seats_at_all(event, now=now)
    is_late = waitlist.offer_deadline(event, now=now) is None
    seats: dict[str, Seats] = {}
    places: Counter[tuple[str, str]] = Counter()
    people = []
    for place, registration in enumerate(line, start=1):
        role, key = registration.role, registration.organisation_key
        way = availability.attendance_for(event, wish=registration.attendance)
        places[role, registration.attendance] += 1
        if way not in seats:
            seats[way] = availability.seats_of(event, tally, attendance=way, now=now)
        refusal = capacity.why_not(seats[way], role, organisation=key)
        is_next = not closed and refusal is None and (registration.wants_directly or not is_late)
        people.append(
            Waiting(
                registration=registration,
                place=place,
                place_among_own=places[role, registration.attendance],
                since=registration.joined_at or registration.created_at,
                reason=closed or _reason(refusal, event, seats[way], role=role, is_next=is_next),
                refusal=refusal,
                is_next=is_next,
            )
        )
        if is_next:
            seats[way] = capacity.with_one_more(seats[way], role, organisation=key)
    return Line(
        sentence=_sentence(event, people, seats, tally, closed=closed, is_late=is_late), people=tuple(people)
    )


def _no_seats_at_all(event: EventPage, *, now: datetime) -> str:
    """Why nobody at all is given a seat; empty when seats are given."""
    if waitlist.gives_seats(event, now=now):
        return ""
    if event.is_cancelled:
        return _("The event is cancelled.")
    if not event.live:
        return _("The event is not published.")
    return _("The event has begun or is over.")


def _reason(refusal: Refusal | None, event: EventPage, seats: Seats, *, role: str, is_next: bool) -> str:
    if is_next:
        return _("Is next, and hears from us within a minute.")
    if refusal is None:
        return _("It is too late for offers, and the person has not asked for a seat directly.")
    if refusal == Refusal.KEPT_FOR_OTHER_ROLES:
        return _("The seats that are left are reserved for %(roles)s.") % {
            "roles": _kept_for(seats, besides=role)
        }
    return seat_words.for_staff(refusal, role=role)


def _sentence(
    event: EventPage,
    people: list[Waiting],
    seats: dict[str, Seats],
    tally: Tally,
    *,
    closed: str,
    is_late: bool,
) -> str:
    if not people:
        return _("Nobody is on the waitlist.")
    if closed:
        return _("Nobody is offered a seat: %(reason)s") % {"reason": _as_clause(closed)}
    if count := sum(1 for one in people if one.is_next):
        return ngettext(
            "%(count)s person is next and hears from us within a minute.",
            "%(count)s people are next and hear from us within a minute.",
            count,
        ) % {"count": count}
    first = people[0]
    if len({one.refusal for one in people}) > 1:
        return _("Nobody is offered a seat now. The reasons differ, and stand beside each person.")
    if first.refusal is None and is_late:
        return _(
            "Nobody is offered a seat now: it is too late for offers, and nobody in line has asked for a "
            "seat directly."
        )
    if first.refusal == Refusal.KEPT_FOR_OTHER_ROLES:
        way = availability.attendance_for(event, wish=first.registration.attendance)
        return _kept_sentence(event, seats[way], role=first.registration.role)
    if first.refusal == Refusal.ORGANISATION_AT_MAXIMUM:
        return _(
            "Nobody is offered a seat now: the organisations of those who wait have as many seats as they "
            "may have."
        )
    if first.refusal == Refusal.FULL and tally.offered:
        return ngettext(
            "Nobody is offered a seat now: all seats are taken, %(count)s of them by a person who has not "
            "answered an offer yet.",
            "Nobody is offered a seat now: all seats are taken, %(count)s of them by people who have not "
            "answered an offer yet.",
            tally.offered,
        ) % {"count": tally.offered}
    if len({one.reason for one in people}) > 1:
        return _("Nobody is offered a seat now. The reasons differ, and stand beside each person.")
    return _("Nobody is offered a seat now: %(reason)s") % {"reason": _as_clause(first.reason)}


def _kept_sentence(event: EventPage, seats: Seats, *, role: str) -> str:
    roles, until = _kept_for(seats, besides=role), window.released_at(event)
    if until is None:
        return _("Nobody is offered a seat now: the seats that are left are reserved for %(roles)s.") % {
            "roles": roles
        }
    return _(
        "Nobody is offered a seat now: the seats that are left are reserved for %(roles)s until %(when)s."
    ) % {"roles": roles, "when": dates.at(until)}


def _kept_for(seats: Seats, *, besides: str) -> str:
    """`förtroendevalda och byggaktörer`: the roles whose reserved seats are not all taken."""
    roles = [
        role_words(Role(role), 2)
        for role, quota in seats.quotas.items()
        if role != besides and quota.kept > seats.taken_by(role)
    ]
    return get_text_list(roles, _("and"))


def _as_clause(sentence: str) -> str:
    """A sentence as it continues another one after a colon."""
    return sentence[:1].lower() + sentence[1:]
