"""What an editor is told who lowers the seats below those that are taken: nobody is thrown out
(docs/rules.md R 1.8).

Compared with what is published now, so that an overbooked event or a role that has outgrown its reserved
seats is not a warning each time the page is saved.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from events.availability import Availability, RoleSeats, availability_of
from events.roles import ROLE_PLURALS, Role

if TYPE_CHECKING:
    from events.models import EventPage, RoleQuota


def warnings(
    event: "EventPage", *, published: "EventPage", quotas: "Iterable[RoleQuota]", now: datetime
) -> list[str]:
    """`event` as it is to be, with these quotas; `published` as it is until then."""
    before = availability_of([published], now=now)[published.pk]
    wanted = {quota.role: quota for quota in quotas}
    return [
        *_seats(event, before),
        *_online(event, published, before),
        *(sentence for seats in before.roles for sentence in _role(seats, wanted.get(seats.role))),
    ]


def _seats(event: "EventPage", before: Availability) -> Iterable[str]:
    if event.capacity is not None and event.capacity < min(before.capacity, before.taken):
        yield _(
            "There will be %(capacity)s seats, and %(taken)s are taken. Nobody loses a seat, but no new one "
            "is given until enough people have cancelled."
        ) % {"capacity": event.capacity, "taken": before.taken}


def _online(event: "EventPage", published: "EventPage", before: Availability) -> Iterable[str]:
    places = event.online_capacity
    if places is None or before.online_taken is None or places >= before.online_taken:
        return
    if published.online_capacity is None or places < published.online_capacity:
        yield _(
            "There will be %(places)s places online, and %(taken)s are taken. Nobody loses a place, but no "
            "new one is given until enough people have cancelled."
        ) % {"places": places, "taken": before.online_taken}


def _role(before: RoleSeats, quota: "RoleQuota | None") -> Iterable[str]:
    words = {"roles": ROLE_PLURALS[Role(before.role)], "taken": before.taken}
    maximum = quota.maximum if quota else None
    was_more = before.maximum is None or (maximum is not None and maximum < before.maximum)
    if maximum is not None and was_more and maximum < before.taken:
        yield _(
            "%(roles)s may have at most %(maximum)s seats, and have %(taken)s. They keep them, but get no "
            "more until enough of them have cancelled."
        ) % (words | {"maximum": maximum})
    reserved = (quota.reserved or 0) if quota else 0
    if reserved < min(before.reserved, before.taken):
        yield _(
            "%(roles)s have %(taken)s seats, and %(reserved)s will be reserved for them. They keep what they "
            "have, but seats that they leave can go to others."
        ) % (words | {"reserved": reserved})
