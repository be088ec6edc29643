from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryReport(models.Model):
    """That a report has been taken: the same one, read or sent to us again, does nothing twice.

    Those about a delivery that failed for now are counted (docs/rules.md R 2.7), so they name the address.
    """

    class Kind(models.TextChoices):
        HARD = "hard", _("Undeliverable")
        SOFT = "soft", _("Undeliverable for now")
        COMPLAINT = "complaint", _("Reported as unwanted")

    # A hash of what identifies it: a Message-ID may hold an address.
    key = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    address_key = models.CharField(max_length=254, blank=True, editable=False)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("delivery report")
        verbose_name_plural = _("delivery reports")
        indexes = [models.Index(fields=["address_key", "kind", "at"], name="delivery_report_counts")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
