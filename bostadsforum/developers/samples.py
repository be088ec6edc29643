"""An example of each state, made of the real classes but never saved, for the page that shows all parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType

from events.attendance import Balance, balance
from events.availability import Availability, RoleSeats, SeatStatus
from events.cards import EventCard
from events.drawings import SeatPlan, TablePlan, seat_plan, table_plan
from events.models import EventPage, ProgrammeItem, RoundTablePage, SeminarPage, Takeaway, Venue
from events.roles import BALANCED_ROLES, Role
from events.signup_room import SignupRoom, signup_room
from events.status_lines import StatusLine, status_line
from registration.views.my_band import BandAction

BANDS = ("confirmed", "offered", "pending", "waitlisted", "full", "cancelled", "neutral", "error")
LONG_TITLE = "Samhällsbyggnadsnämndernas gemensamma bostadsförsörjningsprogram – vad händer efter remissen?"
BAND_EXPLANATIONS = ("Den som har väntat längst får den första plats som är öppen.",)
BAND_ACTIONS = (
    BandAction("Tacka ja till platsen", "#bands", posts=True, is_main=True),
    BandAction("Tacka nej", "#bands"),
)


@dataclass(frozen=True)
class RoomSample:
    anchor: str
    page: EventPage
    room: SignupRoom


def event(*, now: datetime, model: type[EventPage] = SeminarPage, **values: object) -> EventPage:
    start_at = now.replace(hour=8, minute=30, second=0, microsecond=0) + timedelta(days=30)
    usual: dict[str, object] = {
        "title": "Från markanvisning till inflyttning – var tar tiden vägen?",
        "ingress": "Hur lång tid går det från beslutet om mark till att de första flyttar in?",
        "start_at": start_at,
        "end_at": start_at + timedelta(minutes=90),
        "doors_open_time": start_at.time().replace(hour=8, minute=0),
        "doors_note": "Frukost",
        "venue": Venue(name="Murbruket, stora salen", address="Murbruksgatan 12", city="Stockholm"),
        "capacity": 80,
    }
    page = model(**(usual | values))
    page.content_type = ContentType.objects.get_for_model(model)
    return page


def availability(page: EventPage, status: SeatStatus, *, taken: int = 68) -> Availability:
    """Builders have none left, to show the role that waits while others have seats."""
    shares = {Role.OFFICIAL: (27, 30), Role.POLITICIAN: (11, 20), Role.BUILDER: (30, 30)}
    is_full = status == SeatStatus.FULL
    return Availability(
        status=status,
        capacity=page.capacity,
        taken=page.capacity if is_full else taken,
        roles=tuple(
            RoleSeats(
                role=role,
                taken=held,
                reserved=reserved,
                maximum=None,
                left=0 if is_full else reserved - held,
            )
            for role, (held, reserved) in ((role, shares[role]) for role in BALANCED_ROLES)
        ),
        opens_at=page.start_at - timedelta(days=20),
        closes_at=page.start_at - timedelta(days=7),
        takes_registrations=True,
    )


def events_by_status(*, now: datetime) -> list[tuple[EventPage, SeatStatus]]:
    """An event for each way in which it can stand."""
    status = EventPage.Status
    moved = {"status": status.RESCHEDULED, "previous_start_at": now + timedelta(days=9)}
    return [
        (event(now=now, status=status.PRELIMINARY), SeatStatus.PRELIMINARY),
        (event(now=now), SeatStatus.NOT_YET_OPEN),
        (event(now=now), SeatStatus.OPEN),
        (event(now=now, **moved), SeatStatus.FEW_LEFT),
        (event(now=now, title=LONG_TITLE), SeatStatus.FULL),
        (event(now=now), SeatStatus.CLOSED),
        (event(now=now, status=status.CANCELLED, status_note="Talaren är sjuk."), SeatStatus.CANCELLED),
        (event(now=now), SeatStatus.HELD),
    ]


def cards(*, now: datetime) -> list[EventCard]:
    return [
        EventCard(event=page, availability=availability(page, status))
        for page, status in events_by_status(now=now)
    ]


def status_lines(*, now: datetime) -> list[StatusLine]:
    return [status_line(page, availability(page, status)) for page, status in events_by_status(now=now)]


def rooms(*, now: datetime) -> list[RoomSample]:
    asked = {"model": RoundTablePage, "flow": EventPage.Flow.REQUEST, "capacity": 24}
    pairs: Iterable[tuple[EventPage, SeatStatus]] = [
        *events_by_status(now=now),
        (event(now=now, table_count=3, seats_per_table=8, **asked), SeatStatus.OPEN),
        (event(now=now, flow=EventPage.Flow.INVITATION), SeatStatus.OPEN),
        (event(now=now, format=EventPage.Format.ONLINE, capacity=300), SeatStatus.OPEN),
    ]
    return [
        RoomSample(
            anchor=f"room-{number}",
            page=page,
            room=signup_room(page, availability(page, status, taken=min(68, page.capacity))),
        )
        for number, (page, status) in enumerate(pairs, start=1)
    ]


def seat_plans() -> list[SeatPlan]:
    return [
        seat_plan(capacity=80, taken=68),
        seat_plan(capacity=20, taken=0),
        seat_plan(capacity=120, taken=120),
        seat_plan(capacity=400, taken=240),
    ]


def table_plans() -> list[TablePlan]:
    mix = {Role.OFFICIAL: 8, Role.POLITICIAN: 8, Role.BUILDER: 8}
    return [table_plan(tables=count, seats_per_table=8, mix=mix) for count in (1, 3, 5)]


def balances() -> list[Balance]:
    return [
        balance({Role.OFFICIAL: 27, Role.POLITICIAN: 14, Role.BUILDER: 25}, registered=78),
        balance({Role.OFFICIAL: 40, Role.POLITICIAN: 1}),
    ]


def takeaways() -> list[Takeaway]:
    return [
        Takeaway(text="Börja med målet och låt byggaktören föreslå lösningen."),
        Takeaway(text="Följ upp färre krav, men gör det på riktigt."),
    ]


def programme() -> list[ProgrammeItem]:
    return [
        ProgrammeItem(starts=time(8), ends=time(8, 30), title="Frukost och mingel"),
        ProgrammeItem(
            starts=time(8, 30),
            ends=time(10),
            title="Samtal",
            people="Petra Åkesson",
            description="Med frågor.",
        ),
    ]
