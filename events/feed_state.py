"""Feeds that clients have already, told from those that have changed, without making them anew (C 4.4).

Each process remembers what it last answered to an address, together with the state of the database that it
was made from. As long as that state holds, and nothing has left by age, whoever has the answer is told so.
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.cache import caches
from django.db.models import Count, Sum, Value
from django.http import HttpRequest, HttpResponse

from events.models import FeedChange
from home.memory import MEMORY
from home.statements import Statement

State = tuple[Any, ...]
KEPT_SECONDS = 24 * 60 * 60
_HEADERS = ("ETag", "Last-Modified", "Cache-Control", "Link")


@dataclass(frozen=True)
class Answered:
    """`good_until`: when something in it will be too old; None where nothing will."""

    state: State
    made_at: datetime
    good_until: datetime | None
    headers: dict[str, str]


def current() -> State:
    """Asked before a feed is made, so that what changes meanwhile is not taken for seen."""
    rows = _STATE.first_rows(0)
    return rows[0] if rows else ()


def recall(request: HttpRequest, *, now: datetime) -> Answered | None:
    """What this address was last answered, if it would be the same now."""
    kept: Answered | None = caches[MEMORY].get(_key(request))
    if kept is None or now < kept.made_at or (kept.good_until is not None and now >= kept.good_until):
        return None
    return kept if kept.state == current() else None


def remember(
    request: HttpRequest,
    response: HttpResponse,
    *,
    state: State,
    made_at: datetime,
    good_until: datetime | None,
) -> None:
    if response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        headers = {name: response[name] for name in _HEADERS}
        caches[MEMORY].set(_key(request), Answered(state, made_at, good_until, headers), KEPT_SECONDS)


def _key(request: HttpRequest) -> str:
    return f"feed:{hash(request.get_full_path())}"


_STATE = Statement(
    "feed_state",
    lambda pk: (
        FeedChange.objects.filter(pk__gt=pk)
        .values(all=Value(1))
        .annotate(rows=Count("pk"), numbers=Sum("pk"))
        .order_by()
        .values_list("rows", "numbers")
    ),
)
