"""How a calendar file is answered with, whoever it is for (docs/rules.md C 4.4)."""

from hashlib import sha256
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date

from events.calendar import CONTENT_TYPE
from events.feed import Stream

# What the whole answer has and 304 is to have too (RFC 9110 15.4.5).
_ALSO_UNCHANGED = {"Cache-Control", "ETag", "Last-Modified", "Link"}


def calendar_response(
    request: HttpRequest, stream: Stream, *, file_name: str, kept_by: str = "public"
) -> HttpResponse:
    """The same bytes for everybody who may have them, or 304 for whoever has them already.

    `kept_by`: `public` lets everything on the way keep a copy, `private` the client alone.
    """
    headers = _headers(stream, file_name=file_name, kept_by=kept_by)
    answer = _conditional(request, headers)
    return answer or HttpResponse(stream.body, content_type=CONTENT_TYPE, headers=headers)


def unchanged(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """304 for whoever has what was answered with these headers; None for everybody else."""
    answer = _conditional(request, headers)
    return answer if answer and answer.status_code == HTTPStatus.NOT_MODIFIED else None


def _conditional(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """304 or 412 where the client's conditions ask for it."""
    changed_at = parse_http_date(headers["Last-Modified"])
    answer = get_conditional_response(request, etag=headers["ETag"], last_modified=changed_at)
    if answer and answer.status_code == HTTPStatus.NOT_MODIFIED:
        for name in _ALSO_UNCHANGED & headers.keys():
            answer[name] = headers[name]
    return answer


def _headers(stream: Stream, *, file_name: str, kept_by: str) -> dict[str, str]:
    return {
        "ETag": f'"{sha256(stream.body).hexdigest()[:32]}"',
        "Last-Modified": http_date(int(stream.changed_at.timestamp())),
        # May be kept, but is to be asked about each time: a change is seen at once.
        "Cache-Control": f"{kept_by}, no-cache",
        # Inline, so that a phone offers to add the event instead of putting the file away.
        "Content-Disposition": f'inline; filename="{file_name}"',
    }
