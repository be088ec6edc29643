"""The site's own error pages. They ask no database and read no request body: those may be what fails."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from bostadsforum.languages import language_of

logger = logging.getLogger(__name__)

# Statuses without a page of their own say what their neighbour says.
TEMPLATES = {405: "400.html", 411: "400.html", 415: "400.html", 501: "400.html"}


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")


def page(request: HttpRequest, status: int, *, template: str = "", **context: Any) -> HttpResponse:
    """The page for a status, in the language of the address.

    Rendered without the request: context processors may ask the database, and a form's body may be broken.
    """
    language = language_of(request.path_info)
    with translation.override(language):
        home = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
        context = {"LANGUAGE_CODE": language, "home": home, "path": request.path, "status": status} | context
        text = render_to_string(template or TEMPLATES.get(status, f"{status}.html"), context)
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = language
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    try:
        return page(request, 500)
    except Exception:
        # The last resort when the template itself is what fails; Django would send an empty answer.
        logger.exception("the page for errors failed")
        return HttpResponse("Något gick fel hos oss. Försök igen om en stund.", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly a form that lay open overnight or a browser without cookies: say what helps."""
    return page(request, 403, template="403_form.html")
