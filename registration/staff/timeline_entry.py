"""One entry of the time line: to whom, and the letter as any of them gets it, or got it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from events.models import EventPage
from home.responses import see_other
from registration.domain import people_search, reminders, timeline_letters
from registration.domain.timeline_entries import Entry, Stage
from registration.mail import compose, kinds, letter_samples
from registration.models import OutboxMessage
from registration.staff import letter_detail, timeline_words, words
from registration.staff.screens import Trail
from registration.staff.timeline import ENTRY, TimelineScreen

MAY_SEE_NAMES = "registration.view_registration"
# As whom the letter is shown: the number of a registration, or a language for somebody made up.
SHOWS_AS = "som"
LANGUAGES = {"sv": gettext_lazy("Sample person, in Swedish"), "en": gettext_lazy("Sample person, in English")}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


def sample(entry: Entry, event: EventPage, *, language: str, now: datetime) -> OutboxMessage | None:
    """The letter to somebody made up; None where it goes to staff or has no form of its own."""
    kind = kinds.KINDS.get(entry.kind)
    of_its_own = kind is None or kind.expiry == kinds.Expiry.AS_WRITTEN or entry.kind == "mailing"
    if of_its_own or entry.stage == Stage.UNDECIDED:
        return None
    message = letter_samples.to_somebody(entry.kind, event, language=language, now=now)
    if entry.rule is not None:
        registration = message.its_registration
        registration.status = entry.rule.standing
        registration.place_in_line = letter_samples.PLACE
        message.details |= {
            "rule": entry.rule_key,
            "start_at": reminders.start_in_utc(event).isoformat(),
        }
    return message


class EntryScreen(TimelineScreen):
    template_name = "registration/staff/timeline_entry.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.entry is None:
            messages.warning(request, gettext_lazy("That has gone or has changed meanwhile."))
            return see_other(self.timeline_url())
        return super().get(request, *args, **kwargs)

    @cached_property
    def entry(self) -> Entry | None:
        return self.timeline.find(self.request.GET.get(ENTRY, ""))

    @property
    def the_entry(self) -> Entry:
        if self.entry is None:
            raise Http404
        return self.entry

    def timeline_url(self) -> str:
        return reverse("staff_events:timeline", args=[self.event.pk])

    def get_page_title(self) -> str:
        return timeline_words.title(self.entry) if self.entry else str(self.page_title)

    def trail(self) -> Trail:
        return [*super().trail(), {"url": self.timeline_url(), "label": str(self.page_title)}]

    @cached_property
    def letters(self) -> list[OutboxMessage]:
        """With names, so only for who may see them."""
        if not self.request.user.has_perm(MAY_SEE_NAMES):
            return []
        return timeline_letters.letters_of(self.the_entry, self.event, now=self.now, search=self.search)

    @property
    def search(self) -> str:
        return people_search.asked(self.request.GET)

    @cached_property
    def shown(self) -> OutboxMessage | None:
        """The letter to look at: of whom the address names, else of the first, else of somebody made up."""
        wanted = self.request.GET.get(SHOWS_AS, "")
        found = next((one for one in self.letters if value_of(one) == wanted), None)
        if found is None and wanted not in LANGUAGES:
            found = next(iter(self.letters), None)
        language = wanted if wanted in LANGUAGES else "sv"
        return found or sample(self.the_entry, self.event, language=language, now=self._moment())

    def _moment(self) -> datetime:
        """When it goes: a reminder says tomorrow on the day before, also when it is looked at today."""
        return max(self.the_entry.at or self.now, self.now)

    @cached_property
    def letter(self) -> compose.Letter | None:
        shown = self.shown
        if shown is None or shown.state == OutboxMessage.State.SENT:
            return None
        return letter_detail.preview(shown, at=self._moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry, shown = self.the_entry, self.shown
        may_see_names = self.request.user.has_perm(MAY_SEE_NAMES)
        is_sent = shown is not None and shown.state == OutboxMessage.State.SENT
        query = urlencode(
            {
                ENTRY: entry.name,
                SHOWS_AS: value_of(shown) if shown else "",
                people_search.PARAMETER: self.search,
            }
        )
        html = reverse("staff_events:timeline_html", args=[self.event.pk])
        more = 0 if self.search else max(0, entry.count + entry.failed + entry.dropped - len(self.letters))
        return super().get_context_data(**kwargs) | {
            "row": self.row(entry),
            "entry": entry,
            "letters": self.letters,
            "may_see_names": may_see_names,
            "is_past": entry.stage == Stage.GONE,
            "more": more,
            "search": self.search,
            "search_key": people_search.PARAMETER,
            "offers_search": may_see_names and bool(more or self.search),
            "entry_key": ENTRY,
            "shows_as": SHOWS_AS,
            "choices": self.choices(),
            "chosen": value_of(shown) if shown else "",
            "shown": shown,
            "is_sent": is_sent,
            "subject": shown.subject if is_sent and shown else self.letter and self.letter.subject,
            "text": shown.text if is_sent and shown else self.letter and self.letter.text,
            "html_url": f"{html}?{query}" if self.letter else "",
            "timeline_url": self.timeline_url(),
        }

    def choices(self) -> list[Choice]:
        people = [
            Choice(value=value_of(one), label=f"{words.letter_recipient(one)}, {_language_of(one)}")
            for one in self.letters
        ]
        if self.the_entry.stage == Stage.GONE or not sample(
            self.the_entry, self.event, language="sv", now=self._moment()
        ):
            return people
        return [*people, *(Choice(value=value, label=str(label)) for value, label in LANGUAGES.items())]


class EntryHtml(EntryScreen):
    """The HTML of the letter alone, for the frame on its page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.entry is None or self.letter is None:
            raise Http404
        return letter_detail.framed(self.letter.html)


def value_of(letter: OutboxMessage) -> str:
    """What the address calls the letter: its number or, unsaved, its person's; a language if made up."""
    if letter.pk:
        return f"b{letter.pk}"
    if letter.registration_id:
        return str(letter.registration_id)
    return letter.registration.language if letter.registration else ""


def _language_of(letter: OutboxMessage) -> str:
    return letter.registration.get_language_display() if letter.registration else ""
