from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.domain import staff_decisions
from registration.staff.screens import RegistrationAction


class RenewLinks(RegistrationAction):
    page_title: Any = gettext_lazy("End the links and mail a new one")
    button = gettext_lazy("End the links and mail a new one")
    done = gettext_lazy("The old links have ended, and a new one is on its way.")

    def sentence(self) -> str:
        return _(
            "Every personal link to this registration stops working, and so does the person's calendar "
            "address. A new link is mailed to %(address)s."
        ) % {"address": self.registration.address}

    def act(self, form: forms.Form) -> None:
        staff_decisions.renew_links(self.registration.pk, by=self.request.user, now=self.now)
