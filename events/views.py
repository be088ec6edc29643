"""The calendar files on the web: the feed to subscribe to, and one event to keep (docs/rules.md C 4.4)."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from events.calendar import CONTENT_TYPE
from events.feed import Stream, one_event, public_feed


# Exempt, so that a POST is told that the method is wrong (405) and not that it lacks a token (403).
@csrf_exempt
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    return _answer(request, public_feed(now=timezone.now()), file_name="bostadsforum.ics")


@csrf_exempt
@require_safe
def download(request: HttpRequest, event_id: int) -> HttpResponse:
    stream = one_event(event_id)
    if stream is None:
        raise Http404
    return _answer(request, stream, file_name=f"bostadsforum-{event_id}.ics")


def _answer(request: HttpRequest, stream: Stream, *, file_name: str) -> HttpResponse:
    """The same bytes for everybody, or 304 for whoever has them already."""
    changed_at = int(stream.changed_at.timestamp())
    etag = f'"{sha256(stream.body).hexdigest()[:32]}"'
    response = HttpResponse(
        stream.body,
        content_type=CONTENT_TYPE,
        headers={
            "ETag": etag,
            "Last-Modified": http_date(changed_at),
            # May be kept, but is to be asked about each time: a change is seen at once.
            "Cache-Control": "public, no-cache",
            # Inline, so that a phone offers to add the event instead of putting the file away.
            "Content-Disposition": f'inline; filename="{file_name}"',
        },
    )
    return get_conditional_response(request, etag=etag, last_modified=changed_at, response=response)
