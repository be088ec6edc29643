"""Print how an event stands, as JSON on one line. EVENT is a page id or a slug; an id wins."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.models import EventPage
from registration.domain.counts import counts_of
from registration.models import Registration

STATUSES = (
    Registration.Status.CONFIRMED,
    Registration.Status.WAITLISTED,
    Registration.Status.OFFERED,
    Registration.Status.PENDING,
    Registration.Status.CANCELLED,
)


class Command(BaseCommand):
    help = "Print the registrations of an event by status, and the confirmed ones by role, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("event", metavar="EVENT", help="page id or slug")

    def handle(self, *args: Any, event: str, **options: Any) -> None:
        event_id = find_event(event)
        counts = counts_of(event_id)
        line = {"event": event_id}
        line |= {status.value: counts.by_status[status] for status in STATUSES}
        self.stdout.write(json.dumps(line | {"roles": counts.confirmed_by_role}))


def find_event(text: str) -> int:
    ids = EventPage.objects.values_list("pk", flat=True)
    # More digits than any id has would not fit into the database's number.
    if text.isascii() and text.isdigit() and len(text) < 19 and ids.filter(pk=int(text)).exists():
        return int(text)
    found = list(ids.filter(slug=text)[:2])
    if not found:
        raise CommandError(f"There is no event with the id or slug {text!r}.")
    if len(found) > 1:
        raise CommandError(f"Several events have the slug {text!r}; give an id.")
    return found[0]
