"""One mailing: whom it is for, the letter as any of them gets it, and how far it has come."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from events.models import EventPage
from registration.domain import mailing_recipients, mailings, people_search
from registration.mail import compose, mailing_letters
from registration.models import Mailing, Registration
from registration.staff import letter_detail, mailing_words
from registration.staff.event_field import LARGEST
from registration.staff.mailing_list import PERMISSION
from registration.staff.screens import Screen, Trail

SHOWS_AS = "som"
SHOWN_PEOPLE = 100
SHOWN_TROUBLE = 100
# Above this many mail servers begin to refuse, and people to wait.
LARGE_BYTES = 5 * 1024 * 1024

State = Mailing.State


class MailingScreen(Screen):
    permission = PERMISSION
    template_name = "registration/staff/mailing.html"
    header_icon = "mail"

    @cached_property
    def mailing(self) -> Mailing:
        return get_object_or_404(Mailing, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.mailing.subject

    def trail(self) -> Trail:
        return [{"url": reverse("staff_mailings:index"), "label": _("Mailings")}]

    @property
    def search(self) -> str:
        return people_search.asked(self.request.GET)

    @cached_property
    def found(self) -> list[Registration]:
        """As whom it can be shown, and one more where the list does not hold them all; who may not see
        registrations sees somebody made up."""
        if not self.request.user.has_perm("registration.view_registration"):
            return []
        people = people_search.narrowed(mailing_recipients.people(self.mailing), self.search)
        return list(people[: SHOWN_PEOPLE + 1])

    @cached_property
    def person(self) -> Registration | None:
        """Whom the address names, also beyond the list; else the first."""
        wanted = self.request.GET.get(SHOWS_AS, "")
        for one in self.found:
            if str(one.pk) == wanted:
                return one
        if len(self.found) > SHOWN_PEOPLE and wanted.isdecimal() and int(wanted) <= LARGEST:
            named = mailing_recipients.people(self.mailing).filter(pk=int(wanted)).first()
            if named is not None:
                return named
        return next(iter(self.found), None)

    def letter(self) -> compose.Letter | None:
        now, count = timezone.now(), self.mailing.events.count()
        person = self.person
        if person is not None:
            person.event = EventPage.objects.with_details().get(pk=person.event_id)
            return letter_detail.preview(mailing_letters.row(self.mailing, person, events=count, now=now))
        event = EventPage.objects.with_details().filter(mailings=self.mailing).first()
        if event is None:
            return None
        sample = mailing_letters.sample(self.mailing, event, language="sv", events=count, now=now)
        return letter_detail.preview(sample)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mailing = self.mailing
        may_send = mailing.state in (State.DRAFT, State.DONE)
        missing = len(mailing_recipients.missing(mailing)) if may_send else 0
        query = f"?{SHOWS_AS}={self.person.pk}" if self.person else ""
        sizes = [document.get_file_size() or 0 for document in mailing.attachments.all()]
        return super().get_context_data(**kwargs) | {
            "mailing": mailing,
            "whom": mailing_words.whom(mailing),
            "attachments": mailing_words.attachments(mailing),
            "is_large": sum(sizes) > LARGE_BYTES,
            "missing": missing,
            "people_words": mailing_words.people(missing),
            "refusing": mailing_recipients.refusing(mailing) if mailing.state == State.DRAFT else 0,
            "unreached": mailing_recipients.unreached(mailing) if mailing.state == State.DRAFT else 0,
            "send_words": mailing_words.send_words(missing),
            "catch_up_words": mailing_words.catch_up_words(missing),
            "is_draft": mailing.state == State.DRAFT,
            "is_stopped": mailing.state == State.STOPPED,
            "is_done": mailing.state == State.DONE,
            "may_edit": mailing.state in (State.DRAFT, State.STOPPED),
            "progress": mailings.progress(mailing) if mailing.state != State.DRAFT else None,
            "trouble": mailing_words.in_trouble(mailing, most=SHOWN_TROUBLE),
            "people": self.found[:SHOWN_PEOPLE],
            "offers_search": bool(self.search) or len(self.found) > SHOWN_PEOPLE,
            "search": self.search,
            "search_key": people_search.PARAMETER,
            "person": self.person,
            "shows_as": SHOWS_AS,
            "letter": self.letter(),
            "html_url": reverse("staff_mailings:html", args=[mailing.pk]) + query,
        }


class MailingHtml(MailingScreen):
    """The HTML of the letter alone, for the frame on its page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = self.letter()
        if letter is None:
            raise Http404
        return letter_detail.framed(letter.html)


class MailingProgress(MailingScreen):
    """How far it has come, for the script that asks while it is on its way."""

    template_name = "registration/staff/mailing_progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = {"mailing": self.mailing, "progress": mailings.progress(self.mailing)}
        return self.response_class(request, [self.template_name], context)
