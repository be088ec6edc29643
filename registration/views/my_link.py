"""What all pages behind a personal link have in common: who may see them, and what of them may be
kept (docs/rules.md R 4)."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from registration import links
from registration.forms import LinkRequestForm
from registration.models import Registration

PersonalView = Callable[[HttpRequest, str, Registration], HttpResponse]

BUSY = gettext_lazy("Something went wrong on our side and nothing was changed. Please try again shortly.")
RETRY_AFTER_SECONDS = 5


def behind_link(view: PersonalView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the registration behind the token; wrong, expired and revoked links get the same friendly 404."""

    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        link = links.find(token, now=timezone.now())
        if link is None:
            response = render(
                request, "registration/link_unknown.html", {"form": LinkRequestForm()}, status=404
            )
        else:
            response = view(request, token, link.registration)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        return response

    return wrapper
