from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventPage
from registration.domain import additions
from registration.staff.forms import AddForm
from registration.staff.screens import Action, Trail


class Add(Action):
    """Somebody who called, a guest, or a walk-in at the door."""

    permission = "registration.add_registration"
    page_title: Any = gettext_lazy("Add by hand")
    button = gettext_lazy("Add person")
    done = gettext_lazy("The person is added.")
    added_id: int | None = None

    @cached_property
    def events(self) -> QuerySet[EventPage]:
        return EventPage.objects.upcoming(timezone.now()).exclude(status=EventPage.Status.CANCELLED)

    def form(self, data: Any = None) -> forms.Form:
        event = self.request.GET.get("event", "")
        initial = {"event": int(event)} if event.isdecimal() and len(event) < 19 else {}
        return AddForm(data, events=self.events, initial=initial)

    def sentence(self) -> str:
        return _(
            "Works also when registration is closed. When there is no seat, the person joins the waitlist "
            "unless you overbook."
        )

    def back_url(self) -> str:
        if self.added_id is not None:
            return reverse("staff_registrations:detail", args=[self.added_id])
        return reverse("staff_registrations:index")

    def trail(self) -> Trail:
        return [{"url": reverse("staff_registrations:index"), "label": _("Registrations")}]

    def act(self, form: forms.Form) -> None:
        self.added_id = additions.add(
            form.cleaned_data["event"].pk,
            applicant=form.applicant(),
            by=self.request.user,
            now=timezone.now(),
            override=form.cleaned_data["override"],
            reason=form.cleaned_data["reason"],
            form_key=form.cleaned_data["form_key"],
        ).pk
