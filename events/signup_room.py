"""What the sign-up room of an event page says and shows: one state, one sentence, one way in or none."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.answer_words import answer_words
from events.availability import Availability, RoleSeats, SeatStatus
from events.drawings import SeatPlan, TablePlan, seat_plan, table_plan
from events.roles import ROLE_PLURALS, Role
from events.status_lines import StatusLine, has_places_online, status_line
from home import dates
from home.numbers import in_words

if TYPE_CHECKING:
    from events.models import EventPage


@dataclass(frozen=True)
class RoleRow:
    role: str
    words: str
    seats: str


@dataclass(frozen=True)
class SignupRoom:
    """`frame` is how the wall is drawn: open (with a door), shut, dashed or crossed. `button` is empty where
    nobody can register here; `points_to_contact` where the visitor should ask somebody instead."""

    heading: str
    frame: str
    status: StatusLine
    sentence: str = ""
    button: str = ""
    note: str = ""
    points_to_contact: bool = False
    offers_new_link: bool = False
    seats: SeatPlan | None = None
    tables: TablePlan | None = None
    taken_words: str = ""
    capacity_words: str = ""
    role_rows: tuple[RoleRow, ...] = ()

    @property
    def shows_status(self) -> bool:
        """Not where the heading says the same, nor what stands under the title of a page that is past."""
        return self.status.words != self.heading and self.status.status != SeatStatus.HELD

    @property
    def has_plan(self) -> bool:
        return bool(self.seats or self.tables or self.role_rows)


def signup_room(event: "EventPage", availability: Availability) -> SignupRoom:
    line = status_line(event, availability)
    match availability.status:
        case SeatStatus.CANCELLED:
            return SignupRoom(
                _("Cancelled"), "crossed", line, sentence=event.status_note, points_to_contact=True
            )
        case SeatStatus.HELD:
            return SignupRoom(_("Registration closed"), "shut", line, sentence=_("This event has been held."))
        case SeatStatus.PRELIMINARY:
            return SignupRoom(
                _("Preliminary date"),
                "dashed",
                line,
                sentence=_("Registration opens when the date is settled."),
                points_to_contact=True,
            )
    if event.flow == event.Flow.INVITATION:
        return _invites(event, availability, line)
    if availability.status == SeatStatus.CLOSED:
        return _closed(availability, line, offers_new_link=True)
    if availability.status == SeatStatus.NOT_YET_OPEN:
        return _not_yet(event, availability, line)
    if event.is_by_request:
        return _takes_requests(event, availability, line)
    return _takes_people(event, availability, line)


def _takes_people(event: "EventPage", availability: Availability, line: StatusLine) -> SignupRoom:
    is_room_full = availability.status == SeatStatus.FULL
    is_full = is_room_full and not has_places_online(event, availability)
    heading = _seats_left(availability)
    if is_room_full:
        heading = _("Fully booked") if is_full else _("Fully booked on site")
    deadline = availability.closes_at
    return SignupRoom(
        heading=heading,
        frame="shut" if is_full else "open",
        status=line,
        button=_("Join the waitlist") if is_full else _("Register"),
        sentence=_("Register by %(when)s.") % {"when": dates.at(deadline)} if deadline else "",
        note=_online_note(availability),
        offers_new_link=True,
        seats=seat_plan(
            capacity=availability.capacity,
            taken=availability.taken,
            # Nobody sits in rows online, nor on a walk.
            has_rows=event.is_on_site and event.kind != "study_visit",
        ),
        taken_words=_registered(availability.taken),
        capacity_words=_count_seats(availability.capacity),
        role_rows=_rows_of_seats_left(availability),
    )


def _closed(availability: Availability, line: StatusLine, *, offers_new_link: bool) -> SignupRoom:
    return SignupRoom(
        heading=_("Registration closed"),
        frame="shut",
        status=line,
        sentence=(
            _("Registration closed %(when)s.") % {"when": dates.at(availability.closes_at)}
            if availability.closes_at
            else ""
        ),
        points_to_contact=True,
        offers_new_link=offers_new_link,
    )


def _not_yet(event: "EventPage", availability: Availability, line: StatusLine) -> SignupRoom:
    return SignupRoom(
        heading=_("Registration is not open yet"),
        frame="dashed",
        status=line,
        sentence=(
            _("Registration opens %(when)s.") % {"when": dates.at(availability.opens_at)}
            if availability.opens_at
            else ""
        ),
        tables=_tables(event, availability),
        role_rows=_rows_of_reserved(availability),
    )


def _takes_requests(event: "EventPage", availability: Availability, line: StatusLine) -> SignupRoom:
    """The organiser composes the group: the mix is shown, not how many have been first."""
    sentences = [answer_words(event, now=timezone.now())]
    if availability.closes_at:
        sentences.insert(0, _("Ask for a seat by %(when)s.") % {"when": dates.at(availability.closes_at)})
    is_full = availability.status == SeatStatus.FULL and not has_places_online(event, availability)
    return SignupRoom(
        heading=_tables_in_words(event) or _count_seats(availability.capacity),
        frame="open",
        status=line,
        button=_("Ask for a seat"),
        sentence=" ".join(sentences),
        note=(
            _("All seats have been given for now. You can still ask, in case somebody cannot come.")
            if is_full
            else _("We mix the roles, so that officials, politicians and builders meet.")
        ),
        offers_new_link=True,
        tables=_tables(event, availability),
        role_rows=_rows_of_reserved(availability),
    )


def _invites(event: "EventPage", availability: Availability, line: StatusLine) -> SignupRoom:
    if availability.status == SeatStatus.CLOSED:
        return _closed(availability, line, offers_new_link=False)
    return SignupRoom(
        heading=_tables_in_words(event) or _count_seats(availability.capacity),
        frame="dashed" if availability.status == SeatStatus.NOT_YET_OPEN else "shut",
        status=line,
        sentence=_("The organisers invite those who take part."),
        points_to_contact=True,
        tables=_tables(event, availability),
        role_rows=_rows_of_reserved(availability),
    )


def _seats_left(availability: Availability) -> str:
    return ngettext("%(left)s seat left", "%(left)s seats left", availability.left) % {
        "left": availability.left
    }


def _registered(people: int) -> str:
    """`1 anmäld`, `68 anmälda`; English has one form, Swedish two."""
    return ngettext("%(people)s person registered", "%(people)s people registered", people) % {
        "people": people
    }


def _count_seats(seats: int) -> str:
    return ngettext("%(seats)s seat", "%(seats)s seats", seats) % {"seats": seats}


def _online_note(availability: Availability) -> str:
    left = availability.online_left
    if left is None:
        return ""
    if not left:
        return _("The places online are taken.")
    return ngettext("%(left)s place left online.", "%(left)s places left online.", left) % {"left": left}


def _has_quotas(availability: Availability) -> bool:
    return any(seats.reserved or seats.maximum is not None for seats in availability.roles)


def _rows_of_seats_left(availability: Availability) -> tuple[RoleRow, ...]:
    """Without quotas every role would say the same as the heading."""
    if not _has_quotas(availability):
        return ()
    return tuple(
        _row(
            seats,
            _("%(left)s left") % {"left": seats.left} if seats.left else _("waitlist"),
        )
        for seats in availability.roles
    )


def _rows_of_reserved(availability: Availability) -> tuple[RoleRow, ...]:
    if not _has_quotas(availability):
        return ()
    return tuple(_row(seats, _count_seats(seats.reserved)) for seats in availability.roles if seats.reserved)


def _row(seats: RoleSeats, words: str) -> RoleRow:
    return RoleRow(role=seats.role, words=str(ROLE_PLURALS[Role(seats.role)]), seats=words)


def _tables_in_words(event: "EventPage") -> str:
    """`Tre bord, åtta platser vid varje`; empty for an event without tables."""
    tables = getattr(event, "table_count", 0)
    if not tables:
        return ""
    words = ngettext(
        "%(tables)s table, %(seats)s seats at it", "%(tables)s tables, %(seats)s seats at each", tables
    )
    return capfirst(words % {"tables": in_words(tables), "seats": in_words(event.seats_per_table)})


def _tables(event: "EventPage", availability: Availability) -> TablePlan | None:
    if not getattr(event, "table_count", 0):
        return None
    mix = {seats.role: seats.reserved for seats in availability.roles}
    return table_plan(tables=event.table_count, seats_per_table=event.seats_per_table, mix=mix)
