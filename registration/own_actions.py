"""What somebody may do with their registration now, so that pages offer nothing that would be refused.

The domain asks again under the lock; a page is old by the time a button on it is pressed.
"""

from dataclasses import dataclass
from datetime import datetime

from events.models import EventPage
from registration.domain import availability, cancellation, substitutes
from registration.models import Registration

Status = Registration.Status


@dataclass(frozen=True)
class OwnActions:
    accept: bool
    cancel: bool
    change: bool
    choose_directly: bool
    switch_attendance: bool
    hand_over: bool
    # Too late to do it alone; the organiser still can.
    ask_for_handover: bool
    undo: bool
    come_back: bool


def own_actions(registration: Registration, *, now: datetime) -> OwnActions:
    event = registration.event
    has_future = not event.is_cancelled and not event.has_begun(now)
    is_alive = has_future and not registration.is_ended
    is_offered = registration.status == Status.OFFERED
    can_still_answer = is_alive and is_offered and not offer_has_lapsed(registration, now=now)
    hands_over = substitutes.may_hand_over(registration, event, now=now)
    return OwnActions(
        accept=can_still_answer,
        cancel=is_alive and (can_still_answer or not is_offered),
        change=is_alive,
        choose_directly=is_alive and registration.status == Status.WAITLISTED,
        switch_attendance=is_alive and not is_offered and event.format == EventPage.Format.HYBRID,
        hand_over=hands_over,
        ask_for_handover=has_future and registration.status == Status.CONFIRMED and not hands_over,
        undo=may_take_back(registration, now=now),
        come_back=(
            registration.is_ended
            and event.flow != EventPage.Flow.INVITATION
            and availability.is_open(event, now=now)
        ),
    )


def may_take_back(registration: Registration, *, now: datetime) -> bool:
    """Whether a cancellation can be taken back: a seat only while it has not gone to somebody else."""
    event = registration.event
    if not cancellation.may_undo(registration, event, now=now):
        return False
    if registration.status_before_cancelling != Status.CONFIRMED:
        return True
    return cancellation.has_seat_back(registration, event, availability.tally_of_event(event), now=now)


def offer_has_lapsed(registration: Registration, *, now: datetime) -> bool:
    """Whether the time to answer is over, also when the clock's tick has not come round to say so."""
    answer_by = registration.answer_due_at
    return registration.status == Status.OFFERED and answer_by is not None and now >= answer_by
