from django.db import models
from django.utils.translation import gettext_lazy as _


class Needs(models.Model):
    """Diet and access needs, apart from the registration: own permission and clock (docs/architecture.md)."""

    registration = models.OneToOneField(
        "registration.Registration", on_delete=models.CASCADE, related_name="needs"
    )
    diet = models.CharField(_("diet or allergy"), max_length=300, blank=True)
    access = models.CharField(_("access needs"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("needs")
        verbose_name_plural = _("needs")

    def __str__(self) -> str:
        return f"#{self.registration_id}"
