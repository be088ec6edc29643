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
from registration.models import PersonalLink, Registration

PersonalView = Callable[[HttpRequest, str, Registration], HttpResponse]
Find = Callable[..., PersonalLink | None]
View = Callable[..., HttpResponse]

BUSY = gettext_lazy("Something went wrong on our side and nothing was changed. Please try again shortly.")
RETRY_AFTER_SECONDS = 5


def behind(find: Find, *, unknown: str) -> Callable[[View], View]:
    """Hand the view the living link of the token; wrong, expired and revoked links get the same friendly
    404, from the template `unknown`, which offers to mail a new one."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def wrapper(request: HttpRequest, token: str, **rest: int) -> HttpResponse:
            link = find(token, now=timezone.now())
            if link is None:
                response = render(request, unknown, {"form": LinkRequestForm()}, status=404)
            else:
                response = view(request, token, link, **rest)
            response["Cache-Control"] = "no-store, private"
            response["X-Robots-Tag"] = "noindex"
            response["Referrer-Policy"] = "same-origin"
            return response

        return wrapper

    return decorate


def behind_link(view: PersonalView) -> View:
    """Hand the view the registration that the link opens."""

    @behind(links.find, unknown="registration/link_unknown.html")
    @wraps(view)
    def of_registration(request: HttpRequest, token: str, link: PersonalLink) -> HttpResponse:
        return view(request, token, link.registration)

    return of_registration
