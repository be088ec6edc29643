"""The parts of an event's desk, each as what its template shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage
from events.roles import ROLE_PLURALS, Role
from registration.domain import balance, releases, window
from registration.domain.balance import OrganisationCount, RoleBalance, WayBalance
from registration.models import Registration
from registration.staff import balance_words, release_words, timeline_words
from registration.staff.balance_bars import Bar, bars

# The others stand behind a press: most events have many organisations with one person each.
ORGANISATIONS_SHOWN = 8


@dataclass(frozen=True)
class RoleRow:
    """A bar with its words, and the same figures for the table."""

    label: str
    figures: RoleBalance
    bar: Bar
    of_words: str
    notes: str


@dataclass(frozen=True)
class BalancePart:
    heading: str
    sentence: str
    seats: list[str]
    rows: list[RoleRow]
    way: WayBalance


@dataclass(frozen=True)
class OrganisationsPart:
    first: list[OrganisationCount]
    rest: list[OrganisationCount]
    maximum: int | None


@dataclass(frozen=True)
class ReleasePart:
    """`state`: waits (the clock releases), pressed (staff did), or clock (the clock has)."""

    state: str
    at: datetime | None
    kept: str
    would_do: str


def balance_parts(event: EventPage, ways: Sequence[WayBalance]) -> list[BalancePart]:
    is_hybrid = len(ways) > 1
    headings = [_("Balance in the room") if is_hybrid else _("Balance between the roles"), _("Online")]
    return [
        BalancePart(
            heading=heading,
            sentence=balance_words.sentence(way),
            seats=balance_words.seats_sentences(way, is_beside_room=number > 0),
            rows=[
                RoleRow(
                    label=str(ROLE_PLURALS[Role(role.role)]),
                    figures=role,
                    bar=bar,
                    of_words=balance_words.of_words(role),
                    notes=balance_words.notes(role),
                )
                for role, bar in zip(way.roles, bars(way.roles, capacity=way.capacity), strict=True)
            ],
            way=way,
        )
        for number, (heading, way) in enumerate(zip(headings, ways, strict=False))
    ]


def organisations_part(event: EventPage) -> OrganisationsPart:
    found = balance.organisations_of(event)
    return OrganisationsPart(
        first=found[:ORGANISATIONS_SHOWN],
        rest=found[ORGANISATIONS_SHOWN:],
        maximum=event.max_per_organisation,
    )


def release_part(event: EventPage, room: WayBalance, *, waiting: int, now: datetime) -> ReleasePart | None:
    """None where no seat is reserved for a role, or nothing will be given any more."""
    if not room.has_reserved or event.is_cancelled:
        return None
    at = window.released_at(event)
    if room.is_released:
        by_clock = event.releases_at is not None and now >= event.releases_at
        return ReleasePart(state="clock" if by_clock else "pressed", at=at, kept="", would_do="")
    people = releases.preview(event, now=now)
    return ReleasePart(
        state="waits",
        at=at,
        kept=release_words.kept(room.missing),
        would_do=release_words.would_do(people, waiting=waiting),
    )


def offered_part(event: EventPage) -> list[Registration]:
    """Who holds an offer, the first to lapse first."""
    return list(event.registrations.offered().order_by("offer_expires_at", "pk"))


def holds_part(event: EventPage) -> list[str]:
    """Which letters of it staff hold."""
    holds = event.mail_holds.in_force().order_by("held_at", "pk")
    return [timeline_words.held(hold.what, event) for hold in holds]


def names_beside_the_roles(event: EventPage) -> dict[str, list[Registration]]:
    people = balance.beside_the_roles(event)
    return {
        "overrides": [one for one in people if one.is_override],
        "guests": [one for one in people if not one.is_override],
    }
