"""Signing up: one short transaction under the event's lock (docs/architecture.md)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage
from home import dates, insertions
from home.insertions import Insertion
from home.models import User
from home.statements import ANY_ID, ANY_TEXT, Statement
from registration.addresses import address_key, employer_key
from registration.domain import availability, capacity, events_at_hand, seat_lock, waitlist, window
from registration.domain.availability import Tally
from registration.domain.errors import RegistrationClosed
from registration.mail import letters
from registration.models import HistoryEntry, Needs, Registration

Status = Registration.Status


@dataclass(frozen=True)
class Applicant:
    """What somebody tells us in the form, cleaned; fields their role does not need are empty."""

    address: str
    first_name: str
    last_name: str
    job_title: str
    role: str
    municipality: str = ""
    organisation: str = ""
    phone: str = ""
    attendance: str = ""  # empty: the only way of taking part that the event has
    diet: str = ""
    access: str = ""
    is_listed: bool = False
    wants_directly: bool = False
    language: str = "sv"

    @property
    def organisation_key(self) -> str:
        return employer_key(role=self.role, municipality=self.municipality, organisation=self.organisation)


@dataclass(frozen=True)
class Receipt:
    """What the page says: the status a new person gets at this moment (docs/rules.md 4.5).

    `registration` is for the mailbox and the tests; nothing of it may be shown to who filled in the form.
    """

    status: str
    registration: Registration


@seat_lock.retried
def register(
    event_id: int, *, applicant: Applicant, now: datetime, form_key: uuid.UUID | None = None
) -> Receipt:
    """Give the applicant a seat, or a place in the line, or let them wait for the organiser's answer;
    raises RegistrationClosed with a sentence.

    The same form sent twice gives the same registration. An address that is already registered changes
    nothing, gets the page a new one would get, and the truth by mail.
    """
    submission_key = _submission_key(form_key, event_id, applicant) if form_key else None
    with seat_lock.held(event_id):
        event, (found, counts) = events_at_hand.as_it_stands_with(
            event_id,
            (_OF_ADDRESS, [event_id, address_key(applicant.address)]),
            (availability.COUNTS_OF_EVENT, [event_id]),
        )
        existing = event.registrations.get(pk=found[0][0]) if found else None
        if (
            existing
            and submission_key
            and existing.submission_key == submission_key
            and not existing.is_ended
        ):
            return Receipt(status=existing.status, registration=existing)
        refuse_unless_open(event, now=now)
        tally = waitlist.settle(event, now=now, tally=availability.tally_from(counts))
        attendance = availability.attendance_for(event, wish=applicant.attendance)
        status = _status_for(applicant, event, tally, attendance=attendance, now=now)
        if existing and not existing.is_ended:
            letters.already_registered(existing, asked_by=submission_key or uuid.uuid4(), now=now)
            return Receipt(status=status, registration=existing)
        registration = existing or Registration(event=event, created_at=now)
        registration.attendance = attendance
        registration.submission_key = submission_key
        write(registration, applicant, status=status, now=now)
        return Receipt(status=status, registration=registration)


def _status_for(
    applicant: Applicant, event: EventPage, tally: Tally, *, attendance: str, now: datetime
) -> Status:
    if event.flow == EventPage.Flow.REQUEST:
        return Status.PENDING
    seats = availability.seats_of(event, tally, attendance=attendance, now=now)
    is_seated = capacity.fits(seats, applicant.role, organisation=applicant.organisation_key)
    return Status.CONFIRMED if is_seated else Status.WAITLISTED


def refuse_unless_open(event: EventPage, *, now: datetime) -> None:
    """Raise RegistrationClosed with the sentence that says why the form takes nobody now."""
    if event.is_cancelled:
        raise RegistrationClosed(_("The event is cancelled, so you cannot register."))
    closes_at = window.closing_time(event)
    if not event.has_settled_date or closes_at is None:
        raise RegistrationClosed(_("The date is not settled yet, so you cannot register."))
    if event.has_begun(now):
        raise RegistrationClosed(_("It has already begun or is over, so you cannot register."))
    if event.flow == EventPage.Flow.INVITATION:
        raise RegistrationClosed(_("Only those who are invited can register. Ask the process leader."))
    if event.opens_at and now < event.opens_at:
        raise RegistrationClosed(_("Registration opens %(when)s.") % {"when": dates.at(event.opens_at)})
    if now >= closes_at:
        raise RegistrationClosed(
            _("Registration closed %(when)s. Do you have questions? Contact the process leader.")
            % {"when": dates.at(closes_at)}
        )


# Mostly there is none: then the answer is all that is asked for.
_OF_ADDRESS = Statement(
    "registration_of_address",
    lambda event, key: Registration.objects.filter(event=event, address_key=key).values_list("pk"),
    stand_ins=(ANY_ID, ANY_TEXT),
)


def _submission_key(form_key: uuid.UUID, event_id: int, applicant: Applicant) -> uuid.UUID:
    """What a form sent twice has in common. The form's key comes from the visitor, who may send it to
    another event or with another address as well: that is another registration."""
    return uuid.uuid5(form_key, f"{event_id} {address_key(applicant.address)}")


def write(
    registration: Registration,
    applicant: Applicant,
    *,
    status: str,
    now: datetime,
    by: User | None = None,
    is_override: bool = False,
    reason: str = "",
) -> None:
    """Under the lock: write who it is, the seat or what they wait for, the history and one letter.

    `by`: staff who added the person by hand.
    """
    write_person(registration, applicant)
    # Who was once to take over a colleague's seat now comes for a seat of their own.
    registration.substitute_for = None
    if status == Status.CONFIRMED:
        registration.confirm(now=now, is_override=is_override)
    elif status == Status.PENDING:
        registration.ask()
    else:
        registration.join_line(place=waitlist.next_place(registration.event))
    save(registration)
    # Who comes for the first time has no needs to take away.
    if applicant.diet or applicant.access or registration.turn > 1:
        write_needs(registration, diet=applicant.diet, access=applicant.access)
    entry = HistoryEntry(registration=registration, at=now, by=by, reason=reason)
    # Every message to the database is a wait for all who want the lock.
    with insertions.gathered():
        if status == Status.CONFIRMED:
            entry.action = HistoryEntry.Action.ADDED if by else HistoryEntry.Action.REGISTERED
            letters.confirmed(registration, now=now)
        elif status == Status.PENDING:
            entry.action = HistoryEntry.Action.REQUESTED
            letters.requested(registration, now=now)
        else:
            entry.action = HistoryEntry.Action.WAITLISTED
            letters.waitlisted(registration, now=now)
        _NEW_ENTRY.write(entry)


_NEW_REGISTRATION = Insertion("insert_registration", Registration)
_NEW_ENTRY = Insertion("insert_history", HistoryEntry)


def write_person(registration: Registration, applicant: Applicant) -> None:
    """Unsaved: who it is, as they are now."""
    registration.address = applicant.address
    # A walk-in may have no address; any number of them may.
    registration.address_key = address_key(applicant.address) if applicant.address else None
    registration.first_name = applicant.first_name
    registration.last_name = applicant.last_name
    registration.job_title = applicant.job_title
    registration.role = applicant.role
    registration.municipality = applicant.municipality
    registration.organisation = applicant.organisation
    registration.organisation_key = applicant.organisation_key
    registration.phone = applicant.phone
    registration.is_listed = applicant.is_listed
    registration.wants_directly = applicant.wants_directly
    registration.language = applicant.language


def save(registration: Registration) -> None:
    if registration._state.adding:
        _NEW_REGISTRATION.write(registration)
        return
    fields = {field.name for field in registration._meta.concrete_fields if not field.primary_key}
    registration.save(update_fields=fields.difference(Registration.TOLD_FIELDS))


def write_needs(registration: Registration, *, diet: str, access: str) -> None:
    """What the person needs now; nothing needed is nothing kept."""
    if diet or access:
        Needs.objects.update_or_create(registration=registration, defaults={"diet": diet, "access": access})
    else:
        Needs.objects.filter(registration=registration).delete()
