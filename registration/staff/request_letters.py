"""The letter that an answer would send, before it is given: written by the code that sends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registration.domain.requests import SeatRequest
from registration.mail import compose, outbox
from registration.models import OutboxMessage, Registration
from registration.staff import letter_detail


@dataclass(frozen=True)
class Preview:
    """`to` is whose letter it is: the first of those who get this one."""

    to: str
    letter: compose.Letter


def of_yes(chosen: Sequence[SeatRequest], *, sentence: str, now: datetime) -> Preview | None:
    """To the first who gets a seat. None when nobody does, or the letter cannot be written."""
    request = next((one for one in chosen if one.fits), None)
    if request is None:
        return None
    registration = _copy(request)
    registration.confirm(now=now)
    if request.holder is not None:
        return _preview("took_over", registration, sentence=sentence, now=now, of=request.holder.full_name)
    return _preview("approved", registration, sentence=sentence, now=now)


def of_no(chosen: Sequence[SeatRequest], *, sentence: str, now: datetime) -> Preview | None:
    if not chosen:
        return None
    registration = _copy(chosen[0])
    registration.decline()
    return _preview("declined", registration, sentence=sentence, now=now)


def _copy(request: SeatRequest) -> Registration:
    """As it is in the database: what is done to it here is never saved."""
    found = Registration.objects.select_related(
        "event__calendar_identity", "event__venue", "event__contact", "event__gatheringpage"
    )
    return found.get(pk=request.registration.pk)


def _preview(
    kind: str, registration: Registration, *, sentence: str, now: datetime, **details: Any
) -> Preview | None:
    details |= {"turn": registration.turn, "sentence": sentence}
    message: OutboxMessage = outbox.row(
        kind, registration, key=f"preview:{registration.pk}", now=now, details=details
    )
    letter = letter_detail.preview(message)
    return letter and Preview(to=registration.full_name, letter=letter)
