"""One change of an event that people have not been told of: what it is, whom it concerns, the letter, and the
press that sends it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from home.responses import see_other
from registration.domain import change_notices
from registration.domain.errors import RegistrationRefused, TemporarilyBusy
from registration.fields import PlainTextField
from registration.mail import changes, compose, letters
from registration.models import ChangeNotice, Registration
from registration.staff import change_words, letter_detail, words
from registration.staff.forms import ReasonForm
from registration.staff.screens import Action, Screen, Trail

PERMISSION = "registration.change_changenotice"
SHOWS_AS = "som"


class SentenceForm(forms.Form):
    sentence = PlainTextField(
        label=gettext_lazy("Your words in the letter"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("Optional, such as why. The letter says what has changed without it."),
    )
    sentence_en = PlainTextField(
        label=gettext_lazy("The same in English"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("For those who get their letters in English. Empty: the Swedish words."),
    )


def find(pk: int) -> ChangeNotice:
    return get_object_or_404(ChangeNotice.objects.select_related("event"), pk=pk)


def preview(notice: ChangeNotice, person: Registration) -> compose.Letter | None:
    """The letter as it would go to this person now: written by the code that sends."""
    row = letters.change_row(person, notice=notice, key=f"preview:{person.pk}", now=timezone.now())
    return letter_detail.preview(row)


class NoticeScreen(Screen):
    """What has been decided is shown as it was; while it is open, `press` shows the letter or sends it."""

    permission = PERMISSION
    template_name = "registration/staff/change_notice.html"
    header_icon = "mail"
    page_title: Any = gettext_lazy("Tell people of a change")

    @cached_property
    def notice(self) -> ChangeNotice:
        return find(self.kwargs["pk"])

    @cached_property
    def people(self) -> list[Registration]:
        is_open = self.notice.state == ChangeNotice.State.DRAFT
        return change_notices.concerned(self.notice) if is_open else []

    def get_page_subtitle(self) -> str:
        return words.event_label(self.notice.event)

    def trail(self) -> Trail:
        return [{"url": reverse("staff_changes:index"), "label": _("Changes to tell")}]

    @property
    def person(self) -> Registration | None:
        """As whom the letter is shown: the one that is asked for, else the first."""
        wanted = self.request.GET.get(SHOWS_AS, "")
        return next((one for one in self.people if str(one.pk) == wanted), next(iter(self.people), None))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice, person, user = self.notice, self.person, self.request.user
        kwargs.setdefault(
            "form", SentenceForm(initial={"sentence": notice.sentence, "sentence_en": notice.sentence_en})
        )
        letter = preview(notice, person) if person else None
        is_open = notice.state == ChangeNotice.State.DRAFT
        return super().get_context_data(**kwargs) | {
            "notice": notice,
            "is_open": is_open,
            "changes": changes.between(notice.before, notice.after),
            "people": self.people,
            "counts": change_words.counts(self.people),
            "person": person,
            "shows_as": SHOWS_AS,
            "letter": letter,
            "html_url": f"{reverse('staff_changes:html', args=[notice.pk])}?{SHOWS_AS}={person.pk}"
            if letter and person
            else "",
            "send_words": change_words.send_words(len(self.people)),
            "may_take_back": not is_open and change_notices.may_take_back(notice),
            "may_edit": notice.event.permissions_for_user(user).can_edit(),
            "desk_url": reverse("staff_events:event", args=[notice.event_id])
            if user.has_perm("registration.view_registration")
            else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SentenceForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            if request.POST.get("press") == "send":
                return self._send(form)
            change_notices.reword(self.notice.pk, **form.cleaned_data)
        except TemporarilyBusy:
            messages.error(request, _("Something went wrong on our side and nothing was changed."))
            return self.render_to_response(self.get_context_data(form=form), status=503)
        except RegistrationRefused as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        shown_as = request.POST.get(SHOWS_AS, "")
        query = f"?{SHOWS_AS}={shown_as}" if shown_as.isascii() and shown_as.isdecimal() else ""
        return see_other(f"{reverse('staff_changes:notice', args=[self.notice.pk])}{query}#letter")

    def _send(self, form: forms.Form) -> HttpResponse:
        count = change_notices.send(
            self.notice.pk, by=self.request.user, now=timezone.now(), **form.cleaned_data
        )
        messages.success(
            self.request,
            ngettext(
                "The letter is on its way to %(count)d person.",
                "The letter is on its way to %(count)d people.",
                count,
            )
            % {"count": count},
        )
        return see_other(reverse("staff_changes:notice", args=[self.notice.pk]))


class NoticeHtml(NoticeScreen):
    """The HTML of the letter alone, for the frame on its page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = preview(self.notice, self.person) if self.person else None
        if letter is None:
            raise Http404
        return letter_detail.framed(letter.html)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class NoticeAction(Action):
    permission = PERMISSION

    @cached_property
    def notice(self) -> ChangeNotice:
        return find(self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return words.event_label(self.notice.event)

    def back_url(self) -> str:
        return reverse("staff_changes:notice", args=[self.notice.pk])

    def trail(self) -> Trail:
        return [
            {"url": reverse("staff_changes:index"), "label": _("Changes to tell")},
            {"url": self.back_url(), "label": words.event_label(self.notice.event)},
        ]


class Dismiss(NoticeAction):
    page_title: Any = gettext_lazy("Send no letters")
    button = gettext_lazy("Send no letters")
    done = gettext_lazy("No letters are sent about this change.")
    form_class = ReasonForm
    is_serious = True

    def sentence(self) -> str:
        return _(
            "Nobody is written to about this change. A letter that goes out anyway, such as a reminder, "
            "still says what is new."
        )

    def act(self, form: forms.Form) -> None:
        change_notices.dismiss(
            self.notice.pk, by=self.request.user, reason=form.cleaned_data["reason"], now=timezone.now()
        )


class TakeBack(NoticeAction):
    page_title: Any = gettext_lazy("Take the decision back")
    button = gettext_lazy("Take back")
    done = gettext_lazy("The decision is taken back.")

    def sentence(self) -> str:
        return _("Letters that have not left are not sent, and you are asked again.")

    def back_url(self) -> str:
        open_one = self.notice.event.change_notices.undecided().first()
        return reverse("staff_changes:notice", args=[(open_one or self.notice).pk])

    def act(self, form: forms.Form) -> None:
        change_notices.take_back(self.notice.pk, by=self.request.user, now=timezone.now())
