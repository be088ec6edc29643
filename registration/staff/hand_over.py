"""Handing somebody's seat to a colleague; staff can until the event begins (docs/rules.md 4.4)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.domain import substitutes
from registration.domain.substitutes import Handover
from registration.models import HistoryEntry
from registration.staff.forms import HandOverForm
from registration.staff.screens import RegistrationAction


class HandOver(RegistrationAction):
    page_title: Any = gettext_lazy("Hand the seat over")
    button = gettext_lazy("Hand the seat over")

    def form(self, data: Any = None) -> HandOverForm:
        return HandOverForm(data, holder=self.registration)

    def sentence(self) -> str:
        return _(
            "The colleague gets the seat at once, both get a letter, and the personal links of who had the "
            "seat end. A colleague with another role or organisation stands under Awaiting answer first."
        )

    def act(self, form: forms.Form) -> None:
        handover = substitutes.hand_over(
            self.registration.pk, colleague=form.colleague(), now=self.now, by=self.request.user
        )
        self.done = self._what_became_of(handover)

    def _what_became_of(self, handover: Handover) -> str:
        """Staff see every registration, so they are told how it is and not what the holder may know."""
        colleague = handover.registration
        if not handover.needs_approval:
            if colleague.history.filter(action=HistoryEntry.Action.TOOK_OVER, at=self.now).exists():
                return _("The seat is handed over, and letters about it are on their way to both.")
            return _("The colleague had a seat already, so this one is free for somebody else.")
        if colleague.substitute_for_id == self.registration.pk:
            return _("The colleague has another role or organisation and stands under Awaiting answer.")
        return _(
            "The colleague is registered already and has another role or organisation. "
            "The seat stays where it is."
        )
