from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.domain import corrections
from registration.staff.forms import AddressForm
from registration.staff.screens import RegistrationAction


class CorrectAddress(RegistrationAction):
    page_title: Any = gettext_lazy("Correct the e-mail address")
    button = gettext_lazy("Correct and send everything again")
    done = gettext_lazy("The address is corrected, and everything is sent again to it.")
    form_class = AddressForm

    def initial(self) -> dict[str, Any]:
        return {"email": self.registration.address}

    def sentence(self) -> str:
        return _(
            "Everything is sent again to the new address. The old mailbox gets nothing more, and the "
            "personal links in it end."
        )

    def act(self, form: forms.Form) -> None:
        corrections.correct_address(
            self.registration.pk, address=form.cleaned_data["email"], by=self.request.user, now=self.now
        )
