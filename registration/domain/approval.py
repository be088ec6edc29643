"""Answering those who have asked for a seat: yes or no, to one or to many (docs/rules.md 4.2, 4.4).

A yes gives a seat, or the last place in the line when there is none. Whatever comes of it is told to the
person by one letter, and to staff by one answer each.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from django.utils.translation import gettext as _

from events.models import EventPage
from home.models import User
from registration.domain import (
    availability,
    requests,
    seat_lock,
    seat_words,
    staff_decisions,
    substitutes,
    waitlist,
)
from registration.domain.errors import NothingToDecide, SeatRefused, TemporarilyBusy
from registration.domain.requests import SeatRequest
from registration.mail import letters
from registration.models import HistoryEntry, Registration

Action = HistoryEntry.Action
Status = Registration.Status


class Outcome(StrEnum):
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Answer:
    """What came of it for one person; `why` is the sentence for staff where nothing did."""

    registration: Registration
    outcome: Outcome
    why: str = ""


# One request, answered under the lock of its event.
AnswerOne = Callable[[SeatRequest, EventPage], Answer]


def approve(
    ids: Iterable[int],
    *,
    by: User,
    now: datetime,
    sentence: str = "",
    override: bool = False,
    reason: str = "",
) -> list[Answer]:
    """Say yes. Where there is no seat, the person stands last in line, or gets one all the same when staff
    overbook knowingly and with a reason.

    Of many, those of the role that is furthest from its goal come first. Who has withdrawn or been answered
    meanwhile is left as they are, and so is everybody once the event has begun.
    """
    if override and not reason.strip():
        raise SeatRefused(_("Write why the event is overbooked."))

    def answer(request: SeatRequest, event: EventPage) -> Answer:
        row = request.registration
        if request.holder is None:
            return _give_seat_or_place(
                row, event, by=by, now=now, sentence=sentence, override=override, reason=reason
            )
        try:
            substitutes.approve(
                row, event, by=by, now=now, sentence=sentence, override=override, reason=reason
            )
        except SeatRefused as refusal:
            # The holder keeps the seat, so there is nothing to wait in line for.
            return Answer(row, Outcome.SKIPPED, str(refusal))
        return Answer(row, Outcome.CONFIRMED)

    return _answer_all(ids, answer, now=now)


def decline(ids: Iterable[int], *, by: User, now: datetime, sentence: str = "") -> list[Answer]:
    """Say no. Whose seat a colleague was to take over keeps it."""

    def answer(request: SeatRequest, event: EventPage) -> Answer:
        substitutes.decline(request.registration, by=by, now=now, sentence=sentence)
        return Answer(request.registration, Outcome.DECLINED)

    return _answer_all(ids, answer, now=now)


def _answer_all(ids: Iterable[int], answer: AnswerOne, *, now: datetime) -> list[Answer]:
    """Event by event in order of id, each in a transaction of its own."""
    rows = Registration.objects.filter(pk__in=set(ids)).order_by("event_id", "created_at", "pk")
    answers: list[Answer] = []
    for event_id, group in groupby(rows, key=lambda row: row.event_id):
        people = list(group)
        try:
            answers += _answer_in(event_id, people, answer, now=now)
        except NothingToDecide as refusal:
            answers += [Answer(person, Outcome.SKIPPED, str(refusal)) for person in people]
        except TemporarilyBusy:
            if all(one.outcome == Outcome.SKIPPED for one in answers):
                raise
            # Others have been answered, and staff must hear of it.
            busy = _("The database was busy. Try again shortly.")
            answers += [Answer(person, Outcome.SKIPPED, busy) for person in people]
    return answers


@seat_lock.retried
def _answer_in(
    event_id: int, people: list[Registration], answer: AnswerOne, *, now: datetime
) -> list[Answer]:
    with seat_lock.locked(event_id) as event:
        staff_decisions.refuse_without_a_future(event, now=now)
        waitlist.settle(event, now=now)
        asked = {person.pk for person in people}
        pending = [request for request in requests.queue(event, now=now) if request.registration.pk in asked]
        answers = [answer(request, event) for request in pending]
        # A colleague of another role may have left a seat that is open to somebody in line.
        waitlist.settle(event, now=now)
        still_asked = asked - {request.registration.pk for request in pending}
        for row in event.registrations.filter(pk__in=still_asked):
            has_left = row.status == Status.CANCELLED
            why = _("Has withdrawn meanwhile.") if has_left else _("Has been answered already.")
            answers.append(Answer(row, Outcome.SKIPPED, why))
        return answers


def _give_seat_or_place(
    registration: Registration,
    event: EventPage,
    *,
    by: User,
    now: datetime,
    sentence: str,
    override: bool,
    reason: str,
) -> Answer:
    refusal = staff_decisions.why_not(
        event,
        availability.tally_of_event(event),
        attendance=registration.attendance,
        role=registration.role,
        organisation=registration.organisation_key,
        now=now,
    )
    is_seated = refusal is None or override
    if is_seated:
        registration.confirm(now=now, is_override=bool(refusal))
    else:
        registration.join_line(place=waitlist.next_place(event))
    registration.substitute_for = None
    registration.save(update_fields=Registration.SEAT_FIELDS)
    registration.history.create(
        action=Action.APPROVED, at=now, by=by, reason=reason if registration.is_override else ""
    )
    if is_seated:
        letters.approved(registration, sentence=sentence, now=now)
        staff_decisions.log_override(registration, by=by)
        return Answer(registration, Outcome.CONFIRMED)
    registration.history.create(action=Action.WAITLISTED, at=now, by=by)
    letters.approved_to_wait(registration, sentence=sentence, now=now)
    why = seat_words.for_staff(refusal, role=registration.role) if refusal else ""
    return Answer(registration, Outcome.WAITLISTED, why)
