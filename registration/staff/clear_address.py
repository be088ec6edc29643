from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.domain import delivery
from registration.staff.screens import RegistrationAction


class ClearAddress(RegistrationAction):
    page_title: Any = gettext_lazy("Send letters again")
    button = gettext_lazy("Send letters again")
    done = gettext_lazy("Letters are sent to the address again.")

    def sentence(self) -> str:
        return _(
            "Letters to %(address)s did not arrive or were unwanted, so none has been sent since. If the "
            "address is right, let them go out again. Letters that were held back are not sent afterwards: "
            "open the letter that the person needs and send it again."
        ) % {"address": self.registration.address}

    def act(self, form: forms.Form) -> None:
        delivery.clear(self.registration.pk, by=self.request.user, now=self.now)
