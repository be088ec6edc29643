"""How many people stand where in an event."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from events.roles import Role
from registration.models import Registration


@dataclass(frozen=True)
class EventCounts:
    """People by status, and the confirmed ones by role; every status and role is there, if only with 0."""

    by_status: Counter[str]
    confirmed_by_role: dict[str, int]


def counts_of(event_id: int) -> EventCounts:
    by_status: Counter[str] = Counter()
    confirmed_by_role = dict.fromkeys(Role.values, 0)
    rows = (
        Registration.objects.filter(event_id=event_id)
        .values_list("status", "role")
        .annotate(people=Count("pk"))
        .order_by()
    )
    for status, role, people in rows:
        by_status[status] += people
        if status == Registration.Status.CONFIRMED:
            confirmed_by_role[role] += people
    return EventCounts(by_status=by_status, confirmed_by_role=confirmed_by_role)
