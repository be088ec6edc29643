"""The calendar files on the web: the feed to subscribe to, and one event to keep (docs/rules.md C 4.4)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from events.calendar_response import calendar_response
from events.feed import one_event, public_feed


# Exempt, so that a POST is told that the method is wrong (405) and not that it lacks a token (403).
@csrf_exempt
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    return calendar_response(request, public_feed(now=timezone.now()), file_name="bostadsforum.ics")


@csrf_exempt
@require_safe
def download(request: HttpRequest, event_id: int) -> HttpResponse:
    stream = one_event(event_id)
    if stream is None:
        raise Http404
    return calendar_response(request, stream, file_name=f"bostadsforum-{event_id}.ics")
