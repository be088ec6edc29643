"""How the mix of an event stands, for those who steer it: per way of taking part, role and organisation.

The figures are those of the rule that gives the seats (docs/rules.md 4.1), so whoever holds an offer is
counted; guests and overrides count in the total only.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from events.models import EventPage
from events.municipalities import MUNICIPALITIES
from events.roles import BALANCED_ROLES, MUNICIPAL_ROLES, Role
from registration.domain import availability
from registration.domain.capacity import Seats
from registration.models import Registration

Status = Registration.Status
Attendance = Registration.Attendance
_BESIDE = Q(is_override=True) | Q(role=Role.GUEST)


@dataclass(frozen=True)
class RoleBalance:
    """`reserved` is what the role is to have (never more than its maximum)."""

    role: str
    taken: int
    offered: int = 0
    reserved: int = 0
    maximum: int | None = None
    waiting: int = 0
    pending: int = 0

    @property
    def confirmed(self) -> int:
        return self.taken - self.offered

    @property
    def missing(self) -> int:
        """How many seats the role is short of what is planned for it."""
        return max(0, self.reserved - self.taken)


@dataclass(frozen=True)
class WayBalance:
    """One way of taking part. `capacity` is None where there is no limit; `waiting` and `pending` are all
    who do, guests included."""

    attendance: str
    capacity: int | None
    roles: tuple[RoleBalance, ...]
    taken: int = 0
    offered: int = 0
    waiting: int = 0
    pending: int = 0
    is_released: bool = False

    @property
    def beyond_capacity(self) -> int:
        return 0 if self.capacity is None else max(0, self.taken - self.capacity)

    @property
    def missing(self) -> dict[str, int]:
        """The roles that are short of their reserved seats, and by how many."""
        return {role.role: role.missing for role in self.roles if role.missing}

    @property
    def has_reserved(self) -> bool:
        return any(role.reserved for role in self.roles)


@dataclass(frozen=True)
class OrganisationCount:
    name: str
    taken: int


def balance_of(event: EventPage, *, now: datetime) -> list[WayBalance]:
    """The room first, or what stands in its place; online apart where one can choose."""
    tally = availability.tally_of_event(event)
    people = _by_status(event)
    return [
        _way(availability.seats_of(event, tally, attendance=way, now=now), people[way], attendance=way)
        for way in ways_of(event)
    ]


def ways_of(event: EventPage) -> list[str]:
    main = availability.main_attendance(event)
    return [main, Attendance.ONLINE.value] if event.format == EventPage.Format.HYBRID else [main]


def organisations_of(event: EventPage) -> list[OrganisationCount]:
    """Whose people hold the seats that the organisation's maximum is about, most first.

    A municipality's officials and politicians are one. A firm is called as most of its people write it.
    """
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    rows = (
        event.registrations.holding_seats()
        .exclude(_BESIDE)
        .exclude(organisation_key="")
        .values_list("attendance", "role", "municipality", "organisation", "organisation_key")
        .annotate(people=Count("pk"))
        .order_by()
    )
    main = availability.main_attendance(event)
    for attendance, role, municipality, organisation, key, people in rows:
        if availability.attendance_for(event, wish=attendance) != main:
            continue
        name = MUNICIPALITIES.get(municipality, "") if role in MUNICIPAL_ROLES else organisation
        counts[key] += people
        spellings[key][name] += people
    found = [
        OrganisationCount(name=max(names, key=lambda name: (names[name], name)), taken=counts[key])
        for key, names in spellings.items()
    ]
    return sorted(found, key=lambda one: (-one.taken, one.name))


def beside_the_roles(event: EventPage) -> list[Registration]:
    """Who holds a seat that no role's figures show: guests, and those given a seat beyond the rules."""
    found = event.registrations.holding_seats().filter(_BESIDE)
    return list(found.order_by("last_name", "first_name", "pk"))


def _by_status(event: EventPage) -> dict[str, dict[str, Counter[str]]]:
    """People per way of taking part, status and role; overrides are no role's."""
    people: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    rows = (
        event.registrations.open_cases()
        .exclude(status=Status.CONFIRMED)
        .values_list("attendance", "status", "role", "is_override")
        .annotate(people=Count("pk"))
        .order_by()
    )
    for attendance, status, role, is_override, count in rows:
        way = availability.attendance_for(event, wish=attendance)
        people[way][status]["" if is_override else role] += count
    return people


def _way(seats: Seats, people: dict[str, Counter[str]], *, attendance: str) -> WayBalance:
    return WayBalance(
        attendance=attendance,
        capacity=seats.capacity,
        taken=seats.total_taken,
        offered=people[Status.OFFERED].total(),
        waiting=people[Status.WAITLISTED].total(),
        pending=people[Status.PENDING].total(),
        is_released=seats.is_released,
        roles=tuple(
            RoleBalance(
                role=role.value,
                taken=seats.taken_by(role),
                offered=people[Status.OFFERED][role],
                reserved=seats.quota_of(role).kept,
                maximum=seats.quota_of(role).maximum,
                waiting=people[Status.WAITLISTED][role],
                pending=people[Status.PENDING][role],
            )
            for role in BALANCED_ROLES
        ),
    )
