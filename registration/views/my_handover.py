"""Handing the seat over to a colleague, and what is read afterwards (docs/rules.md 4.4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.models import EventPage, Organisation
from events.roles import MUNICIPAL_ROLES
from registration import rate_limits
from registration.domain import substitutes
from registration.domain.substitutes import Handover
from registration.models import Registration
from registration.my_forms import HandOverForm
from registration.own_actions import own_actions
from registration.views import handover_cookie
from registration.views.my_link import BUSY, behind_link
from registration.views.my_registration import carry_out, too_late
from registration.views.requests import published_event, refuse_unknown_fields, too_many


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def hand_over(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    actions = own_actions(registration, now=timezone.now())
    if actions.ask_for_handover:
        return _point_to_the_organiser(request, token, registration)
    if not actions.hand_over:
        return too_late(request, token, registration)
    if request.method != "POST":
        return _show(request, token, registration, HandOverForm(holder=registration))
    refuse_unknown_fields(request, HandOverForm.base_fields)
    form = HandOverForm(request.POST, holder=registration)
    if not form.is_valid():
        return _show(request, token, registration, form, status=422)
    colleague = form.colleague()
    if wait := rate_limits.wait_seconds(request, action="signup", address=colleague.address):
        return too_many(request, wait_seconds=wait)
    done: list[Handover] = []

    def give() -> None:
        now = timezone.now()
        done.append(substitutes.hand_over(registration.pk, colleague=colleague, now=now))

    def give_back() -> HttpResponse:
        form.add_error(None, str(BUSY))
        return _show(request, token, registration, form)

    then = reverse("registration:handed_over", args=[registration.event_id])
    response = carry_out(request, token, registration, give, then=then, busy=give_back)
    for handover in done:
        handover_cookie.write(
            response,
            event_id=registration.event_id,
            needs_approval=handover.needs_approval,
            colleague=colleague,
        )
    return response


@never_cache
@require_http_methods(["GET", "HEAD"])
def handed_over(request: HttpRequest, event_id: int) -> HttpResponse:
    """The holder's link has ended, so this page needs none; without its cookie it points to the mailbox."""
    facts = handover_cookie.read(request, event_id=event_id)
    # Who has just pressed finds the page also where the event's own is for invited people alone.
    event = EventPage.objects.with_details().get(pk=facts.event_id) if facts else published_event(event_id)
    return render(request, "registration/handed_over.html", {"event": event, "facts": facts})


def _show(
    request: HttpRequest, token: str, registration: Registration, form: HandOverForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "event": registration.event,
        "registration": registration,
        "token": token,
        "form": form,
        "municipal_roles": " ".join(sorted(MUNICIPAL_ROLES)),
        "suggestions": Organisation.objects.filter(is_suggested=True).values_list("name", flat=True),
    }
    return render(request, "registration/my_handover.html", context, status=status)


def _point_to_the_organiser(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """The list of names is being printed: from now on only staff can do it."""
    context = {"event": registration.event, "registration": registration, "token": token}
    return render(request, "registration/my_handover_late.html", context, status=409)
