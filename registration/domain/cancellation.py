"""Withdrawing a registration, from any state, and taking that back at once."""

from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage
from home.models import User
from registration import links
from registration.domain import availability, seat_lock, waitlist
from registration.domain.availability import Tally
from registration.domain.errors import NothingToDecide, RegistrationClosed
from registration.mail import letters
from registration.models import HistoryEntry, Registration

Action = HistoryEntry.Action
Status = Registration.Status


@seat_lock.retried
def cancel(registration_id: int, *, now: datetime, by: User | None = None, reason: str = "") -> Registration:
    """Withdraw a registration, or say no to an offer; the seat goes to the next in line in the same
    transaction.

    Doing it twice does no harm. Raises RegistrationClosed when the event has begun. `by` staff: the
    personal links end, too (docs/rules.md R 4.1); the letter about it brings a new one.
    """
    with seat_lock.locked_with(registration_id) as event:
        # An offer that has lapsed by now is not refused any more: it has lapsed.
        waitlist.settle(event, now=now)
        registration = event.registrations.get(pk=registration_id)
        if registration.is_ended:
            return registration
        if event.has_begun(now):
            raise RegistrationClosed(_("It has already begun, so there is nothing left to cancel."))
        withdraw(registration, now=now, by=by, reason=reason)
        waitlist.settle(event, now=now)
        return registration


def withdraw(registration: Registration, *, now: datetime, by: User | None = None, reason: str = "") -> None:
    """Under the lock, by whoever settles the line afterwards: end it, write it down and name the letter."""
    before = registration.status
    registration.withdraw(now=now)
    if by is not None:
        # What staff have decided is not taken back from outside.
        registration.status_before_cancelling = ""
    registration.save(update_fields=Registration.SEAT_FIELDS)
    action = Action.REFUSED if before == Status.OFFERED and by is None else Action.CANCELLED
    registration.history.create(action=action, at=now, by=by, reason=reason)
    if by is not None:
        links.revoke_all(registration, now=now)
    letters.cancelled(
        registration,
        had_seat=before == Status.CONFIRMED,
        refused_offer=action == Action.REFUSED,
        now=now,
    )


@seat_lock.retried
def undo(registration_id: int, *, now: datetime) -> Registration:
    """Take a cancellation of one's own back within ten minutes; doing it twice does no harm.

    The seat is given, or offered, again if it is still free; an offer ends when it would have ended.
    A place in the line or before the organiser is as it was.
    Raises NothingToDecide with a sentence when it is too late or the seat has gone.
    """
    with seat_lock.locked_with(registration_id) as event:
        tally = waitlist.settle(event, now=now)
        registration = event.registrations.get(pk=registration_id)
        before = registration.status_before_cancelling
        if not registration.is_ended:
            return registration
        if not may_undo(registration, event, now=now):
            raise NothingToDecide(_("It is too late to take the cancellation back."))
        if before == Status.CONFIRMED:
            if not has_seat_back(registration, event, tally, now=now):
                raise NothingToDecide(
                    _("The seat has already gone to the next in line. You can register again.")
                )
            registration.confirm(now=now)
        elif before == Status.PENDING:
            registration.ask()
        elif before == Status.OFFERED and has_seat_back(registration, event, tally, now=now):
            # A new time to answer would keep the seat from the others for as long as somebody likes.
            registration.offer(now=now, expires_at=registration.offer_expires_at or now)
        else:
            registration.join_line(place=registration.place_in_line or waitlist.next_place(event))
        registration.save(update_fields=Registration.SEAT_FIELDS)
        registration.history.create(action=Action.CANCELLATION_UNDONE, at=now)
        _tell(registration, now=now)
        waitlist.settle(event, now=now)
        return registration


def may_undo(registration: Registration, event: EventPage, *, now: datetime) -> bool:
    """Whether the cancellation is recent, one's own and worth taking back; the seat is asked for later."""
    return (
        registration.status == Status.CANCELLED
        and registration.undo_ends_at is not None
        and now < registration.undo_ends_at
        and not event.is_cancelled
        and not event.has_begun(now)
    )


def has_seat_back(registration: Registration, event: EventPage, tally: Tally, *, now: datetime) -> bool:
    """Whether the seat that was given up has not gone to somebody else."""
    return availability.has_seat_for(registration, event, tally, attendance=registration.attendance, now=now)


def _tell(registration: Registration, *, now: datetime) -> None:
    if registration.status == Status.CONFIRMED:
        letters.confirmed(registration, now=now)
    elif registration.status == Status.PENDING:
        letters.requested(registration, now=now)
    elif registration.status == Status.OFFERED:
        letters.offered(registration, now=now)
    else:
        letters.waitlisted(registration, now=now)
