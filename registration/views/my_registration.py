"""The page behind a personal link: GET shows, POST acts (docs/rules.md R 4.2)."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from home.responses import see_other
from registration import links
from registration.domain import signup
from registration.domain.errors import RegistrationRefused, TemporarilyBusy
from registration.forms import LinkRequestForm
from registration.models import Registration
from registration.views.requests import refuse_unknown_fields

PersonalView = Callable[[HttpRequest, str, Registration], HttpResponse]


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


@require_http_methods(["GET", "HEAD"])
@behind_link
def my_registration(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    return _show(request, token, registration)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def cancel(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    if request.method != "POST":
        if registration.is_ended:
            return see_other(reverse("registration:mine", args=[token]))
        context = {"registration": registration, "event": registration.event, "token": token}
        return render(request, "registration/cancel.html", context)
    refuse_unknown_fields(request, [])
    try:
        signup.cancel(registration.pk, now=timezone.now())
    except TemporarilyBusy as busy:
        return _show(request, token, registration, problem=str(busy), status=503)
    except RegistrationRefused as refusal:
        return _show(request, token, registration, problem=str(refusal), status=409)
    return see_other(reverse("registration:mine", args=[token]))


def _show(
    request: HttpRequest, token: str, registration: Registration, *, problem: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    event = registration.event
    context = {
        "registration": registration,
        "event": event,
        "token": token,
        "problem": problem,
        "history": registration.history.all(),
        "position": registration.position_in_line() if registration.status == "waitlisted" else None,
        "can_cancel": not registration.is_ended and not event.has_begun(now),
        "has_begun": event.has_begun(now),
    }
    response = render(request, "registration/my_registration.html", context, status=status)
    if status == 503:
        response["Retry-After"] = "5"
    return response
