"""What is done with a mailing: each asks on a page of its own."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminDateTimeInput

from home import dates
from registration.domain import mailing_recipients, mailings
from registration.mail import quiet_hours
from registration.models import Mailing
from registration.staff import mailing_words
from registration.staff.mailing_list import PERMISSION
from registration.staff.screens import Action, Trail


class MailingAction(Action):
    permission = PERMISSION
    header_icon = "mail"

    @cached_property
    def mailing(self) -> Mailing:
        return get_object_or_404(Mailing, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.mailing.subject

    def back_url(self) -> str:
        return reverse("staff_mailings:mailing", args=[self.mailing.pk])

    def trail(self) -> Trail:
        return [
            {"url": reverse("staff_mailings:index"), "label": _("Mailings")},
            {"url": reverse("staff_mailings:mailing", args=[self.mailing.pk]), "label": self.mailing.subject},
        ]


class SendForm(forms.Form):
    """When it goes. At night the morning is offered first: whoever presses decides (mail/quiet_hours.py)."""

    NOW, MORNING, AT = "now", "morning", "at"

    when = forms.ChoiceField(label=gettext_lazy("When"), widget=forms.RadioSelect)
    at = forms.DateTimeField(
        label=gettext_lazy("At"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Only if you have chosen another time."),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        choices = [(self.NOW, _("Now")), (self.AT, _("At another time"))]
        if quiet_hours.is_quiet(now):
            morning = quiet_hours.morning_after(now)
            choices.insert(0, (self.MORNING, dates.at(morning)))
            choices[1] = (self.NOW, _("Now, at night"))
        self.fields["when"].choices = choices
        self.fields["when"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("when") == self.AT and "at" not in self.errors:
            if cleaned.get("at") is None:
                self.add_error("at", ValidationError(_("Write when the letters shall go.")))
            elif cleaned["at"] <= self.now:
                self.add_error("at", ValidationError(_("Choose a time that has not passed.")))
        return cleaned

    def moment(self) -> datetime:
        when = self.cleaned_data["when"]
        if when == self.AT:
            return self.cleaned_data["at"]
        return quiet_hours.morning_after(self.now) if when == self.MORNING else self.now


class SendMailing(MailingAction):
    done = gettext_lazy("The mailing is on its way.")

    @cached_property
    def count(self) -> int:
        return len(mailing_recipients.missing(self.mailing))

    @property
    def button(self) -> str:  # type: ignore[override]
        return mailing_words.send_words(self.count)

    def get_page_title(self) -> str:
        return self.button

    def form(self, data: Any = None) -> SendForm:
        return SendForm(data, now=timezone.now())

    def sentence(self) -> str:
        return _(
            "Each gets a letter of their own, with no other address in it. "
            "Until the letters have left you can stop the mailing."
        )

    def act(self, form: forms.Form) -> None:
        now = timezone.now()
        mailings.send(self.mailing.pk, by=self.request.user, at=form.moment(), now=now)
        if form.moment() > now:
            self.done = _("The mailing goes %(when)s.") % {"when": dates.at(form.moment())}


class TryMailing(MailingAction):
    page_title: Any = gettext_lazy("Send a test to yourself")
    button = gettext_lazy("Send a test")

    def sentence(self) -> str:
        if not self.request.user.email:
            return _("Your account has no e-mail address. Write one under your own settings first.")
        return _("The letter goes to %(address)s, as somebody made up would get it.") % {
            "address": self.request.user.email
        }

    def act(self, form: forms.Form) -> None:
        count = mailings.try_out(self.mailing, to=self.request.user, now=timezone.now())
        self.done = ngettext(
            "A test is on its way to you.", "%(count)d tests are on their way to you.", count
        ) % {"count": count}


class StopMailing(MailingAction):
    page_title: Any = gettext_lazy("Stop the mailing")
    button = gettext_lazy("Stop")
    done = gettext_lazy("The mailing is stopped.")
    is_serious = True

    def sentence(self) -> str:
        return _("Letters that have not left are not sent. You can change the words and let it go on.")

    def act(self, form: forms.Form) -> None:
        mailings.stop(self.mailing.pk, by=self.request.user, now=timezone.now())


class ResumeMailing(MailingAction):
    page_title: Any = gettext_lazy("Let the mailing go on")
    button = gettext_lazy("Go on sending")
    done = gettext_lazy("The mailing is on its way again.")

    def sentence(self) -> str:
        return _("Those who have not had the letter get it, with the words that stand there now.")

    def act(self, form: forms.Form) -> None:
        now = timezone.now()
        at = mailings.resume(self.mailing.pk, by=self.request.user, now=now)
        if at > now:
            self.done = _("The mailing goes %(when)s.") % {"when": dates.at(at)}


class DeleteMailing(MailingAction):
    page_title: Any = gettext_lazy("Throw the draft away")
    button = gettext_lazy("Throw away")
    done = gettext_lazy("The draft is gone.")
    is_serious = True
    is_gone = False

    def back_url(self) -> str:
        return reverse("staff_mailings:index") if self.is_gone else super().back_url()

    def act(self, form: forms.Form) -> None:
        mailings.delete(self.mailing.pk)
        self.is_gone = True
