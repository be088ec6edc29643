from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.domain import corrections
from registration.staff.forms import PERSON_FIELDS, PersonForm
from registration.staff.screens import RegistrationAction


class CorrectPerson(RegistrationAction):
    page_title: Any = gettext_lazy("Correct name, role or organisation")
    button = gettext_lazy("Save details")
    done = gettext_lazy("The details are corrected.")
    form_class = PersonForm

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.registration, name) for name in PERSON_FIELDS}

    def sentence(self) -> str:
        return _("Another role or organisation needs a seat of its own. No letter is sent.")

    def act(self, form: forms.Form) -> None:
        corrections.correct_person(
            self.registration.pk,
            person=form.person(),
            by=self.request.user,
            now=self.now,
            override=form.cleaned_data["override"],
            reason=form.cleaned_data["reason"],
        )
