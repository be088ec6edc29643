"""The event pages. One table holds every event: one foreign-key target, one row to lock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self
from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from events import references
from events.availability import availability_of
from events.forms import EventPageForm
from events.models.identity import CalendarIdentity
from events.models.outcome import OutcomeFields
from events.models.terms import MANY, RegistrationTerms
from events.panels import event_form
from events.querysets import EventManager
from events.stops import refuse_unready
from home.blocks import BodyBlock
from home.reading import READ_ONLY

KIND_LABELS = {
    "seminar": _("Seminar"),
    "roundtable": _("Round-table talk"),
    "study_visit": _("Study visit"),
    "webinar": _("Webinar"),
    "network_meeting": _("Network meeting"),
    "other": _("Event"),
}


class EventPage(RegistrationTerms, OutcomeFields, Page):
    """All that every event has. An editor makes a seminar, a round table or a gathering, never this."""

    class Status(models.TextChoices):
        PRELIMINARY = "preliminary", _("Preliminary date")
        CONFIRMED = "confirmed", _("Confirmed")
        RESCHEDULED = "rescheduled", _("New time")
        CANCELLED = "cancelled", _("Cancelled")

    class Format(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("On site and online")

    class Flow(models.TextChoices):
        OPEN = "open", _("Open: the seat is confirmed at once")
        REQUEST = "request", _("Request: the organiser answers each one")
        INVITATION = "invitation", _("Invitation only")

    ingress = models.TextField(
        _("ingress"),
        max_length=400,
        blank=True,
        help_text=_("One to three sentences: what it is about, why come."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    ingress_en = models.TextField(_("ingress in English"), max_length=400, blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("text in English"), blank=True)

    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.CONFIRMED)
    status_note = models.TextField(
        _("message about the status"),
        max_length=600,
        blank=True,
        help_text=_(
            "Why it is cancelled or moved, and what people need to do. Shown on the page and in letters."
        ),
    )
    previous_start_at = models.DateTimeField(
        _("started before"),
        null=True,
        blank=True,
        help_text=_("The old date, shown struck through. Filled in when a published event is moved."),
    )
    is_featured = models.BooleanField(
        _("feature on the front page"),
        default=False,
        help_text=_("Shown first and large while it is to come. Otherwise the next event is."),
    )
    format = models.CharField(
        _("on site or online"), max_length=20, choices=Format.choices, default=Format.ON_SITE
    )
    flow = models.CharField(_("how people register"), max_length=20, choices=Flow.choices, default=Flow.OPEN)

    start_at = models.DateTimeField(_("starts"), null=True, db_index=True)
    end_at = models.DateTimeField(_("ends"), null=True, db_index=True)
    doors_open_time = models.TimeField(_("doors open"), null=True, blank=True)
    doors_note = models.CharField(
        _("what happens then"), max_length=60, blank=True, help_text=_("One word, such as Frukost.")
    )
    venue = models.ForeignKey(
        "events.Venue",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("venue"),
    )
    online_note = models.TextField(
        _("about taking part online"), max_length=400, blank=True, help_text=_("Public. No link here.")
    )
    online_link = models.URLField(
        _("meeting link"),
        max_length=1000,
        blank=True,
        help_text=_("Never public: sent to those who have a confirmed place online."),
    )
    is_recorded = models.BooleanField(_("the event is recorded"), default=False)
    takes_questions = models.BooleanField(_("questions can be asked in the chat"), default=False)
    topics = ParentalManyToManyField("events.Topic", blank=True, verbose_name=_("topics"), related_name="+")
    contact = models.ForeignKey(
        "events.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("process leader"),
        help_text=_("Shown with e-mail and telephone; answers to letters go here."),
    )
    price_sek = models.PositiveIntegerField(_("price in kronor"), default=0, validators=[MANY])

    objects = EventManager()
    base_form_class = EventPageForm
    # Set by the editor's form: half a plan may be saved, only a whole one published.
    is_saved_as_draft = False
    # What an old version named and no longer exists, in words (events/references.py).
    lost_references: Sequence[str] = ()
    # Set by the editor's form: seats lowered below those that are taken, in words (events/lowered_seats.py).
    lowered_seats: Sequence[str] = ()
    # Beside the defaults of the fields: what a new page of this kind starts with in the editor.
    usual_values: dict[str, Any] = {}

    edit_handler = event_form()

    search_fields = [
        *Page.search_fields,
        index.SearchField("ingress"),
        index.SearchField("body"),
        index.FilterField("start_at"),
        index.FilterField("end_at"),
        index.FilterField("status"),
    ]

    allowed_http_methods = READ_ONLY
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    is_creatable = False
    template = "events/event_page.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A page, and so a copy of a page, gets a calendar identity of its own when it is made."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            CalendarIdentity.objects.get_or_create(event_id=self.pk)

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Self | None:
        """A version from the history, without what it names that is gone."""
        content, lost = references.without_missing(cls, data) if check_fks else (data, ())
        event = super().from_serializable_data(content, check_fks, strict_fks)
        if event is not None:
            event.lost_references = lost
        return event

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """The way of every publication but the form's, which asks the same: an approval, the clock, many
        pages at once. Raises NotReady."""
        refuse_unready(revision.as_object())
        super().publish(revision, *args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.is_saved_as_draft:
            return
        errors = {}
        if self.start_at and self.end_at and self.end_at <= self.start_at:
            errors["end_at"] = _("The event has to end after it starts.")
        if self.start_at and self.closes_at and self.closes_at > self.start_at:
            errors["closes_at"] = _("Registration has to close before the event starts.")
        if self.opens_at and self.deadline and self.opens_at >= self.deadline:
            errors["opens_at"] = _("Registration has to open before it closes.")
        if errors:
            raise ValidationError(errors)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        is_over = self.is_over(now)
        shows_outcome = is_over and not self.is_cancelled
        return super().get_context(request, *args, **kwargs) | {
            "availability": availability_of([self], now=now)[self.pk],
            "speakers": self.speakers.select_related("person"),
            "partners": self.partners.select_related("organisation", "logo").prefetch_related(
                "logo__renditions"
            ),
            "topics": self.topics.all(),
            "list_url": urljoin(self.get_url(request) or "", "../"),
            "takeaways": self.takeaways.all() if shows_outcome else [],
            "documents": self.documents.select_related("document") if shows_outcome else [],
            "now": now,
            "shows_past": is_over,
            "shows_outcome": shows_outcome,
        }

    # --- Words, in the visitor's language -----------------------------------------------------

    @property
    def title_now(self) -> str:
        return (get_language() == "en" and self.title_en) or self.title

    @property
    def ingress_now(self) -> str:
        return (get_language() == "en" and self.ingress_en) or self.ingress

    @property
    def body_now(self) -> Any:
        return (get_language() == "en" and self.body_en) or self.body

    @cached_property
    def kind(self) -> str:
        """seminar, roundtable, study_visit, webinar, network_meeting or other; also of a bare EventPage."""
        model = self.cached_content_type.model
        if model == "gatheringpage":
            own = getattr(self, "gathering_kind", None)
            return own or self.gatheringpage.gathering_kind
        return {"seminarpage": "seminar", "roundtablepage": "roundtable"}.get(model, "other")

    @property
    def kind_label(self) -> str:
        return str(KIND_LABELS[self.kind])

    # --- Times --------------------------------------------------------------------------------

    @property
    def doors_open_at(self) -> datetime | None:
        if self.doors_open_time is None or self.start_at is None:
            return None
        local = timezone.localtime(self.start_at)
        return timezone.make_aware(
            datetime.combine(local.date(), self.doors_open_time), timezone.get_default_timezone()
        )

    @property
    def has_settled_date(self) -> bool:
        """Whether people may plan for it: nobody registers for a date that may still move."""
        return self.start_at is not None and self.status != self.Status.PRELIMINARY

    def has_begun(self, now: datetime) -> bool:
        return self.start_at is not None and now >= self.start_at

    def is_over(self, now: datetime) -> bool:
        return self.end_at is not None and now >= self.end_at

    # --- Form ---------------------------------------------------------------------------------

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Whether there is an old date to show beside the new one."""
        return self.status == self.Status.RESCHEDULED and self.previous_start_at is not None

    @property
    def is_by_request(self) -> bool:
        """Whether one asks for a seat, and the organiser answers."""
        return self.flow == self.Flow.REQUEST

    @property
    def is_on_site(self) -> bool:
        return self.format != self.Format.ONLINE

    @property
    def is_online(self) -> bool:
        return self.format != self.Format.ON_SITE
