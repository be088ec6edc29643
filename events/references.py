"""What the versions of pages name: people, venues, organisations, topics.

The database protects only what a published row names. What a draft or a scheduled version names stands in
its JSON, so it is looked for there before something is deleted; and a version that names what is gone all
the same is opened without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import PROTECT, ForeignKey, Model, Q
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision, get_page_models


@dataclass(frozen=True)
class Reference:
    """A field of a page, or of its rows when there is a relation, that names a row of another table."""

    field: Any
    relation: str = ""

    @property
    def is_protected(self) -> bool:
        return isinstance(self.field, ForeignKey) and self.field.remote_field.on_delete is PROTECT


def references_of(model: type[Page]) -> Iterator[Reference]:
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey | ParentalManyToManyField):
            yield Reference(field)
    for relation in get_all_child_relations(model):
        for field in relation.related_model._meta.get_fields():
            if isinstance(field, ForeignKey):
                yield Reference(field, relation.get_accessor_name())


def drafts_naming(row: Model) -> list[str]:
    """The titles of the pages whose newest version, or the one that is scheduled, names this row."""
    places = {
        (reference.relation, reference.field.name)
        for model in get_page_models()
        for reference in references_of(model)
        if reference.field.related_model is type(row)
    }
    keys = sorted({relation or field for relation, field in places})
    newest = Page.objects.filter(latest_revision__isnull=False).values("latest_revision")
    versions = Revision.page_revisions.filter(Q(pk__in=newest) | Q(approved_go_live_at__isnull=False))
    titles = {
        page_id: title
        # Only the parts that may name it are fetched: the whole of every page is some megabytes.
        for page_id, title, *parts in versions.order_by("pk").values_list(
            "object_id", "object_str", *(f"content__{key}" for key in keys)
        )
        if any(
            _names(dict(zip(keys, parts, strict=True)), relation, field, row.pk) for relation, field in places
        )
    }
    return sorted(titles.values())


def _names(content: dict[str, Any], relation: str, field: str, pk: Any) -> bool:
    if relation:
        return any(entry.get(field) == pk for entry in content[relation] or [])
    value = content[field]
    return pk in value if isinstance(value, list) else value == pk


def without_missing(model: type[Page], content: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The content without what it names that is gone, and what that was called.

    Modelcluster knows no answer to a protected row that is missing: it raises, and the page could neither be
    edited nor published again.
    """
    content, lost = dict(content), []
    for reference in references_of(model):
        if not reference.is_protected:
            continue
        name, relation = reference.field.name, reference.relation
        entries = content.get(relation) or [] if relation else [content]
        there = _existing(reference.field.related_model, [entry.get(name) for entry in entries])
        kept = [entry for entry in entries if entry.get(name) is None or entry[name] in there]
        if len(kept) == len(entries):
            continue
        lost.append(str(reference.field.verbose_name))
        content |= {relation: kept} if relation else {name: None}
    return content, lost


def _existing(model: type[Model], keys: list[Any]) -> set[Any]:
    wanted = {key for key in keys if key is not None}
    return set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
