from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalLink(models.Model):
    """A link that opens one registration. Only the hash of its 256 bits is kept (docs/rules.md R 4.1)."""

    class Purpose(models.TextChoices):
        REGISTRATION = "registration", _("my registration")

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    registration = models.ForeignKey(
        "registration.Registration", on_delete=models.CASCADE, related_name="links"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")

    def __str__(self) -> str:
        return f"#{self.registration_id} {self.purpose}"
