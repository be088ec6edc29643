"""Yes, no, and never mind: accepting an offer, leaving, and taking that back."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.responses import see_other
from registration import leaving
from registration.domain import cancellation, offers
from registration.models import Registration
from registration.my_forms import CancelForm
from registration.own_actions import own_actions
from registration.views.my_ask import ask
from registration.views.my_link import BUSY, behind_link
from registration.views.my_registration import address_of, carry_out, too_late
from registration.views.requests import refuse_unknown_fields


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def accept(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    if request.method != "POST":
        if not own_actions(registration, now=timezone.now()).accept:
            return see_other(address_of(token))
        return ask(
            request,
            token,
            registration,
            question=_("Say yes to the seat?"),
            consequence=_("You are then registered, and we mail you a confirmation with a calendar file."),
            button=_("Say yes to the seat"),
            keep=_("Back to the offer"),
        )
    refuse_unknown_fields(request, [])
    return carry_out(request, token, registration, lambda: offers.accept(registration.pk, now=timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def cancel(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    if request.method != "POST":
        if not own_actions(registration, now=timezone.now()).cancel:
            return see_other(address_of(token))
        return _ask_to_leave(request, token, registration, CancelForm())
    refuse_unknown_fields(request, CancelForm.base_fields)
    form = CancelForm(request.POST)
    if not form.is_valid():
        if registration.is_ended:
            return too_late(request, token, registration)
        return _ask_to_leave(request, token, registration, form, status=422)

    def leave() -> None:
        cancellation.cancel(registration.pk, now=timezone.now(), reason=form.cleaned_data["reason"])

    def give_back() -> HttpResponse:
        form.add_error(None, str(BUSY))
        return _ask_to_leave(request, token, registration, form)

    return carry_out(request, token, registration, leave, busy=give_back)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def undo(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    if request.method != "POST":
        return see_other(address_of(token))
    refuse_unknown_fields(request, [])
    return carry_out(
        request, token, registration, lambda: cancellation.undo(registration.pk, now=timezone.now())
    )


def _ask_to_leave(
    request: HttpRequest, token: str, registration: Registration, form: CancelForm, *, status: int = 200
) -> HttpResponse:
    words = leaving.of(registration)
    return ask(
        request,
        token,
        registration,
        question=str(words.question),
        consequence=str(words.consequence),
        button=str(words.button),
        keep=str(words.keep),
        is_danger=True,
        form=form,
        status=status,
    )
