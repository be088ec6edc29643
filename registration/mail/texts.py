"""Which words staff have given a letter: field by field the event's, else the site's, else the built-in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from registration.mail import kinds, notices, placeholders
from registration.models import LetterText, OutboxMessage

# Not letters with words of ours: what goes to staff, and what is staff's own text anyway.
_NOT_EDITED = {notices.DAILY, notices.URGENT, kinds.MAILING, kinds.MAILING_TEST}
# These have a second case, in which other words are true: then the built-in text is used.
_WITHOUT_COLLEAGUE = {"requested", "declined"}


@dataclass(frozen=True)
class Wording:
    """Texts with placeholders, or as they are read; what is empty is inherited."""

    subject: str = ""
    opening: str = ""
    closing: str = ""


# The event's before the site's.
Layers = tuple[Wording, ...]


@dataclass(frozen=True)
class Shelf:
    """The texts for many letters, looked up at once."""

    rows: dict[tuple[str, str, int | None], Wording] = field(default_factory=dict)

    def layers(self, message: OutboxMessage) -> Layers:
        kind, language = message.kind, message.its_registration.language
        found = (self.rows.get((kind, language, event_id)) for event_id in (_event_of(message), None))
        return tuple(wording for wording in found if wording is not None)


def edited_kinds() -> list[str]:
    """The letters whose words staff can change."""
    return [name for name in kinds.KINDS if name not in _NOT_EDITED]


def for_event_kinds() -> list[str]:
    """Those whose words can differ from event to event."""
    return [name for name in edited_kinds() if not kinds.KINDS[name].opens_forum]


def of_many(messages: Iterable[OutboxMessage]) -> Shelf:
    """One query for any number of letters; notices have no such texts."""
    letters = [message for message in messages if not message.is_notice]
    if not letters:
        return Shelf()
    events = {event_id for event_id in map(_event_of, letters) if event_id is not None}
    found = LetterText.objects.filter(
        Q(event=None) | Q(event__in=events), kind__in={message.kind for message in letters}
    )
    return Shelf({(row.kind, row.language, row.event_id): wording_of(row) for row in found})


def of(message: OutboxMessage) -> Layers:
    return of_many([message]).layers(message)


def wording_of(row: LetterText) -> Wording:
    return Wording(subject=row.subject, opening=row.opening, closing=row.closing)


def read(kind: str, layers: Layers, context: dict[str, Any]) -> Wording:
    """The words as this recipient reads them; empty where the built-in text is used.

    A text that names what this letter has not, such as the venue in a letter to who takes part online,
    gives way to the next one.
    """
    if not layers or not _is_ordinary(kind, context):
        return Wording()
    values = placeholders.values_of(context)
    return Wording(
        subject=_first(placeholders.fill_subject(layer.subject, values) for layer in layers),
        opening=_first(placeholders.fill(layer.opening, values) for layer in layers),
        closing=_first(placeholders.fill(layer.closing, values) for layer in layers),
    )


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _event_of(message: OutboxMessage) -> int | None:
    return None if kinds.KINDS[message.kind].opens_forum else message.its_registration.event_id


def _is_ordinary(kind: str, context: dict[str, Any]) -> bool:
    if kind in _WITHOUT_COLLEAGUE:
        return not context["colleague"]
    if kind == "cancelled":
        # Who refused an offer, and whom the organiser has taken off the list, read something else.
        return bool(context["registration"].status_before_cancelling) and not context["refused_offer"]
    return True
