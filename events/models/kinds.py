"""The kinds of event that an editor makes, each with its own fields and its own usual values."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from events.models.pages import EventPage
from events.models.reminders import ReminderRule, in_form
from events.panels import event_form


class SeminarPage(EventPage):
    """Talks and panel before an audience."""

    edit_handler = event_form()

    template = "events/seminar_page.html"
    is_creatable = True

    class Meta:
        verbose_name = _("seminar")
        verbose_name_plural = _("seminars")


class RoundTablePage(EventPage):
    """A talk in small mixed groups: few seats, by request."""

    table_count = models.PositiveSmallIntegerField(
        _("tables"), default=3, validators=[MaxValueValidator(100)]
    )
    seats_per_table = models.PositiveSmallIntegerField(
        _("seats at each table"), default=8, validators=[MaxValueValidator(100)]
    )
    round_count = models.PositiveSmallIntegerField(
        _("rounds"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    round_minutes = models.PositiveSmallIntegerField(
        _("minutes a round"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    is_chatham_house = models.BooleanField(
        _("Chatham House rule"),
        default=True,
        help_text=_("The page says that what is heard may be used, but not who said it."),
    )

    usual_values = {"flow": EventPage.Flow.REQUEST, "capacity": 24}

    edit_handler = event_form(
        questions=[
            InlinePanel("discussion_questions", heading=_("Questions to talk about"), label=_("question"))
        ],
        form=[
            FieldRowPanel([FieldPanel("table_count"), FieldPanel("seats_per_table")]),
            FieldRowPanel([FieldPanel("round_count"), FieldPanel("round_minutes")]),
            FieldPanel("is_chatham_house"),
        ],
        form_heading=_("Tables"),
    )

    template = "events/round_table_page.html"
    is_creatable = True

    class Meta:
        verbose_name = _("round table")
        verbose_name_plural = _("round tables")


class GatheringPage(EventPage):
    """Any other form: a study visit, a webinar, a network meeting."""

    class Kind(models.TextChoices):
        STUDY_VISIT = "study_visit", _("Study visit")
        WEBINAR = "webinar", _("Webinar")
        NETWORK_MEETING = "network_meeting", _("Network meeting")
        OTHER = "other", _("Other")

    gathering_kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.STUDY_VISIT,
        help_text=_(
            "The rest of the form takes the usual values of the kind, as long as nobody has changed them."
        ),
    )
    meeting_point = models.CharField(
        _("meeting point"),
        max_length=200,
        blank=True,
        help_text=_("Where exactly: by the gate, at the bus stop."),
    )
    what_to_bring = models.TextField(
        _("what to wear and bring"), max_length=400, blank=True, help_text=_("Shoes, clothes, what we lend.")
    )
    terrain = models.TextField(
        _("how far and on what ground"),
        max_length=400,
        blank=True,
        help_text=_("Walking distance, stairs, gravel, where one can sit down."),
    )

    # What is usual for each kind; the form in the browser follows the choice (static/js/event_kinds.js).
    usual_values_by_kind: ClassVar[dict[str, dict[str, Any]]] = {
        Kind.STUDY_VISIT: {"format": EventPage.Format.ON_SITE, "capacity": 24, "asks_access": True},
        Kind.WEBINAR: {"format": EventPage.Format.ONLINE, "capacity": 200, "asks_access": False},
        Kind.NETWORK_MEETING: {"format": EventPage.Format.ON_SITE, "capacity": 40, "asks_access": True},
        Kind.OTHER: {"format": EventPage.Format.ON_SITE, "capacity": 40, "asks_access": True},
    }
    usual_values = usual_values_by_kind[Kind.STUDY_VISIT]
    # The same for the browser, with the rows of reminders by the names of their fields.
    usual_form_values: ClassVar[dict[str, dict[str, Any]]] = {
        kind: values | in_form(ReminderRule.defaults(kind)) for kind, values in usual_values_by_kind.items()
    }

    edit_handler = event_form(
        kind=[FieldPanel("gathering_kind")],
        form=[FieldPanel("meeting_point"), FieldPanel("what_to_bring"), FieldPanel("terrain")],
        form_heading=_("For a study visit"),
    )

    template = "events/gathering_page.html"
    is_creatable = True

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
