"""The calendar that one person subscribes to (docs/rules.md C 4.6)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from events.calendar_response import calendar_response
from registration import links
from registration.domain import personal_feed


# Exempt, so that a POST is told that the method is wrong (405) and not that it lacks a token (403).
@csrf_exempt
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    link = links.find_feed(token, now=now)
    if link is None:
        raise Http404
    stream = personal_feed.stream_of(link, now=now)
    response = calendar_response(request, stream, file_name="mitt-bostadsforum.ics", kept_by="private")
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
