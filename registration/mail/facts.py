"""What a letter says of the event and the person, as a small table and the practical things under it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.models import EventPage, GatheringPage
from home import dates
from registration.models import Registration

Status = Registration.Status

# What the date alone does not say.
_STATUS_LINES = {
    EventPage.Status.PRELIMINARY: gettext_lazy("Preliminary date"),
    EventPage.Status.RESCHEDULED: gettext_lazy("New time"),
    EventPage.Status.CANCELLED: gettext_lazy("This event is cancelled"),
}


@dataclass(frozen=True)
class Fact:
    """A row of the table; what weighs most comes first."""

    label: str
    lines: tuple[str, ...]
    strong_lines: int = 1
    link: str = ""


@dataclass(frozen=True)
class Practical:
    """Something to know before setting off."""

    heading: str
    text: str


def of(registration: Registration, *, with_status: bool = False) -> list[Fact]:
    """When, where and as what, in the active language."""
    found = [_when(registration), _where(registration)]
    if with_status:
        found.append(Fact(_("Status"), (status_words(registration),)))
    found.append(_role(registration))
    return found


def practical(registration: Registration) -> list[Practical]:
    """What a reminder says beside the table: the way, access, and how to take part online."""
    event = registration.event
    if takes_part_online(registration):
        found = [(_("Taking part online"), event.online_note)]
    elif event.venue is not None:
        found = [
            (_("How to find it"), event.venue.directions),
            (_("Accessibility"), event.venue.accessibility),
        ]
    else:
        found = []
    if not takes_part_online(registration):
        found = [*_on_the_ground(event), *found]
    return [Practical(heading, one_kind_of_line_break(text)) for heading, text in found if text]


def _on_the_ground(event: EventPage) -> list[tuple[str, str]]:
    """What a study visit asks of those who come."""
    if event.cached_content_type.model != "gatheringpage":
        return []
    visit = event if isinstance(event, GatheringPage) else event.gatheringpage
    return [
        (_("Meeting point"), visit.meeting_point),
        (_("Clothes and shoes"), visit.what_to_bring),
        (_("Distance and ground"), visit.terrain),
    ]


def takes_part_online(registration: Registration) -> bool:
    return registration.attendance == Registration.Attendance.ONLINE


def may_see_meeting_link(registration: Registration) -> bool:
    """Only who has a confirmed place online (docs/rules.md R 2.8), and nobody when there is no meeting."""
    has_place = takes_part_online(registration) and registration.status == Status.CONFIRMED
    return has_place and not registration.event.is_cancelled


def status_words(registration: Registration) -> str:
    """`Anmäld`, `På väntelista (plats 3)`, `Erbjuden plats – svara senast …` and so on."""
    if registration.status == Status.WAITLISTED:
        return _("On the waitlist (place %(place)d)") % {"place": registration.position_in_line()}
    if registration.status == Status.OFFERED and registration.answer_due_at is not None:
        return _("Offered a seat – answer by %(when)s") % {"when": dates.at(registration.answer_due_at)}
    return str(registration.get_status_display())


def one_kind_of_line_break(text: str) -> str:
    return "\n".join(text.splitlines()).strip()


def _when(registration: Registration) -> Fact:
    event = registration.event
    lines = _span(event.start_at, event.end_at) if event.start_at else [_("The date is not settled yet")]
    strong_lines = len(lines)
    if event.status in _STATUS_LINES and event.start_at:
        lines.append(str(_STATUS_LINES[EventPage.Status(event.status)]))
    if event.doors_open_at and not takes_part_online(registration):
        time = dates.clock_four(event.doors_open_at)
        # The note is a Swedish word of the editor's.
        if event.doors_note and get_language() == "sv":
            lines.append(_("%(what)s from %(time)s") % {"what": event.doors_note, "time": time})
        else:
            lines.append(_("Doors open at %(time)s") % {"time": time})
    return Fact(_("When"), tuple(lines), strong_lines)


def _span(start: datetime, end: datetime | None) -> list[str]:
    """`torsdag 4 mars 2027` and `08.30–10.00`; over several days a line for each end."""
    first_day = dates.weekday_day_year(start)
    if end is None or dates.weekday_day_year(end) == first_day:
        return [first_day, dates.clock_range_four(start, end)]
    last_day = dates.weekday_day_year(end)
    return [
        f"{first_day}, {dates.clock_four(start)}{dates.NBSP}{dates.DASH}",
        f"{last_day}, {dates.clock_four(end)}",
    ]


def _where(registration: Registration) -> Fact:
    event = registration.event
    if takes_part_online(registration):
        return _online(registration)
    if event.venue is None:
        return Fact(_("Venue"), (_("The venue is not settled yet"),))
    return Fact(_("Venue"), tuple(line for line in (event.venue.name, event.venue.full_address) if line))


def _online(registration: Registration) -> Fact:
    event = registration.event
    if registration.is_ended or event.is_cancelled:
        return Fact(_("Where"), (_("Online"),))
    if not may_see_meeting_link(registration):
        return Fact(_("Online"), (_("The meeting link comes when you have a place"),), strong_lines=0)
    if not event.online_link:
        return Fact(_("Online"), (_("The meeting link is not ready yet"),), strong_lines=0)
    return Fact(_("Online"), (_("Meeting link"),), link=event.online_link)


def _role(registration: Registration) -> Fact:
    lines = (str(registration.get_role_display()), registration.job_and_organisation)
    return Fact(_("Role"), tuple(line for line in lines if line), strong_lines=0)
