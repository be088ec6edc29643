"""What stops a publication, whoever asks for it: the same as the form says, with no form at hand."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME

from events.readiness import lacks_of

if TYPE_CHECKING:
    from events.models import EventPage


class NotReady(Exception):
    """An event was to be published, or scheduled, and lacks something; the words are for who asked."""

    def __init__(self, event: "EventPage", sentences: list[str]) -> None:
        super().__init__(f"{event.title}: {' '.join(sentences)}")
        self.page_id = event.pk
        self.sentences = sentences


def refuse_unready(event: "EventPage") -> None:
    if sentences := what_stops(event):
        raise NotReady(event, sentences)


def what_stops(event: "EventPage") -> list[str]:
    """What is missing, then what is there and does not hold: of the page, and of each of its rows."""
    stops = [lack for lack in lacks_of(event) if lack.stops]
    said = {lack.field for lack in stops if lack.field}
    return [
        *(lack.sentence for lack in stops),
        *_faults(event, besides=said),
        *(fault for row in _rows(event) for fault in _faults_of_row(row)),
    ]


def _faults(event: "EventPage", *, besides: set[str]) -> list[str]:
    try:
        event.full_clean(exclude=besides)
    except ValidationError as error:
        return list(_sentences(event, error))
    return []


def _rows(event: "EventPage") -> Iterable[Model]:
    for relation in get_all_child_relations(type(event)):
        name = relation.get_accessor_name()
        if name != COMMENTS_RELATION_NAME:
            yield from getattr(event, name).all()


def _faults_of_row(row: Model) -> list[str]:
    """Each row by itself: whether two have the same role is asked when they are saved."""
    try:
        row.full_clean(exclude={"event"}, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return [f"{row._meta.verbose_name}: {sentence}" for sentence in _sentences(row, error)]
    return []


def _sentences(model: Model, error: ValidationError) -> Iterable[str]:
    for name, messages in error.message_dict.items():
        field = next((field for field in model._meta.get_fields() if field.name == name), None)
        label = f"{field.verbose_name}: " if isinstance(field, Field) else ""
        yield from (f"{label}{message}" for message in messages)
