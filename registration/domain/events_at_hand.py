"""The event that people are signing up for, without reading all of it again for each of them.

Its small columns are read each time, and tell whether what is in memory still is the event as it stands:
whatever staff publish or press changes one of them.
"""

from typing import Any

from django.db.models import TextField
from wagtail.fields import StreamField

from events.models import EventPage
from events.querysets import is_private
from home.memory import remembered
from home.statements import Asked, Rows, Statement, together
from registration.domain import first_letters

_KEPT_SECONDS = 60
_TEXTS = (TextField, StreamField)
# Texts are long, and change only with a publication.
_TOLD_BY = [
    *(field.attname for field in EventPage._meta.local_concrete_fields if not isinstance(field, _TEXTS)),
    "title",
    "slug",
    "last_published_at",
    "venue__changed_at",
    "contact__changed_at",
    "calendar_identity__sequence",
    "calendar_identity__changed_at",
]
_PRESSED = [
    "registration_window__closed_at",
    "registration_window__open_until",
    "registration_window__released_at",
]


# The first two say whether visitors may see it, the third what they can be told of their letter.
_STATE = Statement(
    "event_state",
    lambda pk: (
        EventPage.objects.filter(pk=pk)
        .order_by()
        .values_list("live", is_private(), first_letters.may_wait(), *_TOLD_BY, *_PRESSED)
    ),
)


def published(event_id: int) -> tuple[EventPage, tuple[Any, ...]]:
    """The event with its details, its quotas and what staff have pressed; and what tells that it is the same
    as before. One query, mostly. Raises EventPage.DoesNotExist, also for a draft and a private page."""
    state = _only(_STATE.first_rows(event_id))
    is_live, is_closed = state[:2]
    if not is_live or is_closed:
        raise EventPage.DoesNotExist
    return _as_of(state, event_id), state


def letter_waits(state: tuple[Any, ...], event_id: int, *, status: str) -> bool:
    """Whether the letter waits that answers a registration with this status; without one, whether all of
    them do. `state`: as `published` gave it, so that mostly nothing is asked."""
    may_wait = state[2]
    return bool(may_wait) and first_letters.waits(event_id, status=status)


def as_it_stands(event_id: int) -> EventPage:
    """The same, a draft as well. Raises EventPage.DoesNotExist."""
    event, _no_answers = as_it_stands_with(event_id)
    return event


def as_it_stands_with(event_id: int, *asked: Asked) -> tuple[EventPage, list[Rows]]:
    """The same, and the rows of what else is asked, in one message to the database."""
    found, *answers = together((_STATE, [event_id]), *asked)
    return _as_of(_only(found), event_id), answers


def _only(found: Rows) -> tuple[Any, ...]:
    if not found:
        raise EventPage.DoesNotExist
    return found[0]


def _as_of(state: tuple[Any, ...], event_id: int) -> EventPage:
    return remembered(("event", event_id), as_of=state, make=lambda: _read(event_id), seconds=_KEPT_SECONDS)


def _read(event_id: int) -> EventPage:
    return (
        EventPage.objects.with_details()
        .select_related("registration_window")
        .prefetch_related("quotas")
        .get(pk=event_id)
    )
