"""The rows that belong to an event page: drafted, previewed and published with it.

Publishing an older draft deletes such rows and makes new ones, so nothing refers to them by foreign key;
a `key` that survives the journey through the drafts is what plans and letters remember.
"""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from events.roles import BALANCED_ROLE_CHOICES


def make_key() -> str:
    return uuid.uuid4().hex


class MayBeHalf(models.Model):
    """A row that may be saved in a draft before it holds together."""

    # Set by the editor's form, as on the page.
    is_saved_as_draft = False

    class Meta:
        abstract = True


class RoleQuota(MayBeHalf):
    """How many seats a role is sure of, and how many it may have at most (docs/rules.md 4.1)."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="quotas")
    key = models.CharField(max_length=32, default=make_key, editable=False)
    role = models.CharField(_("role"), max_length=20, choices=BALANCED_ROLE_CHOICES)
    reserved = models.PositiveIntegerField(
        _("reserved seats"),
        default=0,
        help_text=_("Kept for this role until the seats are released."),
    )
    maximum = models.PositiveIntegerField(
        _("at most"), null=True, blank=True, help_text=_("Empty: no limit but the number of seats.")
    )

    panels = [FieldRowPanel([FieldPanel("role"), FieldPanel("reserved"), FieldPanel("maximum")])]

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = [
            models.UniqueConstraint(fields=["event", "role"], name="events_one_quota_per_role"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    def clean(self) -> None:
        if self.is_saved_as_draft:
            return
        if self.maximum is not None and self.maximum < (self.reserved or 0):
            raise ValidationError({"maximum": _("The limit cannot be lower than the reserved seats.")})


class ProgrammeItem(MayBeHalf, Orderable):
    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="programme")
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=500, blank=True)
    people = models.CharField(
        _("people"), max_length=300, blank=True, help_text=_("Names as they should be read, with commas.")
    )

    panels = [
        FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
        FieldPanel("title"),
        FieldPanel("people"),
        FieldPanel("description"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("programme item")
        verbose_name_plural = _("programme")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.is_saved_as_draft:
            return
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": _("The item has to end after it starts.")})


class SpeakerSlot(Orderable):
    """A person in an event. Title and organisation are frozen here, since officials change posts."""

    class Part(models.TextChoices):
        SPEAKER = "speaker", _("speaker")
        OPENING_SPEAKER = "opening_speaker", _("opening speaker")
        PANELIST = "panelist", _("panelist")
        MODERATOR = "moderator", _("moderator")
        FACILITATOR = "facilitator", _("facilitator")
        TABLE_HOST = "table_host", _("table host")
        HOST = "host", _("host")
        GUIDE = "guide", _("guide")

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(
        "events.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    part = models.CharField(_("part"), max_length=20, choices=Part.choices, default=Part.SPEAKER)
    job_title = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("Empty: taken from the person when saved.")
    )
    organisation = models.CharField(
        _("organisation"), max_length=160, blank=True, help_text=_("Empty: taken from the person when saved.")
    )
    table_number = models.PositiveSmallIntegerField(
        _("table"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("For a table host. Empty: the host is not tied to a table."),
    )

    panels = [
        FieldPanel("person"),
        FieldRowPanel([FieldPanel("part"), FieldPanel("table_number")]),
        FieldRowPanel([FieldPanel("job_title"), FieldPanel("organisation")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return str(self.person)

    def clean(self) -> None:
        if self.person_id and not self.job_title and not self.organisation:
            self.job_title = self.person.job_title
            self.organisation = self.person.organisation
        if self.part != self.Part.TABLE_HOST:
            self.table_number = None
