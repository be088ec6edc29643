from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.domain import calendar_replies
from registration.staff.screens import RegistrationAction


class AskWhetherCancelled(RegistrationAction):
    page_title: Any = gettext_lazy("Ask by mail")
    button = gettext_lazy("Send the question")
    done = gettext_lazy("The question is on its way.")

    def sentence(self) -> str:
        return _(
            "A letter goes to %(address)s: it says that the calendar has answered no, that the person "
            "still is registered, and where to cancel. The registration stays as it is."
        ) % {"address": self.registration.address}

    def act(self, form: forms.Form) -> None:
        calendar_replies.ask(self.registration.pk, by=self.request.user, now=self.now)
