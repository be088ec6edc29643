from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.domain import cancellation
from registration.staff.forms import OptionalReasonForm
from registration.staff.screens import RegistrationAction


class Cancel(RegistrationAction):
    page_title: Any = gettext_lazy("Cancel the registration")
    button = gettext_lazy("Cancel the registration")
    done = gettext_lazy("The registration is cancelled.")
    form_class = OptionalReasonForm
    is_serious = True

    def sentence(self) -> str:
        return _(
            "The seat goes to the next in line. The person gets a letter that takes the entry out of the "
            "calendar, and the personal links end."
        )

    def act(self, form: forms.Form) -> None:
        cancellation.cancel(
            self.registration.pk, now=self.now, by=self.request.user, reason=form.cleaned_data["reason"]
        )
