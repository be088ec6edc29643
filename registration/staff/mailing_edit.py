"""Writing a mailing, or changing one that has not been sent."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from home.responses import see_other
from registration.domain import mailings
from registration.domain.errors import RegistrationRefused
from registration.models import Mailing
from registration.staff.event_field import LARGEST
from registration.staff.mailing_form import MailingForm, initial_of
from registration.staff.mailing_list import PERMISSION
from registration.staff.registration_list import events_with_registrations
from registration.staff.screens import Screen, Trail


class MailingAdd(Screen):
    permission = PERMISSION
    template_name = "registration/staff/mailing_edit.html"
    header_icon = "mail"
    page_title: Any = gettext_lazy("New mailing")
    mailing: Mailing | None = None

    def trail(self) -> Trail:
        return [{"url": reverse("staff_mailings:index"), "label": _("Mailings")}]

    def back_url(self) -> str:
        return reverse("staff_mailings:index")

    def form(self, data: Any = None) -> MailingForm:
        event = self.request.GET.get("event", "")
        chosen = [int(event)] if event.isdecimal() and int(event) <= LARGEST else []
        initial = {"events": chosen, "statuses": ["confirmed"]}
        return MailingForm(data, events=events_with_registrations(self.request), initial=initial)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs) | {
            "mailing": self.mailing,
            "back_url": self.back_url(),
            "media": form.media,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            pk = self.save(form)
        except RegistrationRefused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, _("The mailing is saved. Nobody has got it yet."))
        return see_other(reverse("staff_mailings:mailing", args=[pk]))

    def save(self, form: MailingForm) -> int:
        return mailings.create(
            form.words(),
            events=form.cleaned_data["events"],
            segment=form.segment(),
            attachments=form.attachments(),
            by=self.request.user,
            now=timezone.now(),
        ).pk


class MailingEdit(MailingAdd):
    page_title: Any = gettext_lazy("Change the mailing")

    @cached_property
    def mailing(self) -> Mailing:  # type: ignore[override]
        return get_object_or_404(Mailing, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.mailing.subject

    def back_url(self) -> str:
        return reverse("staff_mailings:mailing", args=[self.mailing.pk])

    def form(self, data: Any = None) -> MailingForm:
        return MailingForm(
            data,
            events=events_with_registrations(self.request),
            only_words=self.mailing.state == Mailing.State.STOPPED,
            initial=initial_of(self.mailing),
        )

    def save(self, form: forms.Form) -> int:
        mailings.change(
            self.mailing.pk,
            form.words(),
            events=form.cleaned_data.get("events", ()),
            segment=form.segment(),
            attachments=form.attachments(),
        )
        return self.mailing.pk
