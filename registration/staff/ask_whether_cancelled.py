from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.domain import calendar_replies
from registration.models import HistoryEntry
from registration.staff import remarks, words
from registration.staff.screens import RegistrationAction


class AskWhetherCancelled(RegistrationAction):
    page_title: Any = gettext_lazy("Ask by mail")
    button = gettext_lazy("Send the question")
    done = gettext_lazy("The question is on its way.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"button": ""} if self.question() else context

    def question(self) -> HistoryEntry | None:
        """That it has been asked: then there is nothing left to press."""
        return remarks.of(self.registration).question

    def sentence(self) -> str:
        if asked := self.question():
            when, who = words.listed(asked.at), asked.by_name
            return _("Asked by mail %(when)s by %(who)s.") % {"when": when, "who": who}
        return _(
            "A letter goes to %(address)s: it says that the calendar has answered no, that the person "
            "still is registered, and where to cancel. The registration stays as it is."
        ) % {"address": self.registration.address}

    def act(self, form: forms.Form) -> None:
        calendar_replies.ask(self.registration.pk, by=self.request.user, now=self.now)
