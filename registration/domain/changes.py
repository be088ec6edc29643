"""What people change of their registration themselves: details, and how they take part."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from events.models import EventPage
from registration.domain import availability, seat_lock, signup, staff_decisions, waitlist
from registration.domain.errors import AttendanceFull, NothingToDecide
from registration.mail import letters
from registration.models import HistoryEntry, Registration

Action = HistoryEntry.Action
Status = Registration.Status


@seat_lock.retried
def change_details(
    registration_id: int,
    *,
    job_title: str,
    phone: str,
    diet: str,
    access: str,
    is_listed: bool,
    wants_directly: bool,
    now: datetime,
) -> Registration:
    """Write what the person has changed; their seat, role and organisation stay. No letter.

    Raises NothingToDecide when the registration has ended or the event is over.
    """
    with seat_lock.locked_with(registration_id) as event:
        waitlist.settle(event, now=now)
        registration = event.registrations.get(pk=registration_id)
        refuse_without_a_future(registration, event, now=now)
        registration.job_title = job_title
        registration.phone = phone
        registration.is_listed = is_listed
        registration.wants_directly = wants_directly
        registration.save(update_fields=["job_title", "phone", "is_listed", "wants_directly"])
        signup.write_needs(registration, diet=diet, access=access)
        registration.history.create(action=Action.DETAILS_CHANGED, at=now)
        # Who wants a seat directly may get one when it is too late for offers.
        waitlist.settle(event, now=now)
        registration.refresh_from_db()
        return registration


@seat_lock.retried
def change_attendance(
    registration_id: int, *, attendance: str, now: datetime, joins_line: bool = False
) -> Registration:
    """Take part in the other way of a hybrid event; the same way as now: nothing happens.

    Where there is room the person gets a seat at once. Where there is none AttendanceFull is raised, unless
    `joins_line`: then they stand last in that line, and a seat that they had goes on.
    """
    with seat_lock.locked_with(registration_id) as event:
        waitlist.settle(event, now=now)
        registration = event.registrations.get(pk=registration_id)
        refuse_without_a_future(registration, event, now=now)
        if event.format != EventPage.Format.HYBRID:
            raise NothingToDecide(_("There is only one way of taking part."))
        if registration.status == Status.OFFERED:
            raise NothingToDecide(_("Answer the offer first."))
        if registration.attendance == attendance:
            return registration
        fits = has_room(registration, event, attendance=attendance, now=now)
        holds_seat = registration.status == Status.CONFIRMED
        if not fits and holds_seat and not joins_line:
            raise AttendanceFull
        registration.attendance = attendance
        if registration.status == Status.PENDING:
            letter = None
        elif not fits:
            if holds_seat:
                registration.raise_calendar_version(now=now)
            registration.join_line(place=waitlist.next_place(event))
            letter = letters.waitlisted
        elif holds_seat:
            # Their calendar shows another place now; a turn of its own makes it a letter of its own.
            registration.raise_calendar_version(now=now)
            registration.is_override = False
            registration.turn += 1
            letter = letters.attendance_changed
        else:
            registration.confirm(now=now)
            letter = partial(letters.promoted, at_once=True)
        registration.save(update_fields=[*Registration.SEAT_FIELDS, "attendance"])
        registration.history.create(action=Action.ATTENDANCE_CHANGED, at=now)
        if letter is not None:
            letter(registration, now=now)
        waitlist.settle(event, now=now)
        return registration


def has_room(registration: Registration, event: EventPage, *, attendance: str, now: datetime) -> bool:
    """Whether this person would get a seat in that way, if they had none in the other."""
    others = availability.tally_of(event.registrations.exclude(pk=registration.pk))
    return availability.has_seat_for(registration, event, others, attendance=attendance, now=now)


def refuse_without_a_future(registration: Registration, event: EventPage, *, now: datetime) -> None:
    staff_decisions.refuse_without_a_future(event, now=now)
    if registration.is_ended:
        raise NothingToDecide(_("The registration has ended, so there is nothing to change."))
