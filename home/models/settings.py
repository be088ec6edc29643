from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What is said on every page and in every letter, and how long we keep what people tell us."""

    organisers = models.CharField(
        _("organisers"),
        max_length=200,
        default="Storsthlm, Stockholms Byggmästareförening",
        help_text=_("Both names with a comma between. Shown in the footer and in every letter."),
    )
    contact_email = models.EmailField(
        _("general address"),
        default="bostadsforum@example.org",
        help_text=_("Shown where an event has no contact person of its own."),
    )
    privacy_email = models.EmailField(
        _("address for questions about personal data"), default="personuppgifter@example.org"
    )
    needs_kept_days = models.PositiveSmallIntegerField(
        _("days that diet and access needs are kept"),
        default=14,
        help_text=_("Counted from the end of the event. An event can have its own number."),
    )
    identity_kept_months = models.PositiveSmallIntegerField(
        _("months that names and addresses are kept"),
        default=12,
        help_text=_("Counted from the end of the event. An event can have its own number."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("organisers"), FieldPanel("contact_email"), FieldPanel("privacy_email")],
            heading=_("Who we are"),
        ),
        MultiFieldPanel(
            [FieldPanel("needs_kept_days"), FieldPanel("identity_kept_months")],
            heading=_("How long we keep personal data"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")

    def organiser_names(self) -> list[str]:
        return [name.strip() for name in self.organisers.split(",") if name.strip()]
