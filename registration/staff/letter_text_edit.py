"""The words of one letter: written beside what they stand in for, and shown as they will be read."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from events.models import EventPage
from home.responses import see_other
from registration.domain import letter_texts
from registration.mail import letter_samples, placeholders
from registration.mail.texts import Wording
from registration.models import LetterText, OutboxMessage, Registration
from registration.staff import letter_text_preview
from registration.staff.letter_text_form import LetterTextForm
from registration.staff.letter_texts import PERMISSION, OneLetterScreen
from registration.staff.screens import Action


class LetterTextEdit(OneLetterScreen):
    """`press` says which button it was. A script asks for the preview alone, with `part`."""

    template_name = "registration/staff/letter_text.html"
    preview_template_name = "registration/staff/letter_text_preview.html"

    @cached_property
    def row(self) -> LetterText | None:
        return letter_texts.row_of(self.kind, language=self.language, event=self.event)

    @cached_property
    def shown_event(self) -> EventPage | None:
        return self.event or letter_text_preview.event_to_show(now=timezone.now())

    @cached_property
    def recipients(self) -> list[Registration]:
        may_see = self.request.user.has_perm("registration.view_registration")
        if self.shown_event is None or not may_see:
            return []
        return letter_samples.recipients(self.kind, self.shown_event, language=self.language)

    def form(self, data: Any = None) -> LetterTextForm:
        own = letter_texts.own_wording(self.kind, language=self.language, event=self.event)
        return LetterTextForm(data, initial=vars(own), kind=self.kind, recipients=self.recipients)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.form())
        message = self._message(form)
        return super().get_context_data(**kwargs) | {
            "row": self.row,
            "is_changed": self.row is not None and not self.row.is_empty,
            "reset_url": f"{self.edit_url(self.kind, self.language)}aterstall/",
            "back_url": self.list_url(),
            "event": self.event,
            "shown_event": self.shown_event,
            "placeholders": [
                {"name": f"{{{name}}}", "meaning": placeholders.MEANINGS[name]}
                for name in placeholders.names_for(self.kind)
            ],
            "inherited": message and letter_text_preview.inherited(message, under=self._under()),
            **self._preview(form, message),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        is_valid = form.is_valid()
        if request.POST.get("part") == "preview":
            context = {"form": form} | self._preview(form, self._message(form))
            return self.response_class(request, [self.preview_template_name], context)
        if not is_valid or request.POST.get("press") != "save":
            status = 200 if is_valid else 422
            return self.render_to_response(self.get_context_data(form=form), status=status)
        letter_texts.save(
            self.kind,
            form.wording(),
            language=self.language,
            event=self.event,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The text is saved. Letters that have not left yet get it."))
        return see_other(self.edit_url(self.kind, self.language))

    def _under(self) -> tuple[Wording, ...]:
        return letter_text_preview.inherited_layers(self.kind, language=self.language, event=self.event)

    def _message(self, form: LetterTextForm) -> OutboxMessage | None:
        if self.shown_event is None:
            return None
        chosen = form.data.get("recipient") if form.is_bound else ""
        recipient = next((one for one in self.recipients if str(one.pk) == chosen), None)
        return letter_text_preview.letter_to(recipient, self.kind, self.shown_event, language=self.language)

    def _preview(self, form: LetterTextForm, message: OutboxMessage | None) -> dict[str, Any]:
        """While the form holds what cannot be saved there is nothing to show."""
        if form.is_bound and not form.is_valid():
            return {"preview": None, "faults": [fault for faults in form.errors.values() for fault in faults]}
        wording = form.wording() if form.is_bound else Wording(**form.initial)
        shown = message and letter_text_preview.preview(message, wording, under=self._under())
        labels = {name: form.fields[name].label for name in (shown.unused if shown else ())}
        return {"preview": shown, "faults": [], "unused": labels.values()}


class ResetLetterText(OneLetterScreen, Action):
    permission = PERMISSION
    button = gettext_lazy("Go back to the inherited text")
    done = gettext_lazy("The letter has its inherited text again.")

    def sentence(self) -> str:
        if self.event is not None:
            return _("What is written for this event is taken away. The letter gets the text of the site.")
        return _("What is written here is taken away. The letter gets the text that it came with.")

    def back_url(self) -> str:
        return self.edit_url(self.kind, self.language)

    def act(self, form: forms.Form) -> None:
        letter_texts.save(
            self.kind,
            Wording(),
            language=self.language,
            event=self.event,
            by=self.request.user,
            now=timezone.now(),
        )
