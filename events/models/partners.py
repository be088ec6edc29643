from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class Partner(Orderable):
    """An organisation that holds the event with us, or helps with it."""

    class Part(models.TextChoices):
        CO_ORGANISER = "co_organiser", _("co-organiser")
        PARTNER = "partner", _("partner")

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "events.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    part = models.CharField(_("part"), max_length=20, choices=Part.choices, default=Part.CO_ORGANISER)
    link = models.URLField(_("website"), max_length=300, blank=True)
    logo = models.ForeignKey(
        "home.SiteImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Not needed: the name always stands in text."),
    )
    logo_alt = models.CharField(
        _("what the logo says"),
        max_length=120,
        blank=True,
        help_text=_("Read aloud in place of the picture. Needed when there is a logo."),
    )

    panels = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("part")]),
        FieldPanel("link"),
        FieldRowPanel([FieldPanel("logo"), FieldPanel("logo_alt")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return str(self.organisation)
