"""Staff add somebody by hand: also when registration is closed, a guest, or a walk-in without an address."""

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from home.models import User
from registration.addresses import address_key
from registration.domain import availability, seat_lock, seat_words, signup, staff_decisions, waitlist
from registration.domain.errors import AddressTaken, NothingToDecide, SeatRefused
from registration.domain.signup import Applicant
from registration.models import Registration

Status = Registration.Status


@seat_lock.retried
def add(
    event_id: int,
    *,
    applicant: Applicant,
    by: User,
    now: datetime,
    override: bool = False,
    reason: str = "",
    form_key: uuid.UUID | None = None,
) -> Registration:
    """Give the person a seat, or a place in the line while there is one to wait in.

    The same form sent twice is the same registration, also of a walk-in without an address.
    `override`: give the seat although nobody fits, with a reason. Raises AddressTaken when somebody
    is registered with the address, SeatRefused when there is no seat and nothing to wait for.
    """
    with seat_lock.locked(event_id) as event:
        if form_key and (known := event.registrations.filter(submission_key=form_key).first()):
            return known
        if event.is_cancelled:
            raise NothingToDecide(_("The event is cancelled."))
        if event.is_over(now):
            raise NothingToDecide(_("The event is over."))
        existing = None
        if applicant.address:
            existing = event.registrations.filter(address_key=address_key(applicant.address)).first()
        if existing and not existing.is_ended:
            raise AddressTaken(_("Somebody is registered for the event with this e-mail address."))
        tally = waitlist.settle(event, now=now)
        attendance = availability.attendance_for(event, wish=applicant.attendance)
        refusal = staff_decisions.why_not(
            event,
            tally,
            attendance=attendance,
            role=applicant.role,
            organisation=applicant.organisation_key,
            now=now,
        )
        if refusal and override and not reason.strip():
            raise SeatRefused(_("Write why the event is overbooked."))
        if refusal and not override and event.has_begun(now):
            raise SeatRefused(seat_words.for_staff(refusal, role=applicant.role))
        registration = existing or Registration(event=event, created_at=now)
        registration.attendance = attendance
        registration.submission_key = form_key
        is_seated = refusal is None or override
        signup.write(
            registration,
            applicant,
            status=Status.CONFIRMED if is_seated else Status.WAITLISTED,
            now=now,
            by=by,
            is_override=bool(refusal) and override,
            reason=reason if refusal and override else "",
        )
        staff_decisions.log_override(registration, by=by)
        return registration
