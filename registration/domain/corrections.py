"""Staff put right what somebody typed (docs/rules.md 4.5): the address, or who the person is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage
from home.models import User
from registration import links
from registration.addresses import address_key, employer_key
from registration.domain import availability, delivery, seat_lock, seat_words, staff_decisions, waitlist
from registration.domain.errors import AddressTaken, SeatRefused
from registration.mail import by_hand
from registration.models import HistoryEntry, Registration

Action = HistoryEntry.Action


@dataclass(frozen=True)
class Person:
    """Who somebody is, as staff have it; fields the role does not need are empty."""

    first_name: str
    last_name: str
    job_title: str
    role: str
    municipality: str = ""
    organisation: str = ""
    phone: str = ""

    @property
    def organisation_key(self) -> str:
        return employer_key(role=self.role, municipality=self.municipality, organisation=self.organisation)


@seat_lock.retried
def correct_address(registration_id: int, *, address: str, by: User, now: datetime) -> Registration:
    """Let the letters go to another mailbox: everything is sent again to it, the links in the old one end.

    Letters to the old address that have not left yet never will (`kinds.why_untrue`).
    """
    with seat_lock.locked_with(registration_id) as event:
        registration = event.registrations.get(pk=registration_id)
        key = address_key(address)
        if event.registrations.filter(address_key=key).exclude(pk=registration_id).exists():
            raise AddressTaken(_("Somebody is registered for the event with this e-mail address."))
        if registration.address == address:
            return registration
        # Whoever reads that mailbox keeps neither a page nor a calendar that once showed this registration.
        links.revoke_of_address(registration.address_key, now=now)
        before = registration.address_key
        registration.address = address
        registration.address_key = key
        registration.save(update_fields=["address", "address_key"])
        delivery.corrected(before=before, after=key, by=by, now=now)
        links.revoke_all(registration, now=now)
        registration.history.create(action=Action.ADDRESS_CORRECTED, at=now, by=by)
        by_hand.send_everything_again(registration, now=now)
        return registration


@seat_lock.retried
def correct_person(
    registration_id: int, *, person: Person, by: User, now: datetime, override: bool = False, reason: str = ""
) -> Registration:
    """Put name, title, role and organisation right. Another role or organisation has to fit, too.

    Raises SeatRefused when it does not, unless staff overbook knowingly and with a reason. No letter: what
    the person is told does not change.
    """
    with seat_lock.locked_with(registration_id) as event:
        waitlist.settle(event, now=now)
        registration = event.registrations.get(pk=registration_id)
        counts_as = (registration.role, registration.organisation_key)
        for name in ("first_name", "last_name", "job_title", "role", "municipality", "organisation", "phone"):
            setattr(registration, name, getattr(person, name))
        registration.organisation_key = person.organisation_key
        holds_seat = registration.status in Registration.HOLDING_SEAT
        is_counted_anew = counts_as != (registration.role, registration.organisation_key)
        if holds_seat and is_counted_anew:
            _ask_for_seat_anew(registration, event, now=now, override=override, reason=reason)
        registration.save(
            update_fields=[
                "first_name",
                "last_name",
                "job_title",
                "role",
                "municipality",
                "organisation",
                "organisation_key",
                "phone",
                "is_override",
            ]
        )
        registration.history.create(
            action=Action.PERSON_CORRECTED,
            at=now,
            by=by,
            reason=reason if registration.is_override and is_counted_anew else "",
        )
        if is_counted_anew:
            staff_decisions.log_override(registration, by=by)
            # The old role's seat may be somebody's now, or this person's turn may have come.
            waitlist.settle(event, now=now)
        return registration


def _ask_for_seat_anew(
    registration: Registration, event: EventPage, *, now: datetime, override: bool, reason: str
) -> None:
    """Whether the person would get a seat as what they now are, if they had none."""
    others = event.registrations.exclude(pk=registration.pk)
    refusal = staff_decisions.why_not(
        event,
        availability.tally_of(others),
        attendance=registration.attendance,
        role=registration.role,
        organisation=registration.organisation_key,
        now=now,
    )
    if refusal and not override:
        raise SeatRefused(seat_words.for_staff(refusal, role=registration.role))
    if refusal and not reason.strip():
        raise SeatRefused(_("Write why the event is overbooked."))
    registration.is_override = bool(refusal)
