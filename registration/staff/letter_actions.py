"""Sending a letter again, and taking one back."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.mail import by_hand
from registration.models import OutboxMessage
from registration.staff import letter_detail, words
from registration.staff.screens import Action, Trail


class LetterAction(Action):
    permission = "registration.change_outboxmessage"

    @cached_property
    def message(self) -> OutboxMessage:
        return letter_detail.find(self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return f"{words.letter_kind(self.message.kind)}, {words.letter_recipient(self.message)}"

    def back_url(self) -> str:
        return reverse("staff_letters:letter", args=[self.message.pk])

    def trail(self) -> Trail:
        return [
            {"url": reverse("staff_letters:index"), "label": _("Letters")},
            {"url": self.back_url(), "label": words.letter_kind(self.message.kind)},
        ]


class Resend(LetterAction):
    page_title: Any = gettext_lazy("Send the letter again")
    button = gettext_lazy("Send again")
    done = gettext_lazy("A new letter is on its way.")
    sent_again: OutboxMessage | None = None

    def sentence(self) -> str:
        return _("A new letter with today's facts goes to %(address)s.") % {
            "address": words.letter_address(self.message)
        }

    def back_url(self) -> str:
        return reverse("staff_letters:letter", args=[(self.sent_again or self.message).pk])

    def act(self, form: forms.Form) -> None:
        self.sent_again = by_hand.resend(self.message, by=self.request.user, now=timezone.now())


class Drop(LetterAction):
    page_title: Any = gettext_lazy("Take the letter back")
    button = gettext_lazy("Take back")
    done = gettext_lazy("The letter will not be sent.")
    is_serious = True

    def sentence(self) -> str:
        if self.message.is_notice:
            return _("The letter is not sent.")
        return _("The letter is not sent. The registration stays as it is.")

    def act(self, form: forms.Form) -> None:
        by_hand.drop(self.message, by=self.request.user, now=timezone.now())
