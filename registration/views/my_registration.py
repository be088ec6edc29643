"""The page behind a personal link, in every status: GET shows, POST acts (docs/rules.md R 4.2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.responses import see_other
from registration import leaving
from registration.domain.errors import AttendanceFull, RegistrationRefused, TemporarilyBusy
from registration.models import Needs, Registration
from registration.own_actions import own_actions
from registration.standing import standing_of
from registration.views.my_band import band_actions
from registration.views.my_link import BUSY, RETRY_AFTER_SECONDS, behind_link

# Behind the address once something has been changed, so that the page can say so.
CHANGED = "andrad"


@require_http_methods(["GET", "HEAD"])
@behind_link
def my_registration(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    return show(request, token, registration)


def show(
    request: HttpRequest, token: str, registration: Registration, *, problem: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    event = registration.event
    standing = standing_of(registration, now=now)
    actions = own_actions(registration, now=now)
    context = {
        "registration": registration,
        "event": event,
        "token": token,
        "problem": problem,
        "is_changed": CHANGED in request.GET and not problem,
        "mark": standing.mark,
        "headline": standing.headline,
        "lead": standing.lead,
        "explanations": standing.explanations,
        "band_actions": band_actions(registration, actions, token=token),
        "actions": actions,
        "leaving": leaving.of(registration) if actions.cancel else None,
        "needs": Needs.objects.filter(registration=registration).first(),
        "history": registration.history.all(),
        "meeting_link": event.online_link if standing.may_join_online else "",
    }
    return render(request, "registration/my_registration.html", context, status=status)


def carry_out(
    request: HttpRequest,
    token: str,
    registration: Registration,
    act: Callable[[], object],
    *,
    then: str = "",
    busy: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Let the domain act, and go on to `then` (the registration's page, if nothing else is said).

    A refusal is 409 with its sentence, over the page as it stands now. `busy` gives a form back with what was
    typed when the database could not be had. AttendanceFull is a question to the person rather than a no, and
    goes on to the view that can ask it.
    """
    try:
        act()
    except TemporarilyBusy:
        response = busy() if busy else show(request, token, registration, problem=str(BUSY))
        response.status_code = 503
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    except AttendanceFull:
        raise
    except RegistrationRefused as refusal:
        return refused(request, token, registration, str(refusal))
    return see_other(then or address_of(token))


def refused(request: HttpRequest, token: str, registration: Registration, sentence: str) -> HttpResponse:
    """409 over the page as it stands now: somebody else, or the clock, may have changed it meanwhile."""
    registration.refresh_from_db(fields=[*Registration.SEAT_FIELDS, "attendance"])
    return show(request, token, registration, problem=sentence, status=409)


def too_late(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """For a form that leads nowhere any more: back to the page, or, for what was sent, why not."""
    if request.method != "POST":
        return see_other(address_of(token))
    return refused(
        request, token, registration, _("That cannot be done any more. Here you see how it stands now.")
    )


def address_of(token: str, *, is_changed: bool = False) -> str:
    address = reverse("registration:mine", args=[token])
    return f"{address}?{CHANGED}=ja" if is_changed else address
