"""What the screens of staff have in common: a permission, a trail, and buttons that ask before they act.

A screen shows (GET changes nothing); an action asks on a page of its own and acts by POST, through the
domain, whose refusals are shown as sentences.
"""

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
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from home.responses import see_other
from registration.domain.errors import RegistrationRefused, TemporarilyBusy
from registration.mail.by_hand import LetterRefused
from registration.models import Registration

Trail = list[dict[str, Any]]


class PermissionMixin:
    """Wagtail answers a PermissionDenied with a message on the start page."""

    permission = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Screen(PermissionMixin, WagtailAdminTemplateMixin, TemplateView):
    def get_breadcrumbs_items(self) -> Trail:
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *self.trail(), here]

    def trail(self) -> Trail:
        """The screens between the start page and this one."""
        return []


class Action(Screen):
    """A question with a button. `act` calls the domain; what it raises becomes a sentence above the form.

    Without a button there is no form: only what has happened, and the way back.
    """

    template_name = "registration/staff/action.html"
    form_class: type[forms.Form] = forms.Form
    button: Any = ""
    is_serious = False
    done: Any = gettext_lazy("Done.")

    def sentence(self) -> str:
        """What will happen."""
        return ""

    def back_url(self) -> str:
        raise NotImplementedError

    def act(self, form: forms.Form) -> None:
        raise NotImplementedError

    def form(self, data: Any = None) -> forms.Form:
        return self.form_class(data, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs) | {
            "sentence": self.sentence(),
            "button": self.button,
            "is_serious": self.is_serious,
            "back_url": self.back_url(),
            "media": kwargs["form"].media,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            self.act(form)
        except TemporarilyBusy:
            form.add_error(
                None, _("Something went wrong on our side and nothing was changed. Please try again shortly.")
            )
            response = self.render_to_response(self.get_context_data(form=form), status=503)
            response["Retry-After"] = "5"
            return response
        except (RegistrationRefused, LetterRefused) as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, str(self.done))
        return see_other(self.back_url())


class RegistrationAction(Action):
    """An action on one registration."""

    permission = "registration.change_registration"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    @cached_property
    def registration(self) -> Registration:
        """Looked up when it is asked for: after the permission, so that who has none learns of no number."""
        return get_object_or_404(Registration.objects.select_related("event"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.registration.full_name

    def back_url(self) -> str:
        return reverse("staff_registrations:detail", args=[self.registration.pk])

    def trail(self) -> Trail:
        return [
            {"url": reverse("staff_registrations:index"), "label": _("Registrations")},
            {"url": self.back_url(), "label": self.registration.full_name},
        ]
