"""Publish an event from the command line and print its id and address as JSON on one line.

Times are local Swedish time in ISO form, such as 2027-03-04T08:30. Without options registration is open from
now on and closes when the event starts.
"""

import json
from argparse import ArgumentTypeError
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from events.models import (
    EventIndexPage,
    EventPage,
    GatheringPage,
    ReminderRule,
    RoleQuota,
    RoundTablePage,
    SeminarPage,
)
from events.publishing import publish_new
from events.roles import BALANCED_ROLES

KINDS = {"seminar": SeminarPage, "roundtable": RoundTablePage, "gathering": GatheringPage}
MOST_SEATS = 100_000
MOST_MINUTES = 60 * 24 * 60


def moment(text: str) -> datetime:
    """An aware moment from ISO text; Swedish time unless the text names another offset."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a time such as 2027-03-04T08:30.") from None
    if given.tzinfo is not None:
        return given
    stockholm = timezone.get_default_timezone()
    aware = given.replace(tzinfo=stockholm)
    if aware.astimezone(timezone.get_fixed_timezone(0)).astimezone(stockholm).replace(tzinfo=None) != given:
        raise ArgumentTypeError(f"{text!r} does not exist: the clocks skip that hour.")
    return aware


def whole_number(least: int, most: int) -> Any:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ArgumentTypeError(f"{text!r} is not a whole number between {least} and {most}.")
        return int(text)

    return parse


def seats_of_role(text: str) -> tuple[str, int]:
    role, equals, number = text.partition("=")
    if not equals or role not in [*BALANCED_ROLES]:
        raise ArgumentTypeError(
            f"{text!r} should look like official=2; roles are {', '.join(BALANCED_ROLES)}."
        )
    return role, whole_number(0, MOST_SEATS)(number)


class Command(BaseCommand):
    help = "Publish an event and print {'id': …, 'url': …} as JSON on one line."

    def add_arguments(self, parser: CommandParser) -> None:
        seats = whole_number(0, MOST_SEATS)
        many: dict[str, Any] = {"action": "extend", "nargs": "+", "default": []}
        parser.add_argument("--title", required=True)
        parser.add_argument("--start", required=True, type=moment, metavar="TIME")
        parser.add_argument("--capacity", required=True, type=seats)
        parser.add_argument("--minutes", type=whole_number(1, MOST_MINUTES), default=90)
        parser.add_argument("--kind", choices=KINDS, default="seminar")
        parser.add_argument("--flow", choices=EventPage.Flow.values, default=EventPage.Flow.OPEN)
        parser.add_argument("--format", choices=EventPage.Format.values, default=EventPage.Format.ON_SITE)
        parser.add_argument("--online-capacity", type=seats, help="places online; without it no limit")
        parser.add_argument("--reserved", type=seats_of_role, metavar="ROLE=SEATS", **many)
        parser.add_argument("--maximum", type=seats_of_role, metavar="ROLE=SEATS", **many)
        parser.add_argument("--opens", type=moment, metavar="TIME")
        parser.add_argument("--closes", type=moment, metavar="TIME")
        parser.add_argument("--release", type=moment, metavar="TIME")
        parser.add_argument(
            "--remind-before",
            type=whole_number(1, MOST_MINUTES),
            metavar="MINUTES",
            help="exact; in place of the usual reminders of its kind",
            **many,
        )

    def handle(self, *args: Any, **options: Any) -> None:
        event = make_event(options)
        try:
            publish_new(event)
        except ValidationError as error:
            raise CommandError(" ".join(_sentences(error))) from None
        except EventIndexPage.DoesNotExist:
            raise CommandError(
                "The list of events is missing. Make a page of the type event list first."
            ) from None
        self.stdout.write(json.dumps({"id": event.pk, "url": address_of(event)}))


def make_event(options: dict[str, Any]) -> EventPage:
    """An unsaved page as the options say, with its rows. Raises CommandError where they contradict."""
    format_ = options["format"]
    capacity, online = options["capacity"], options["online_capacity"]
    if online is not None and format_ == EventPage.Format.ON_SITE:
        raise CommandError("--online-capacity needs --format online or hybrid.")
    if online is not None and format_ == EventPage.Format.ONLINE:
        # An event that is online only has one number of places, and the quotas apply to it.
        capacity, online = online, None
    event = KINDS[options["kind"]](
        title=options["title"].strip(),
        start_at=options["start"],
        # In UTC, since minutes are minutes also when the clocks change meanwhile.
        end_at=options["start"].astimezone(UTC) + timedelta(minutes=options["minutes"]),
        capacity=capacity,
        online_capacity=online,
        flow=options["flow"],
        format=format_,
        opens_at=options["opens"],
        closes_at=options["closes"],
        release_at=options["release"],
    )
    event.quotas = quotas(options["reserved"], options["maximum"], capacity=capacity)
    event.reminder_rules = [
        ReminderRule(minutes_before=minutes) for minutes in options["remind_before"]
    ] or ReminderRule.defaults(event.kind)
    return event


def quotas(
    reserved: Iterable[tuple[str, int]], maximum: Iterable[tuple[str, int]], *, capacity: int
) -> list[RoleQuota]:
    held, most = dict(reserved), dict(maximum)
    for role, seats in most.items():
        if seats < held.get(role, 0):
            raise CommandError(f"--maximum {role}={seats} is less than the {held[role]} seats reserved.")
    if sum(held.values()) > capacity:
        raise CommandError(f"{sum(held.values())} seats are reserved, but there are only {capacity}.")
    return [
        RoleQuota(role=role, reserved=held.get(role, 0), maximum=most.get(role))
        for role in BALANCED_ROLES
        if role in held or role in most
    ]


def address_of(event: EventPage) -> str:
    """The absolute address on the site's own origin."""
    _, _, path = event.get_url_parts()
    return settings.SITE_ORIGIN + path


def _sentences(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return [str(message) for message in error.messages]
    return [f"{field}: {message}" for field, messages in error.message_dict.items() for message in messages]
