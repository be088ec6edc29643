"""How a calendar file is answered with, whoever it is for (docs/rules.md C 4.4)."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from events.calendar import CONTENT_TYPE
from events.feed import Stream


def calendar_response(
    request: HttpRequest, stream: Stream, *, file_name: str, kept_by: str = "public"
) -> HttpResponse:
    """The same bytes for everybody who may have them, or 304 for whoever has them already.

    `kept_by`: `public` lets everything on the way keep a copy, `private` the client alone.
    """
    changed_at = int(stream.changed_at.timestamp())
    etag = f'"{sha256(stream.body).hexdigest()[:32]}"'
    response = HttpResponse(
        stream.body,
        content_type=CONTENT_TYPE,
        headers={
            "ETag": etag,
            "Last-Modified": http_date(changed_at),
            # May be kept, but is to be asked about each time: a change is seen at once.
            "Cache-Control": f"{kept_by}, no-cache",
            # Inline, so that a phone offers to add the event instead of putting the file away.
            "Content-Disposition": f'inline; filename="{file_name}"',
        },
    )
    return get_conditional_response(request, etag=etag, last_modified=changed_at, response=response)
