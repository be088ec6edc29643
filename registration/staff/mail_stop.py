"""Stopping all mail, and letting it go on. While it is stopped every page of the admin says so."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.mail import by_hand
from registration.models import OutboxMessage
from registration.staff.forms import ReasonForm
from registration.staff.screens import Action, Trail


class MailAction(Action):
    def back_url(self) -> str:
        return reverse("staff_letters:index")

    def trail(self) -> Trail:
        return [{"url": self.back_url(), "label": _("Letters")}]


class StopMail(MailAction):
    permission = "registration.add_mailstop"
    page_title: Any = gettext_lazy("Stop all mail")
    button = gettext_lazy("Stop all mail")
    done = gettext_lazy("All mail is stopped.")
    form_class = ReasonForm
    is_serious = True

    def sentence(self) -> str:
        return _(
            "No letter leaves until somebody starts the mail again. People can still register; "
            "what they would get waits."
        )

    def act(self, form: forms.Form) -> None:
        by_hand.stop(by=self.request.user, reason=form.cleaned_data["reason"], now=timezone.now())


class StartMail(MailAction):
    permission = "registration.change_mailstop"
    page_title: Any = gettext_lazy("Start the mail again")
    button = gettext_lazy("Start the mail again")
    done = gettext_lazy("The mail goes out again.")

    def sentence(self) -> str:
        waiting = OutboxMessage.objects.unfinished().count()
        return _("Letters that wait: %(waiting)s. Those that still are true go out at once.") % {
            "waiting": waiting
        }

    def act(self, form: forms.Form) -> None:
        by_hand.start(by=self.request.user, now=timezone.now())
