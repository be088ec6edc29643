from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.staff_name import StaffName


class Reading(models.Model):
    """That somebody read or took out personal data (docs/rules.md R 7.1). Holds no name and no address
    of those it concerns."""

    class What(models.TextChoices):
        NEEDS = "needs", _("Diet and access needs were read")
        NEEDS_LIST = "needs_list", _("The list of needs was read")
        EXPORT = "export", _("Registrations were exported")

    what = models.CharField(_("what"), max_length=20, choices=What.choices)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    by_name = StaffName(_("by"), of="by")
    registration = models.ForeignKey(
        "registration.Registration",
        on_delete=models.CASCADE,
        null=True,
        related_name="readings",
        verbose_name=_("registration"),
    )
    event = models.ForeignKey(
        "events.EventPage", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("event")
    )
    people = models.PositiveIntegerField(_("people"), default=1)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.what}"
