"""The letters of one list with all that is needed to write them, read for many at once.

Each is asked for again at the moment it is sent (docs/rules.md R 2.6): one statement reads what may have
changed, and a letter of which anything has changed is read anew, with everything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet, prefetch_related_objects

from events.models import EventPage
from home.statements import Statement
from registration.mail import kinds, texts
from registration.mail.claims import Claim
from registration.mail.writing import Ready
from registration.models import Mailing, OutboxMessage, Registration
from registration.models.outbox import OutboxQuerySet

_OF_EVENT = ("calendar_identity", "venue", "contact", "gatheringpage")
_OF_LETTER = (
    *(f"registration__event__{name}" for name in _OF_EVENT),
    "registration__substitute_for",
    "mailing",
    "person",
    "event",
)
# What a claim and what comes of it write; whoever has claimed knows it.
_OF_SENDING = {"state", "lease_until", "attempts", "first_tried_at", "due_at", "subject", "text"}
# By these it is seen that anything of an event has changed: it is published, moved or cancelled, or its venue
# or contact is saved.
_VERSION_OF_EVENT = (
    "live",
    "last_published_at",
    "url_path",
    "status",
    "start_at",
    "end_at",
    "calendar_identity__sequence",
    "calendar_identity__changed_at",
    "calendar_identity__handled_at",
    "venue__changed_at",
    "contact__changed_at",
)


@dataclass(frozen=True)
class Shared:
    """What a letter of a batch is written with beside itself."""

    shelf: texts.Shelf
    ready: Ready


def whole(letter_id: int) -> OutboxMessage:
    """One letter, as everything is now."""
    return OutboxMessage.objects.with_marks().select_related(*_OF_LETTER).get(pk=letter_id)


class Batch:
    def __init__(self, letter_ids: Sequence[int]) -> None:
        # Before the letters, so that what changes between the two is noticed.
        self._seen = _as_they_are(letter_ids)
        letters = OutboxMessage.objects.with_marks().filter(registration__isnull=False)
        self._letters = letters.select_related("registration__substitute_for", "mailing").in_bulk(letter_ids)
        self._behind = _behind(_share_events(letter.its_registration for letter in self._letters.values()))
        known = [letter for letter in self._letters.values() if letter.kind in kinds.KINDS]
        self._shared = Shared(texts.of_many(known), Ready())

    def __contains__(self, letter_id: int) -> bool:
        return letter_id in self._seen

    def letter(self, claim: Claim) -> tuple[OutboxMessage, Shared | None]:
        """A letter that has just been claimed, with what it shares as long as that holds."""
        letter_id, attempts = claim.letter_id, claim.attempts
        letter = self._letters.pop(letter_id, None)
        now_there = AS_IT_IS.rows(letter_id) if claim.beside is None else claim.beside
        if (
            letter is None
            or letter.its_registration.event_id in self._behind
            # It may have been read just before it was claimed, or just after.
            or attempts - letter.attempts > 1
            or now_there != [self._seen.get(letter_id)]
        ):
            return whole(letter_id), None
        letter.state, letter.attempts = OutboxMessage.State.SENDING, attempts
        return letter, self._shared


def _share_events(registrations: Iterable[Registration]) -> set[int]:
    """Let registrations for one event share it, and what is looked up of it once; returns which there are."""
    people = list(registrations)
    event_ids = {person.event_id for person in people}
    events = EventPage.objects.select_related(*_OF_EVENT).in_bulk(event_ids)
    prefetch_related_objects([*events.values()], "reminder_rules")
    for person in people:
        person.event = events[person.event_id]
    return event_ids


def _behind(event_ids: Iterable[int]) -> set[int]:
    """Those whose calendars have not caught up with a publication."""
    found = EventPage.objects.behind_in_calendars().filter(pk__in=list(event_ids))
    return set(found.values_list("pk", flat=True))


def _rows(letters: OutboxQuerySet) -> QuerySet[OutboxMessage, Any]:
    """All that may change while a letter waits."""
    own = [field.attname for field in OutboxMessage._meta.concrete_fields if field.name not in _OF_SENDING]
    of_others = [
        f"{name}__{field.attname}"
        for name, model in (("registration", Registration), ("mailing", Mailing))
        for field in model._meta.concrete_fields
    ]
    of_event = [f"registration__event__{name}" for name in _VERSION_OF_EVENT]
    return letters.with_marks().values_list("pk", *own, *of_others, *of_event, "address_is_marked")


def _as_they_are(letter_ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """As `AS_IT_IS`, of many: the same values, as the database's driver gives them."""
    query = _rows(OutboxMessage.objects.filter(pk__in=letter_ids)).query
    with connection.cursor() as cursor:
        cursor.execute(*query.sql_with_params())
        return {row[0]: row for row in cursor.fetchall()}


# Also as it is claimed: everything of it that may have changed.
AS_IT_IS = Statement("letter_as_it_is", lambda pk: _rows(OutboxMessage.objects.filter(pk=pk)))
