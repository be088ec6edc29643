"""The kinds of event that an editor makes, each with its own fields and its own usual values."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from events.models.pages import EventPage


class SeminarPage(EventPage):
    """Talks and panel before an audience."""

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
    is_chatham_house = models.BooleanField(_("Chatham House rule"), default=True)

    usual_values = {"flow": EventPage.Flow.REQUEST, "capacity": 24}

    content_panels = [
        *EventPage.content_panels[:4],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("table_count"), FieldPanel("seats_per_table")]),
                FieldPanel("is_chatham_house"),
            ],
            heading=_("Tables"),
        ),
        *EventPage.content_panels[4:],
    ]

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
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.STUDY_VISIT
    )

    content_panels = [
        EventPage.content_panels[0],
        FieldPanel("gathering_kind"),
        *EventPage.content_panels[1:],
    ]

    template = "events/gathering_page.html"
    is_creatable = True

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
