"""Saying yes or no to those who have asked for a seat: who it is about, what comes of it, and the letter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from home.responses import see_other
from registration.domain import approval, requests
from registration.domain.approval import Answer
from registration.domain.errors import NothingToDecide
from registration.domain.requests import SeatRequest
from registration.fields import PlainTextField
from registration.staff import request_letters, request_words, words
from registration.staff.event_field import LARGEST
from registration.staff.forms import OVERRIDE, OVERRIDE_HELP, REASON_HELP
from registration.staff.screens import Action, Trail

# More at once than any queue holds: what the address of one page and one transaction can carry.
PEOPLE_MOST = 300


class AnswerForm(forms.Form):
    sentence = PlainTextField(
        label=gettext_lazy("A sentence to the person"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Optional. It stands in the letter, the same to everybody that you have chosen."
        ),
    )


class ApproveForm(AnswerForm):
    override = forms.BooleanField(label=OVERRIDE, required=False, help_text=OVERRIDE_HELP)
    reason = PlainTextField(
        label=gettext_lazy("Reason to overbook"), max_length=300, required=False, help_text=REASON_HELP
    )

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if self.cleaned_data.get("override") and not reason:
            raise ValidationError(_("Write why the event is overbooked."))
        return reason


class AnswerRequests(Action):
    """The people are those in `pk`, which the queue sends; `event` is the queue to go back to."""

    permission = "registration.change_registration"
    template_name = "registration/staff/answer_requests.html"
    header_icon = "help"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.sent = request.POST if request.method == "POST" else request.GET

    @cached_property
    def ids(self) -> list[int]:
        found = [
            int(pk) for pk in self.sent.getlist("pk") if pk.isascii() and pk.isdecimal() and len(pk) < 19
        ]
        return found[:PEOPLE_MOST]

    @cached_property
    def chosen(self) -> list[SeatRequest]:
        return requests.foresee(self.ids, now=self.now)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.chosen:
            messages.warning(request, _("Choose somebody who waits for an answer first."))
            return see_other(self.back_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.form(request.POST)
        status = 200 if form.is_valid() else 422
        letter = None
        if form.is_valid():
            letter = self.letter(form.cleaned_data["sentence"])
        context = self.get_context_data(form=form) | {"letter": letter, "shows_letter": form.is_valid()}
        return self.render_to_response(context, status=status)

    def back_url(self) -> str:
        event = self.sent.get("event", "")
        if event.isascii() and event.isdecimal() and int(event[:20]) <= LARGEST:
            return reverse("staff_requests:event", args=[int(event)])
        return reverse("staff_requests:index")

    def trail(self) -> Trail:
        return [{"url": self.back_url(), "label": _("Awaiting answer")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "people": [
                {
                    "registration": one.registration,
                    "event_label": words.event_label(one.registration.event),
                    "comes_to": self.comes_to(one),
                }
                for one in self.chosen
            ],
            "has_seats": any(one.fits for one in self.chosen),
            "event_id": self.sent.get("event", ""),
        }

    def comes_to(self, request: SeatRequest) -> str:
        """What the answer would give this person; empty where it is the same for all."""
        return ""

    def letter(self, sentence: str) -> Any:
        raise NotImplementedError

    def answer(self, form: forms.Form) -> list[Answer]:
        raise NotImplementedError

    def act(self, form: forms.Form) -> None:
        answers = self.answer(form)
        left = request_words.skipped(answers)
        self.done = request_words.outcome(answers)
        if not self.done:
            raise NothingToDecide(left or _("Nobody that you have chosen waits for an answer any more."))
        if left:
            messages.warning(self.request, left)


class ApproveRequests(AnswerRequests):
    page_title: Any = gettext_lazy("Approve")
    button = gettext_lazy("Approve")
    form_class = ApproveForm

    def sentence(self) -> str:
        return request_words.letters_of_yes(self.chosen)

    def comes_to(self, request: SeatRequest) -> str:
        return request_words.foreseen(request)

    def letter(self, sentence: str) -> Any:
        return request_letters.of_yes(self.chosen, sentence=sentence, now=self.now)

    def answer(self, form: forms.Form) -> list[Answer]:
        cleaned = form.cleaned_data
        return approval.approve(
            self.ids,
            by=self.request.user,
            now=self.now,
            sentence=cleaned["sentence"],
            override=cleaned["override"],
            reason=cleaned["reason"],
        )


class DeclineRequests(AnswerRequests):
    page_title: Any = gettext_lazy("Turn down")
    button = gettext_lazy("Turn down")
    form_class = AnswerForm
    is_serious = True

    def sentence(self) -> str:
        return ngettext(
            "The person gets a letter that says that there was no seat this time.",
            "Each of them gets a letter that says that there was no seat this time.",
            len(self.chosen),
        )

    def letter(self, sentence: str) -> Any:
        return request_letters.of_no(self.chosen, sentence=sentence, now=self.now)

    def answer(self, form: forms.Form) -> list[Answer]:
        return approval.decline(
            self.ids, by=self.request.user, now=self.now, sentence=form.cleaned_data["sentence"]
        )
