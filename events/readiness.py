"""What an event still lacks, in sentences for the editor: some things stop a publication, others are a hint.

Drafts are never stopped. Rows are handed in where the form at hand has newer ones than the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from home import dates

if TYPE_CHECKING:
    from events.models import EventPage, Partner, ProgrammeItem, RoleQuota


@dataclass(frozen=True)
class Lack:
    """`field` is where the form shows the sentence; empty when it belongs to a row or to no field."""

    sentence: str
    field: str = ""
    stops: bool = False


def lacks_of(
    event: "EventPage",
    *,
    quotas: "Sequence[RoleQuota] | None" = None,
    programme: "Sequence[ProgrammeItem] | None" = None,
    partners: "Sequence[Partner] | None" = None,
) -> list[Lack]:
    """Everything that is missing, what stops first."""
    found = [
        *_time(event),
        *_place(event),
        *_seats(event, event.quotas.all() if quotas is None else quotas),
        *_answers(event),
        *_programme(event, event.programme.all() if programme is None else programme),
        *_partners(event.partners.all() if partners is None else partners),
        *_words(event),
        *_lost(event),
    ]
    return sorted(found, key=lambda lack: not lack.stops)


def _time(event: "EventPage") -> Iterable[Lack]:
    if event.start_at is None:
        yield Lack(_("Say when the event starts."), "start_at", stops=True)
    if event.end_at is None:
        yield Lack(_("Say when the event ends."), "end_at", stops=True)
    if event.status == event.Status.RESCHEDULED and event.previous_start_at is None:
        yield Lack(_("Give the old date, so that people see what has been moved."), "previous_start_at")


def _place(event: "EventPage") -> Iterable[Lack]:
    is_settled = event.status not in {event.Status.PRELIMINARY, event.Status.CANCELLED}
    if event.is_on_site and event.venue_id is None and is_settled:
        yield Lack(_("Choose a venue, or make the event online."), "venue", stops=True)
    if event.is_online and not event.online_link and not event.is_cancelled:
        yield Lack(_("Give the meeting link, so that people online get it by e-mail."), "online_link")
    if getattr(event, "gathering_kind", "") == "webinar" and not event.is_online:
        yield Lack(_("A webinar is online: change how it is held, or choose another kind."), "format")


def _seats(event: "EventPage", quotas: "Iterable[RoleQuota]") -> Iterable[Lack]:
    reserved = sum(quota.reserved or 0 for quota in quotas)
    if event.capacity is not None and reserved > event.capacity:
        yield Lack(
            _("%(reserved)s seats are reserved for the roles, but there are only %(capacity)s seats.")
            % {"reserved": reserved, "capacity": event.capacity},
            "capacity",
            stops=True,
        )
    tables, seats = getattr(event, "table_count", None), getattr(event, "seats_per_table", None)
    if None not in (tables, seats, event.capacity) and event.capacity > tables * seats:
        yield Lack(
            _("%(tables)s tables with %(seats)s seats make %(all)s, but the event has %(capacity)s seats.")
            % {"tables": tables, "seats": seats, "all": tables * seats, "capacity": event.capacity},
            "capacity",
        )


def _answers(event: "EventPage") -> Iterable[Lack]:
    if event.answers_by and event.flow != event.Flow.REQUEST:
        yield Lack(
            _("Nobody asks for a seat in this event, so the time for your answers is not used."), "answers_by"
        )
    elif event.answers_by and event.start_at and event.answers_by >= event.start_at:
        yield Lack(_("Answer those who ask for a seat before the event starts."), "answers_by")
    if event.substitutes_until and event.start_at and event.substitutes_until > event.start_at:
        yield Lack(_("Seats can be handed over until the start and no longer."), "substitutes_until")


def _programme(event: "EventPage", items: "Iterable[ProgrammeItem]") -> Iterable[Lack]:
    for item in items_outside(event, items):
        yield Lack(
            _('"%(item)s" lies outside the event, which is %(from)s to %(to)s.')
            % {
                "item": item.title,
                "from": dates.clock_alone(event.doors_open_at or event.start_at),
                "to": dates.clock_alone(event.end_at),
            },
            stops=True,
        )


def items_outside(event: "EventPage", items: "Iterable[ProgrammeItem]") -> "list[ProgrammeItem]":
    """The items that begin before the doors (or the start) or end after the event.

    Over several days nothing can be said: an item has a clock time without a day.
    """
    if event.start_at is None or event.end_at is None:
        return []
    start, end = timezone.localtime(event.start_at), timezone.localtime(event.end_at)
    if start.date() != end.date():
        return []
    first = min(event.doors_open_time or start.time(), start.time())
    return [item for item in items if not _lies_within(item, first, end.time())]


def _lies_within(item: "ProgrammeItem", first: time, last: time) -> bool:
    if item.starts is None:
        return True
    return first <= item.starts and (item.ends or item.starts) <= last


def _partners(partners: "Iterable[Partner]") -> Iterable[Lack]:
    for partner in partners:
        if partner.logo_id and not partner.logo_alt.strip():
            yield Lack(
                _("Say what the logo of %(organisation)s says, for those who do not see it.")
                % {"organisation": partner.organisation},
                stops=True,
            )


def _words(event: "EventPage") -> Iterable[Lack]:
    if not event.ingress.strip():
        yield Lack(_("Write an ingress: it is what people see in lists and in their calendar."), "ingress")
    if event.contact_id is None:
        yield Lack(_("Choose a process leader; until then questions go to the general address."), "contact")
    if event.status in {event.Status.RESCHEDULED, event.Status.CANCELLED} and not event.status_note.strip():
        yield Lack(_("Say in a sentence why the event is moved or cancelled."), "status_note")
    if event.recording_url and not event.recording_is_captioned:
        yield Lack(_("The recording has no captions."), "recording_is_captioned")


def _lost(event: "EventPage") -> Iterable[Lack]:
    for name in event.lost_references:
        yield Lack(_("This version names something that has been deleted since: %(what)s.") % {"what": name})
