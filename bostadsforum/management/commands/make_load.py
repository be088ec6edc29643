"""Invented bulk data for measuring: many events, many registrations, in seconds.

Events are real published pages; registrations are written as rows, without letters, and never more confirmed
than there are seats.
"""

import random
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bostadsforum.management.commands.make_event import whole_number
from events.models import EventIndexPage, EventPage, ReminderRule, RoleQuota, SeminarPage
from events.municipalities import MUNICIPALITIES
from events.publishing import publish_new
from events.roles import BALANCED_ROLES, MUNICIPAL_ROLES, Role
from registration.addresses import employer_key
from registration.models import Registration

TITLES = ("Markanvisning", "Bostadsförsörjning", "Detaljplaner", "Byggkostnader", "Trähus", "Klimatkrav")
FIRST_NAMES = ("Olof", "Petra", "Bo", "Stina", "Åsa", "Örjan", "Änglamaria", "Per", "Karin", "Samir")
LAST_NAMES = ("Exempelgren", "Provström", "Påhittsdotter", "Modellberg", "Skissgård", "Mallgren")
JOB_TITLES = {
    Role.OFFICIAL: ("planchef", "exploateringschef", "stadsarkitekt"),
    Role.POLITICIAN: ("ledamot i byggnadsnämnden", "kommunalråd"),
    Role.BUILDER: ("projektutvecklare", "markansvarig", "vd"),
}
# Officials are the most, politicians the fewest, as at the real events.
ROLE_WEIGHTS = {Role.OFFICIAL: 40, Role.POLITICIAN: 20, Role.BUILDER: 40}
BATCH = 1000


class Command(BaseCommand):
    help = "Make invented events and registrations in bulk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--events", type=whole_number(0, 10_000), required=True)
        parser.add_argument("--registrations", type=whole_number(0, 1_000_000), required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["registrations"] and not options["events"]:
            raise CommandError("Registrations need events: give --events as well.")
        now = timezone.now()
        chance = random.Random(1)
        shares = share_out(options["registrations"], among=options["events"])
        try:
            for number, people in enumerate(shares, start=1):
                event = make_event(number, people=people, chance=chance, now=now)
                rows = [make_registration(event, place, chance=chance, now=now) for place in range(people)]
                Registration.objects.bulk_create(rows, batch_size=BATCH)
                if number % 50 == 0:
                    self.stdout.write(f"{number} of {options['events']} events made.")
        except EventIndexPage.DoesNotExist:
            raise CommandError(
                "The list of events is missing. Make a page of the type event list first."
            ) from None
        self.stdout.write(f"Made {options['events']} events and {options['registrations']} registrations.")


def share_out(total: int, *, among: int) -> list[int]:
    """`total` in `among` parts as equal as can be."""
    if not among:
        return []
    each, rest = divmod(total, among)
    return [each + (number < rest) for number in range(among)]


def make_event(number: int, *, people: int, chance: random.Random, now: datetime) -> EventPage:
    """A published seminar within the next year, with room for nine in ten of those who come."""
    capacity = max(20, people * 9 // 10)
    day = timezone.localtime(now).replace(hour=8, minute=30, second=0, microsecond=0)
    start_at = day + timedelta(days=chance.randint(2, 365))
    event = SeminarPage(
        title=f"{chance.choice(TITLES)} {number}",
        ingress="Påhittat seminarium för mätning.",
        start_at=start_at,
        end_at=start_at + timedelta(minutes=90),
        capacity=capacity,
    )
    event.quotas = [RoleQuota(role=role, reserved=capacity // 5) for role in BALANCED_ROLES]
    event.reminder_rules = ReminderRule.defaults()
    publish_new(event)
    return event


def make_registration(event: EventPage, place: int, *, chance: random.Random, now: datetime) -> Registration:
    """One unsaved row: confirmed while there are seats, then in line."""
    role = chance.choices(list(ROLE_WEIGHTS), weights=list(ROLE_WEIGHTS.values()))[0]
    address = f"person{place}.event{event.pk}@example.org"
    person = Registration(
        event=event,
        address=address,
        address_key=address,
        first_name=chance.choice(FIRST_NAMES),
        last_name=chance.choice(LAST_NAMES),
        job_title=chance.choice(JOB_TITLES[role]),
        role=role,
        created_at=now,
        is_listed=chance.random() < 0.7,
    )
    if role in MUNICIPAL_ROLES:
        person.municipality = chance.choice(list(MUNICIPALITIES))
    else:
        person.organisation = f"Exempelbygg {chance.randint(1, 40)} AB"
    person.organisation_key = employer_key(
        role=role, municipality=person.municipality, organisation=person.organisation
    )
    if place < event.capacity:
        person.confirm(now=now)
    else:
        person.join_line(place=place + 1)
    return person
