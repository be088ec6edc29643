"""Handing a seat to a colleague (docs/rules.md 4.4).

Same role and organisation: the seat changes hands at once, and the balance is what it was. Otherwise the
colleague asks for it, and the holder keeps the seat until the organiser has answered.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage
from home import dates
from home.models import User
from registration import links
from registration.addresses import address_key
from registration.domain import availability, seat_lock, seat_words, signup, staff_decisions, waitlist
from registration.domain.errors import NothingToDecide, SeatRefused
from registration.domain.signup import Applicant
from registration.mail import letters
from registration.models import HistoryEntry, Registration

Action = HistoryEntry.Action
Status = Registration.Status


@dataclass(frozen=True)
class Handover:
    """`registration` is the colleague's; it is not to be shown to who handed over (docs/rules.md R 4.5)."""

    registration: Registration
    needs_approval: bool


@seat_lock.retried
def hand_over(
    registration_id: int, *, colleague: Applicant, now: datetime, by: User | None = None
) -> Handover:
    """Give the seat to a colleague, or ask the organiser to. `by`: staff, who may do it to the start.

    Raises NothingToDecide with a sentence where there is no seat to hand over or it is too late.
    """
    with seat_lock.locked_with(registration_id) as event:
        waitlist.settle(event, now=now)
        holder = event.registrations.get(pk=registration_id)
        _refuse_handover(holder, event, colleague=colleague, by=by, now=now)
        needs_approval = not _counts_alike(holder, colleague)
        existing = event.registrations.filter(address_key=address_key(colleague.address)).first()
        successor = existing or Registration(event=event, created_at=now)
        # The latest suggestion is the one that counts.
        _forget_suggestions(holder, event, but=successor, now=now)
        if needs_approval:
            _suggest(successor, colleague, holder=holder, by=by, now=now)
        elif successor.status == Status.CONFIRMED:
            # They have a seat of their own and are told so; what the holder reads is the same.
            letters.already_registered(successor, asked_by=uuid.uuid4(), now=now)
            _leave(holder, to=colleague, by=by, now=now)
        else:
            _write(successor, colleague)
            _leave(holder, to=colleague, by=by, now=now)
            _take_seat(successor, holder=holder, is_override=holder.is_override, by=by, now=now)
        waitlist.settle(event, now=now)
        return Handover(successor, needs_approval)


def may_hand_over(registration: Registration, event: EventPage, *, now: datetime) -> bool:
    """Whether the holder can still do it alone."""
    ends_at = event.handover_ends_at
    return (
        registration.status == Status.CONFIRMED
        and not event.is_cancelled
        and ends_at is not None
        and now < ends_at
    )


def handed_over(registrations: Iterable[Registration]) -> set[int]:
    """Which of these ended because a colleague got the seat; whoever came back since has left it otherwise.
    One query for many, and none where nobody can be meant."""
    ended = [one.pk for one in registrations if one.status == Status.CANCELLED]
    if not ended:
        return set()
    ways = [Action.HANDED_OVER, Action.CANCELLED, Action.REFUSED]
    entries = HistoryEntry.objects.filter(registration__in=ended, action__in=ways).order_by("at", "pk")
    last = dict(entries.values_list("registration_id", "action"))
    return {pk for pk, action in last.items() if action == Action.HANDED_OVER}


def seat_to_take(registration: Registration) -> Registration | None:
    """The seat that this request is for, as long as its holder has it."""
    holder = registration.substitute_for
    return holder if holder is not None and holder.status == Status.CONFIRMED else None


def approve(
    registration: Registration,
    event: EventPage,
    *,
    by: User,
    now: datetime,
    sentence: str = "",
    override: bool = False,
    reason: str = "",
) -> None:
    """Under the lock: let the colleague have the holder's seat, as what they themselves are.

    Raises SeatRefused when they do not fit, unless staff overbook knowingly and with a reason.
    """
    holder = seat_to_take(registration)
    if holder is None:
        raise NothingToDecide(_("The colleague has no seat to hand over any more."))
    refusal = staff_decisions.why_not(
        event,
        availability.tally_of(event.registrations.exclude(pk=holder.pk)),
        attendance=holder.attendance,
        role=registration.role,
        organisation=registration.organisation_key,
        now=now,
    )
    if refusal and not override:
        raise SeatRefused(seat_words.for_staff(refusal, role=registration.role))
    _leave(holder, to=registration, by=by, now=now)
    _take_seat(
        registration,
        holder=holder,
        is_override=bool(refusal),
        by=by,
        sentence=sentence,
        reason=reason if refusal else "",
        now=now,
    )
    staff_decisions.log_override(registration, by=by)


def decline(registration: Registration, *, by: User, now: datetime, sentence: str = "") -> None:
    """Under the lock: say no, whether or not it is about a colleague's seat; who has that keeps it, and is
    told, too."""
    holder = seat_to_take(registration)
    _decline(registration, by=by, now=now, sentence=sentence)
    if holder is not None:
        letters.handover_declined(holder, to=registration.full_name, sentence=sentence, now=now)


def _refuse_handover(
    holder: Registration, event: EventPage, *, colleague: Applicant, by: User | None, now: datetime
) -> None:
    staff_decisions.refuse_without_a_future(event, now=now)
    if holder.status != Status.CONFIRMED:
        raise NothingToDecide(_("Only who has a seat can hand it over."))
    if by is None and not may_hand_over(holder, event, now=now):
        when = dates.at(event.handover_ends_at) if event.handover_ends_at else ""
        raise NothingToDecide(
            _("Seats could be handed over until %(when)s. Contact the process leader, who can still do it.")
            % {"when": when}
        )
    if address_key(colleague.address) == holder.address_key:
        raise NothingToDecide(_("That is your own address. Write your colleague's."))


def _counts_alike(holder: Registration, colleague: Applicant) -> bool:
    return (holder.role, holder.organisation_key) == (colleague.role, colleague.organisation_key)


def _write(successor: Registration, colleague: Applicant) -> None:
    """Who the colleague is. Who has registered themself keeps the name and title that they wrote."""
    if successor._state.adding or successor.is_ended:
        signup.write_person(successor, colleague)
    successor.role = colleague.role
    successor.municipality = colleague.municipality
    successor.organisation = colleague.organisation
    successor.organisation_key = colleague.organisation_key


def _suggest(
    successor: Registration, colleague: Applicant, *, holder: Registration, by: User | None, now: datetime
) -> None:
    """Let the colleague ask for the seat. Whoever suggests somebody changes nothing of what that person
    has arranged already, and cannot find out about it (docs/rules.md R 4.5); staff see that they tried."""
    holder.history.create(action=Action.SUGGESTED, at=now, by=by)
    if successor._state.adding or successor.is_ended:
        signup.write_person(successor, colleague)
        successor.attendance = holder.attendance
        successor.ask()
        successor.substitute_for = holder
        signup.save(successor)
        successor.history.create(action=Action.REQUESTED, at=now)
        letters.requested(successor, now=now)
    elif successor.substitute_for_id != holder.pk:
        letters.already_registered(successor, asked_by=uuid.uuid4(), now=now)


def _forget_suggestions(holder: Registration, event: EventPage, *, but: Registration, now: datetime) -> None:
    """End what others asked for this seat."""
    for registration in event.registrations.pending().filter(substitute_for=holder).exclude(pk=but.pk):
        _decline(registration, by=None, now=now)


def _decline(registration: Registration, *, by: User | None, now: datetime, sentence: str = "") -> None:
    registration.decline()
    registration.save(update_fields=Registration.SEAT_FIELDS)
    registration.history.create(action=Action.DECLINED, at=now, by=by)
    letters.declined(registration, sentence=sentence, now=now)


def _leave(holder: Registration, *, to: Applicant | Registration, by: User | None, now: datetime) -> None:
    holder.withdraw(now=now)
    # The seat is somebody's: there is nothing to take back.
    holder.status_before_cancelling = ""
    holder.save(update_fields=Registration.SEAT_FIELDS)
    holder.history.create(action=Action.HANDED_OVER, at=now, by=by)
    links.revoke_all(holder, now=now)
    letters.handed_over(holder, to=f"{to.first_name} {to.last_name}".strip(), now=now)


def _take_seat(
    successor: Registration,
    *,
    holder: Registration,
    is_override: bool,
    by: User | None,
    now: datetime,
    sentence: str = "",
    reason: str = "",
) -> None:
    successor.attendance = holder.attendance
    successor.confirm(now=now, is_override=is_override)
    successor.substitute_for = None
    signup.save(successor)
    successor.history.create(action=Action.TOOK_OVER, at=now, by=by, reason=reason)
    letters.took_over(successor, of=holder.full_name, sentence=sentence, now=now)
