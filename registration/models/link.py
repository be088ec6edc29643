from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PersonalLink(models.Model):
    """A link that opens one registration, or what there is of one mail address. Only the hash of its 256
    bits is kept (docs/rules.md R 4.1)."""

    class Purpose(models.TextChoices):
        REGISTRATION = "registration", _("my registration")
        FORUM = "forum", _("my Bostadsforum")
        FEED = "feed", _("my calendar")
        MAILINGS = "mailings", _("no more mailings")

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    # Exactly one of these owns the link, as its purpose has it.
    registration = models.ForeignKey(
        "registration.Registration", on_delete=models.CASCADE, null=True, related_name="links"
    )
    address_key = models.CharField(max_length=254, blank=True)
    # The page with everything that this link was made on; closing that page ends this link, too.
    opened_from = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    # None: a calendar goes on asking for years, and the link ends when its owner says so.
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="registration", registration__isnull=False, address_key="")
                | (
                    Q(purpose__in=["forum", "feed", "mailings"], registration__isnull=True)
                    & ~Q(address_key="")
                ),
                name="personal_link_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(purpose="feed") | Q(expires_at__isnull=False), name="personal_link_expires"
            ),
            # One press makes a new address and the old one stops at once (docs/rules.md C 4.6).
            models.UniqueConstraint(
                fields=["address_key"],
                condition=Q(purpose="feed", revoked_at__isnull=True),
                name="personal_link_one_feed",
            ),
        ]
        indexes = [
            models.Index(fields=["address_key"], condition=~Q(address_key=""), name="personal_link_address")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.purpose}"
