"""What is said of an event once it has been held: what we arrived at, what there is to read, who came."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from events.roles import Role
from home.blocks import BodyBlock

MANY = MaxValueValidator(100_000)


class OutcomeFields(models.Model):
    """Shown on the page from the moment the event is over, never before."""

    summary = StreamField(BodyBlock(), verbose_name=_("summary"), blank=True)
    recording_url = models.URLField(
        _("address of the recording"),
        max_length=1000,
        blank=True,
        help_text=_("Public. Only a link: nothing is fetched before the visitor follows it."),
    )
    recording_minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    recording_is_captioned = models.BooleanField(
        _("the recording has captions"),
        default=False,
        help_text=_("A recording needs captions if it is to stay on the site."),
    )
    registered = models.PositiveIntegerField(
        _("people who had registered"), null=True, blank=True, validators=[MANY]
    )
    attended_official = models.PositiveIntegerField(
        _("officials who came"), null=True, blank=True, validators=[MANY]
    )
    attended_politician = models.PositiveIntegerField(
        _("politicians who came"), null=True, blank=True, validators=[MANY]
    )
    attended_builder = models.PositiveIntegerField(
        _("builders who came"), null=True, blank=True, validators=[MANY]
    )

    class Meta:
        abstract = True

    @property
    def has_outcome(self) -> bool:
        """Whether there is something to read or see afterwards; figures alone are not."""
        return bool(
            self.recording_url or self.summary or list(self.documents.all()) or list(self.takeaways.all())
        )

    @property
    def attended(self) -> dict[Role, int]:
        """How many of each role came; empty as long as nobody has said so."""
        figures = {
            Role.OFFICIAL: self.attended_official,
            Role.POLITICIAN: self.attended_politician,
            Role.BUILDER: self.attended_builder,
        }
        if all(figure is None for figure in figures.values()):
            return {}
        return {role: figure or 0 for role, figure in figures.items()}


class Takeaway(Orderable):
    """One conclusion, in one line."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="takeaways")
    text = models.CharField(_("conclusion"), max_length=200)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")

    def __str__(self) -> str:
        return self.text


class EventDocument(Orderable):
    """Something to read afterwards. It is called what the document is called."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "home.SiteDocument", on_delete=models.CASCADE, related_name="+", verbose_name=_("document")
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.document)
