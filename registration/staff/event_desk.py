"""One event for staff: the balance between the roles, the line, and the buttons that steer both."""

from datetime import datetime
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

from events.availability import availability_of
from events.models import EventPage
from events.status_lines import status_line
from home.responses import see_other
from registration.domain import balance, line_reasons, releases, window
from registration.domain.errors import RegistrationRefused, TemporarilyBusy
from registration.staff import desk_parts, presses
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
        ways = balance.balance_of(event, now=now)
        waiting = sum(way.waiting for way in ways)
        has_future = event.start_at is not None and not event.has_begun(now) and not event.is_cancelled
        may_decide = user.has_perm("registration.change_registration")
        return super().get_context_data(**kwargs) | {
            "event": event,
            "seats": seats,
            "line": status_line(event, seats),
            "balance": desk_parts.balance_parts(event, ways),
            "beside": desk_parts.names_beside_the_roles(event),
            "organisations": desk_parts.organisations_part(event),
            "release": desk_parts.release_part(event, ways[0], waiting=waiting, now=now),
            "offered": desk_parts.offered_part(event) if any(way.offered for way in ways) else [],
            "waitlist": line_reasons.why_waiting(event, now=now),
            "is_hybrid": len(ways) > 1,
            "pending": sum(way.pending for way in ways),
            "presses": presses.latest(event),
            "may_press": has_future and user.has_perm(self.permission_to_press),
            "may_give_seats": has_future and may_decide,
            "is_closed": seats.closes_at is not None and now >= seats.closes_at,
            "holds": desk_parts.holds_part(event),
            "media": kwargs["form"].media,
            **self._links(now=now),
        }

    def _links(self, *, now: datetime) -> dict[str, Any]:
        """Where one can go from here; empty where this member of staff may not."""
        event, user = self.event, self.request.user
        return {
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
            "timeline_url": (
                reverse("staff_events:timeline", args=[event.pk])
                if user.has_perm("registration.view_outboxmessage")
                else ""
            ),
            "texts_url": (
                reverse("staff_letter_texts:event", args=[event.pk])
                if user.has_perm("registration.change_lettertext")
                else ""
            ),
            "mailing_url": (
                f"{reverse('staff_mailings:add')}?event={event.pk}"
                if user.has_perm("registration.change_mailing")
                else ""
            ),
            "needs_url": (
                reverse("staff_events:needs", args=[event.pk])
                if user.has_perm("registration.view_needs")
                else ""
            ),
            "may_edit": event.permissions_for_user(user).can_edit(),
        }

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
        if press == "release":
            releases.release(self.event.pk, **who)
            return _("The reserved seats are released.")
        if press == "keep_again":
            releases.keep_again(self.event.pk, **who)
            return _("What is left of the reserved seats is kept again.")
        return ""
