"""The event that people are signing up for, without reading all of it again for each of them.

Its small columns are read each time, and tell whether what is in memory still is the event as it stands:
whatever staff publish or press changes one of them.
"""

from typing import Any

from django.core.cache import caches
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, TextField
from wagtail.fields import StreamField
from wagtail.models import PageViewRestriction

from events.models import EventPage
from home.ready_pages import MEMORY
from home.statements import Statement

_KEPT_SECONDS = 60
_TEXTS = (TextField, StreamField)
# Texts are long, and change only with a publication.
_TOLD_BY = [
    *(field.attname for field in EventPage._meta.local_concrete_fields if not isinstance(field, _TEXTS)),
    "title",
    "slug",
    "live",
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


def published_events() -> QuerySet[EventPage]:
    """Events as visitors may see them: no drafts, nothing private. As Wagtail's `public()`, which would ask
    the restrictions in a query of their own."""
    return EventPage.objects.live().exclude(_is_private())


def _is_private() -> Exists:
    event_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Exists(
        PageViewRestriction.objects.alias(event_path=event_path).filter(
            event_path__startswith=F("page__path")
        )
    )


_STATE = Statement(
    "event_state",
    lambda pk: EventPage.objects.filter(pk=pk).order_by().values_list(*_TOLD_BY, *_PRESSED),
)
_STATE_WHEN_PUBLISHED = Statement(
    "event_state_when_published",
    lambda pk: published_events().filter(pk=pk).order_by().values_list(*_TOLD_BY, *_PRESSED),
)


def published(event_id: int) -> tuple[EventPage, tuple[Any, ...]]:
    """The event with its details, its quotas and what staff have pressed; and what tells that it is the same
    as before. One query, mostly. Raises EventPage.DoesNotExist, also for a draft and a private page."""
    return _at_hand(event_id, _STATE_WHEN_PUBLISHED)


def as_it_stands(event_id: int) -> EventPage:
    """The same, a draft as well. Raises EventPage.DoesNotExist."""
    event, _state = _at_hand(event_id, _STATE)
    return event


def _at_hand(event_id: int, statement: Statement) -> tuple[EventPage, tuple[Any, ...]]:
    found = statement.rows(event_id)
    if not found:
        raise EventPage.DoesNotExist
    state = found[0]
    memory = caches[MEMORY]
    key = f"event-at-hand:{event_id}"
    # Memory gives everybody a copy of their own.
    kept = memory.get(key)
    if kept is None or kept[0] != state:
        event = (
            EventPage.objects.with_details()
            .select_related("registration_window")
            .prefetch_related("quotas")
            .get(pk=event_id)
        )
        kept = (state, event)
        memory.set(key, kept, _KEPT_SECONDS)
    return kept[1], state
