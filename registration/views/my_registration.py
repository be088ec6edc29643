"""The page behind a personal link: GET shows, POST acts (docs/rules.md R 4.2)."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from home.responses import see_other
from registration import links
from registration.domain import cancellation
from registration.domain.errors import RegistrationRefused, TemporarilyBusy
from registration.forms import LinkRequestForm
from registration.models import Needs, Registration
from registration.standing import standing_of
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
    mine = reverse("registration:mine", args=[token])
    if request.method != "POST":
        if not _can_cancel(registration, now=timezone.now()):
            return see_other(mine)
        return _ask(request, token, registration)
    refuse_unknown_fields(request, [])
    try:
        cancellation.cancel(registration.pk, now=timezone.now())
    except TemporarilyBusy:
        problem = _("Something went wrong on our side and nothing was changed. Please try again shortly.")
        response = _show(request, token, registration, problem=problem, status=503)
        response["Retry-After"] = "5"
        return response
    except RegistrationRefused as refusal:
        return _show(request, token, registration, problem=str(refusal), status=409)
    return see_other(mine)


def _can_cancel(registration: Registration, *, now: datetime) -> bool:
    return not registration.is_ended and not registration.event.has_begun(now)


def _ask(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    context = {
        "event": registration.event,
        "token": token,
        "is_waiting": registration.status == Registration.Status.WAITLISTED,
    }
    return render(request, "registration/cancel.html", context)


def _show(
    request: HttpRequest, token: str, registration: Registration, *, problem: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    event = registration.event
    standing = standing_of(registration, now=now)
    context = {
        "registration": registration,
        "event": event,
        "token": token,
        "problem": problem,
        "mark": standing.mark,
        "headline": standing.headline,
        "lead": standing.lead,
        "needs": Needs.objects.filter(registration=registration).first(),
        "history": registration.history.all(),
        "meeting_link": event.online_link if standing.may_join_online else "",
        "can_cancel": _can_cancel(registration, now=now),
        "sign_up_again_url": (
            reverse("registration:signup", args=[event.pk]) if standing.may_come_back else ""
        ),
    }
    return render(request, "registration/my_registration.html", context, status=status)
