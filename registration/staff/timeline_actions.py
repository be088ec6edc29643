"""Holding letters of an event, letting them go, and sending before their time."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import EventPage
from registration.domain import mail_holds, send_now, timeline
from registration.domain.errors import NothingToDecide
from registration.domain.timeline_entries import Entry, Stage
from registration.models import MailHold
from registration.staff import timeline_words, words
from registration.staff.forms import ReasonForm
from registration.staff.screens import Action, Trail
from registration.staff.timeline import ENTRY, MAY_PRESS, WHAT, trail_to


class TimelineAction(Action):
    permission = MAY_PRESS
    event_title: Any = gettext_lazy("Time line of letters")

    @cached_property
    def event(self) -> EventPage:
        found = EventPage.objects.with_details().prefetch_related("reminder_rules")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def what(self) -> str:
        return self.request.GET.get(WHAT, MailHold.ALL)

    def get_page_subtitle(self) -> str:
        return words.event_label(self.event)

    def back_url(self) -> str:
        return reverse("staff_events:timeline", args=[self.event.pk])

    def trail(self) -> Trail:
        here = {"url": self.back_url(), "label": str(self.event_title)}
        return [*trail_to(self.event, self.request.user), here]


class Hold(TimelineAction):
    page_title: Any = gettext_lazy("Hold letters")
    button = gettext_lazy("Hold")
    done = gettext_lazy("The letters wait until somebody lets them go.")
    form_class = ReasonForm

    def sentence(self) -> str:
        if self.what == MailHold.ALL:
            return _(
                "No letter about this event leaves until somebody lets them go, but for links that people "
                "ask for. People can still register, and offers still lapse at their time."
            )
        return _(
            "%(what)s: these letters wait until somebody lets them go. All other letters leave as planned."
        ) % {"what": timeline_words.held(self.what, self.event)}

    def act(self, form: forms.Form) -> None:
        mail_holds.hold(
            self.event.pk,
            self.what,
            by=self.request.user,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )


class LetGo(TimelineAction):
    page_title: Any = gettext_lazy("Let letters go")
    button = gettext_lazy("Let them go")
    done = gettext_lazy("The letters leave as planned again.")

    def sentence(self) -> str:
        return _(
            "%(what)s: what has waited and still is true leaves within a minute, the rest at its time. Of "
            "several reminders that have waited each person gets the latest."
        ) % {"what": timeline_words.held(self.what, self.event)}

    def act(self, form: forms.Form) -> None:
        mail_holds.let_go(self.event.pk, self.what, by=self.request.user, now=timezone.now())


class SendNow(TimelineAction):
    page_title: Any = gettext_lazy("Send letters now")
    button = gettext_lazy("Send now")
    done = gettext_lazy("The letters are on their way.")
    is_serious = True

    @cached_property
    def entry(self) -> Entry | None:
        event = timeline.load(self.event.pk)
        if event is None:
            return None
        return timeline.of(event, now=timezone.now()).find(self.request.GET.get(ENTRY, ""))

    def sentence(self) -> str:
        if self.entry is None:
            return _("That has gone or has changed meanwhile.")
        letter = timeline_words.title(self.entry)
        words_of_count = ngettext(
            "%(letter)s goes to %(count)d person now, and not again at its time.",
            "%(letter)s goes to %(count)d people now, and not again at its time.",
            self.entry.count,
        )
        sentence = words_of_count % {"letter": letter, "count": self.entry.count}
        if self.entry.stage == Stage.PLANNED:
            sentence += " " + _("Who registers later gets it at its time.")
        return sentence

    def act(self, form: forms.Form) -> None:
        entry, who = self.entry, {"by": self.request.user, "now": timezone.now()}
        if entry is None:
            raise NothingToDecide(_("That has gone or has changed meanwhile."))
        if entry.stage == Stage.PLANNED:
            send_now.reminder(self.event.pk, entry.rule_key, **who)
        else:
            send_now.waiting(self.event.pk, entry.kind, entry.rule_key, **who)
