"""One event for staff: how the seats stand per role, and the buttons that close and open registration."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput

from events.availability import Availability, availability_of
from events.models import EventPage
from events.roles import ROLE_PLURALS, Role
from events.status_lines import status_line
from home.responses import see_other
from registration.domain import window
from registration.domain.errors import RegistrationRefused, TemporarilyBusy
from registration.models import Registration
from registration.staff.screens import Screen, Trail


class ExtendForm(forms.Form):
    until = forms.DateTimeField(label=gettext_lazy("Open until"), widget=AdminDateTimeInput)


class EventDesk(Screen):
    """Each press is a POST to this address: `press` names it, and doing it twice does no harm."""

    permission = "registration.view_registration"
    permission_to_press = "registration.change_registrationwindow"
    template_name = "registration/staff/event.html"
    header_icon = "calendar-check"

    @cached_property
    def event(self) -> EventPage:
        return get_object_or_404(
            EventPage.objects.for_cards().select_related("registration_window"),
            pk=self.kwargs["pk"],
        )

    def get_page_title(self) -> str:
        return self.event.title

    def trail(self) -> Trail:
        return [{"url": reverse("staff_events:index"), "label": _("Seats and registration")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event, now, user = self.event, timezone.now(), self.request.user
        kwargs.setdefault("form", ExtendForm())
        seats = availability_of([event], now=now)[event.pk]
        has_future = event.start_at is not None and not event.has_begun(now) and not event.is_cancelled
        waiting = list(Registration.objects.waitlisted().filter(event=event).values_list("role", flat=True))
        is_closed = seats.closes_at is not None and now >= seats.closes_at
        return super().get_context_data(**kwargs) | {
            "event": event,
            "seats": seats,
            "line": status_line(event, seats),
            "rows": self._rows(seats, waiting),
            "waiting": len(waiting),
            "overrides": Registration.objects.holding_seats().filter(event=event, is_override=True).count(),
            "pressed": getattr(event, "registration_window", None),
            "may_press": has_future and user.has_perm(self.permission_to_press),
            "is_closed": is_closed,
            "list_url": f"{reverse('staff_registrations:index')}?event={event.pk}",
            "add_url": (
                f"{reverse('staff_registrations:add')}?event={event.pk}"
                if user.has_perm("registration.add_registration") and not event.is_over(now)
                else ""
            ),
            "letters_url": (
                f"{reverse('staff_letters:index')}?registration__event={event.pk}"
                if user.has_perm("registration.view_outboxmessage")
                else ""
            ),
            "needs_url": (
                reverse("staff_events:needs", args=[event.pk])
                if user.has_perm("registration.view_needs")
                else ""
            ),
            "may_edit": event.permissions_for_user(user).can_edit(),
            "media": kwargs["form"].media,
        }

    def _rows(self, seats: Availability, waiting: list[str]) -> list[dict[str, Any]]:
        return [
            {
                "role": ROLE_PLURALS[Role(role.role)],
                "taken": role.taken,
                "reserved": role.reserved,
                "maximum": role.maximum,
                "left": role.left,
                "waiting": waiting.count(role.role),
            }
            for role in seats.roles
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.permission_to_press):
            raise PermissionDenied
        form = ExtendForm(request.POST if request.POST.get("press") == "extend" else None)
        try:
            done = self._press(request.POST.get("press"), form)
        except TemporarilyBusy:
            messages.error(request, _("Something went wrong on our side and nothing was changed."))
            return self.render_to_response(self.get_context_data(form=form), status=503)
        except RegistrationRefused as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        if not done:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, done)
        return see_other(reverse("staff_events:event", args=[self.event.pk]))

    def _press(self, press: str | None, form: ExtendForm) -> str:
        """What was done, in words; empty when nothing was."""
        who = {"by": self.request.user, "now": timezone.now()}
        if press == "close":
            window.close(self.event.pk, **who)
            return _("Registration is closed.")
        if press == "reopen":
            window.reopen(self.event.pk, **who)
            return _("Registration is open again.")
        if press == "extend" and form.is_valid():
            window.extend(self.event.pk, until=form.cleaned_data["until"], **who)
            return _("Registration is open for longer.")
        return ""
