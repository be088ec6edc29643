"""Changing one's details, how one takes part, and how one gets a free seat."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from home.models import SiteSettings
from home.responses import see_other
from registration import switching
from registration.domain import changes, privacy
from registration.domain.errors import AttendanceFull
from registration.models import Needs, Registration
from registration.my_forms import AttendanceForm, ChangeForm, DirectSeatForm
from registration.own_actions import own_actions
from registration.switching import Switch
from registration.views.my_link import BUSY, behind_link
from registration.views.my_registration import address_of, carry_out, too_late
from registration.views.requests import refuse_unknown_fields


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def change(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    if not own_actions(registration, now=timezone.now()).change:
        return too_late(request, token, registration)
    needs = Needs.objects.filter(registration=registration).first()
    if request.method != "POST":
        return _show_change(request, token, registration, ChangeForm(registration=registration, needs=needs))
    refuse_unknown_fields(request, ChangeForm.base_fields)
    form = ChangeForm(request.POST, registration=registration, needs=needs)
    if not form.is_valid():
        return _show_change(request, token, registration, form, status=422)

    def write() -> None:
        changes.change_details(registration.pk, **form.answers(), now=timezone.now())

    def give_back() -> HttpResponse:
        form.add_error(None, str(BUSY))
        return _show_change(request, token, registration, form)

    then = address_of(token, is_changed=True)
    return carry_out(request, token, registration, write, then=then, busy=give_back)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def choose_directly(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """The one question of the change form that somebody in the line answers by one press."""
    if request.method != "POST":
        return see_other(address_of(token))
    refuse_unknown_fields(request, DirectSeatForm.base_fields)
    chosen = DirectSeatForm(request.POST)
    if not chosen.is_valid() or not own_actions(registration, now=timezone.now()).choose_directly:
        return too_late(request, token, registration)
    needs = Needs.objects.filter(registration=registration).first()
    as_it_stands = ChangeForm(registration=registration, needs=needs).now_stands

    def write() -> None:
        changes.change_details(registration.pk, **as_it_stands | chosen.cleaned_data, now=timezone.now())

    return carry_out(request, token, registration, write, then=address_of(token, is_changed=True))


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def attendance(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    if not own_actions(registration, now=timezone.now()).switch_attendance:
        return too_late(request, token, registration)
    switch = switching.of(registration, now=timezone.now())
    if request.method != "POST":
        form = AttendanceForm(initial={"attendance": switch.to})
        return _show_attendance(request, token, registration, form, switch)
    refuse_unknown_fields(request, AttendanceForm.base_fields)
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        form.set_anew(switch.to)
        return _show_attendance(request, token, registration, form, switch, status=422)

    def give_back() -> HttpResponse:
        form.add_error(None, str(BUSY))
        return _show_attendance(request, token, registration, form, switch)

    def move() -> None:
        changes.change_attendance(registration.pk, **form.cleaned_data, now=timezone.now())

    then = address_of(token, is_changed=True)
    try:
        return carry_out(request, token, registration, move, then=then, busy=give_back)
    except AttendanceFull:
        form.ask_to_join_line()
        switch = switching.of(registration, now=timezone.now())
        return _show_attendance(request, token, registration, form, switch, status=422)


def _show_change(
    request: HttpRequest, token: str, registration: Registration, form: ChangeForm, *, status: int = 200
) -> HttpResponse:
    retention = privacy.retention_of(registration.event, site=SiteSettings.for_request(request))
    form.state_purposes(needs_kept_days=retention.needs_days)
    context = {"event": registration.event, "registration": registration, "token": token, "form": form}
    return render(request, "registration/my_change.html", context, status=status)


def _show_attendance(
    request: HttpRequest,
    token: str,
    registration: Registration,
    form: AttendanceForm,
    switch: Switch,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "event": registration.event,
        "registration": registration,
        "token": token,
        "form": form,
        "switch": switch,
        "asks_to_tick": switch.gives_up_seat or bool(form["joins_line"].errors),
    }
    return render(request, "registration/my_attendance.html", context, status=status)
