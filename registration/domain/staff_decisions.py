"""What staff decide about one registration beside the rules of the line (docs/rules.md 4.2, 4.3)."""

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage
from events.roles import Role
from home.models import User
from registration import links
from registration.domain import availability, capacity, seat_lock, seat_words, waitlist
from registration.domain.availability import Tally
from registration.domain.capacity import Refusal
from registration.domain.errors import NothingToDecide, SeatRefused
from registration.mail import letters
from registration.models import HistoryEntry, Registration

logger = logging.getLogger(__name__)

Action = HistoryEntry.Action
Status = Registration.Status


@seat_lock.retried
def give_seat(
    registration_id: int, *, by: User, now: datetime, reason: str, override: bool = False
) -> Registration:
    """Confirm somebody who waits, out of order and with a reason; who has a seat keeps it.

    Raises SeatRefused when they do not fit, unless staff overbook knowingly: then the seat counts in the
    total only. Raises NothingToDecide when the registration has ended or the event has begun.
    """
    with seat_lock.locked_with(registration_id) as event:
        refuse_without_a_future(event, now=now)
        if not reason.strip():
            raise SeatRefused(_("Write why this person goes before the others."))
        # What the clock has decided comes first, and may have given this very seat.
        tally = waitlist.settle(event, now=now)
        registration = event.registrations.get(pk=registration_id)
        if registration.status == Status.CONFIRMED:
            return registration
        if registration.is_ended:
            raise NothingToDecide(_("The registration has ended. Add the person again instead."))
        if registration.status == Status.PENDING:
            # It may be about a colleague's seat, and the letter is another (approval.py).
            raise NothingToDecide(_("The person waits for an answer. Say yes or no instead."))
        # Who has been offered a seat is counted already: it is theirs to have.
        refusal = None
        if registration.status != Status.OFFERED:
            refusal = why_not(
                event,
                tally,
                attendance=registration.attendance,
                role=registration.role,
                organisation=registration.organisation_key,
                now=now,
            )
        if refusal and not override:
            raise SeatRefused(seat_words.for_staff(refusal, role=registration.role))
        registration.confirm(now=now, is_override=bool(refusal))
        registration.save(update_fields=Registration.SEAT_FIELDS)
        registration.history.create(action=Action.SEAT_GIVEN, at=now, by=by, reason=reason)
        letters.promoted(registration, now=now, at_once=True)
        log_override(registration, by=by)
        return registration


@seat_lock.retried
def renew_links(registration_id: int, *, by: User, now: datetime) -> None:
    """End every link to a registration and mail a new one, as when a mail has come into wrong hands.

    So do those that open all that the address is registered for, and its calendar.
    """
    with seat_lock.locked_with(registration_id) as event:
        registration = event.registrations.get(pk=registration_id)
        if not registration.address:
            raise NothingToDecide(_("There is no e-mail address to send a link to."))
        links.revoke_all(registration, now=now)
        links.revoke_of_address(registration.address_key, now=now)
        registration.history.create(action=Action.LINKS_RENEWED, at=now, by=by)
        letters.new_link(registration, now=now)


def why_not(
    event: EventPage, tally: Tally, *, attendance: str, role: str, organisation: str, now: datetime
) -> Refusal | None:
    """Under the lock: why one more like this has no seat. Guests belong to no counted organisation."""
    way = availability.attendance_for(event, wish=attendance)
    seats = availability.seats_of(event, tally, attendance=way, now=now)
    return capacity.why_not(seats, role, organisation="" if role == Role.GUEST else organisation)


def refuse_without_a_future(event: EventPage, *, now: datetime) -> None:
    if event.is_cancelled:
        raise NothingToDecide(_("The event is cancelled."))
    if event.has_begun(now):
        raise NothingToDecide(_("It has already begun or is over."))


def log_override(registration: Registration, *, by: User) -> None:
    """An override is named in the history and in the log (docs/rules.md 4.3)."""
    if registration.is_override:
        logger.warning(
            "seat given beyond the rules",
            extra={"registration": registration.pk, "event": registration.event_id, "by": by.pk},
        )
