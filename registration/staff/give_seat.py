from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.domain import staff_decisions
from registration.staff.forms import GiveSeatForm
from registration.staff.screens import RegistrationAction


class GiveSeat(RegistrationAction):
    page_title: Any = gettext_lazy("Give a seat")
    button = gettext_lazy("Give a seat")
    done = gettext_lazy("The person has a seat, and a letter about it is on its way.")
    form_class = GiveSeatForm

    def sentence(self) -> str:
        return _("The person gets a seat before the others in line, and a letter with a calendar entry.")

    def act(self, form: forms.Form) -> None:
        staff_decisions.give_seat(
            self.registration.pk,
            by=self.request.user,
            now=self.now,
            reason=form.cleaned_data["reason"],
            override=form.cleaned_data["override"],
        )
