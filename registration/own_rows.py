"""Somebody's registrations as rows of a list: what, when, where, and how each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage
from events.status_lines import StatusLine
from events.templatetags.events import place_words
from home import dates
from registration.domain import substitutes
from registration.models import Registration

Status = Registration.Status

# The drawing beside the words; the first name is that of the colour of the words.
LINES = {
    Status.PENDING: ("not_yet_open", "dashed"),
    Status.CONFIRMED: ("open", "open"),
    Status.WAITLISTED: ("full", "waiting"),
    Status.OFFERED: ("few_left", "ajar"),
    Status.DECLINED: ("closed", "wall"),
    Status.EXPIRED: ("closed", "wall"),
    Status.CANCELLED: ("closed", "crossed"),
}


@dataclass(frozen=True)
class OwnRow:
    """`note` is what the person has to do, if anything."""

    registration: Registration
    event: EventPage
    line: StatusLine
    place: str
    note: str


def rows_of(registrations: Iterable[Registration], *, now: datetime) -> list[OwnRow]:
    """Of registrations that bring their event and their place in line (domain/own_registrations.py)."""
    registrations = list(registrations)
    handed_over = substitutes.handed_over(registrations)
    return [
        _row_of(registration, is_handed_over=registration.pk in handed_over, now=now)
        for registration in registrations
    ]


def _row_of(registration: Registration, *, is_handed_over: bool, now: datetime) -> OwnRow:
    event = registration.event
    is_online = registration.attendance == Registration.Attendance.ONLINE
    return OwnRow(
        registration=registration,
        event=event,
        line=_line_of(registration, is_handed_over=is_handed_over, now=now),
        place=_("Online") if is_online else place_words(event),
        note=_note_of(registration, now=now),
    )


def _line_of(registration: Registration, *, is_handed_over: bool, now: datetime) -> StatusLine:
    event = registration.event
    if event.is_cancelled and not registration.is_ended:
        return StatusLine(status="cancelled", door="crossed", words=_("Cancelled"))
    if event.is_over(now) and not registration.is_ended:
        return StatusLine(status="held", door="held", words=_("Held"))
    status, door = LINES[Status(registration.status)]
    words = _("Seat handed over to a colleague") if is_handed_over else _words_of(registration)
    return StatusLine(status=status, door=door, words=words)


def _words_of(registration: Registration) -> str:
    if registration.status == Status.WAITLISTED:
        return _("On the waitlist (place %(place)d)") % {"place": registration.place}
    return str(registration.get_status_display())


def _note_of(registration: Registration, *, now: datetime) -> str:
    answer_by = registration.answer_due_at if registration.status == Status.OFFERED else None
    if answer_by is None or answer_by <= now or registration.event.is_cancelled:
        return ""
    return _("Answer by %(when)s.") % {"when": dates.at(answer_by)}
