"""The calendar files on the web: the feeds to subscribe to, and one event to keep (docs/rules.md C 4.4)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from events import calendar_links, feed_filters, feed_state
from events.calendar_response import calendar_response
from events.feed import one_event, public_feed


# Exempt, so that a POST is told that the method is wrong (405) and not that it lacks a token (403).
@csrf_exempt
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Answered as it is asked, however the choice is written: calendars do not follow redirects reliably.

    Whoever has it already was mostly told so before (events/middleware.py)."""
    state, now = feed_state.current(), timezone.now()
    filters = feed_filters.read(request.GET)
    if not filters.is_known:
        raise Http404
    stream = public_feed(now=now, filters=filters)
    response = calendar_response(request, stream, file_name="bostadsforum.ics")
    response["Link"] = f'<{calendar_links.feed_address(filters.query())}>; rel="canonical"'
    feed_state.remember(request, response, state=state, made_at=now, good_until=stream.good_until)
    return response


@csrf_exempt
@require_safe
def download(request: HttpRequest, event_id: int) -> HttpResponse:
    stream = one_event(event_id)
    if stream is None:
        raise Http404
    return calendar_response(request, stream, file_name=f"bostadsforum-{event_id}.ics")
