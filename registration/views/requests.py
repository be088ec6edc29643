"""What the public views share: which event is meant, and which fields a form may bring."""

from collections.abc import Iterable
from math import ceil

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.models import EventPage

ALWAYS_ALLOWED = {"csrfmiddlewaretoken"}


def published_event(event_id: int) -> EventPage:
    """The event as visitors may see it; a draft, a private page and an unknown id are all 404."""
    event = EventPage.objects.seen_by_all().with_details().filter(pk=event_id).first()
    if event is None:
        raise Http404
    return event


def refuse_unknown_fields(request: HttpRequest, fields: Iterable[str]) -> None:
    """Duplicate or unknown fields are no form of ours: 400 (docs/rules.md R 5.3)."""
    allowed = ALWAYS_ALLOWED.union(fields)
    for name, values in request.POST.lists():
        if name not in allowed or len(values) > 1:
            raise SuspiciousOperation("unknown or repeated form field")
    if request.FILES:
        raise SuspiciousOperation("a file where none is asked for")


def too_many(request: HttpRequest, *, wait_seconds: int) -> HttpResponse:
    response = render(request, "429.html", {"wait_minutes": ceil(wait_seconds / 60)}, status=429)
    response["Retry-After"] = str(wait_seconds)
    return response


def explain(request: HttpRequest, event: EventPage, sentence: str) -> HttpResponse:
    """409: the event takes nobody (this way, now), and why; with a way on."""
    return render(
        request,
        "registration/refused.html",
        {"event": event, "sentence": sentence},
        status=409,
    )
