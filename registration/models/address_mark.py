from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registration.models.staff_name import StaffName


class AddressMarkQuerySet(models.QuerySet["AddressMark"]):
    def in_force(self) -> Self:
        return self.filter(cleared_at__isnull=True)


class AddressMark(models.Model):
    """That letters to an address do not arrive, or are unwanted: none is sent to it until staff clear it.

    One row for each address, also when it is marked again. What it is cleared of stays, so that a late
    report about an earlier letter does not mark it anew.
    """

    class Kind(models.TextChoices):
        BOUNCED = "bounced", _("The address does not exist or takes no mail")
        OFTEN = "often", _("Several letters in a row could not be delivered")
        COMPLAINED = "complained", _("A letter was reported as unwanted")

    address_key = models.CharField(max_length=254, unique=True, editable=False)
    kind = models.CharField(_("why"), max_length=20, choices=Kind.choices)
    # The status code of the report, such as 5.1.1; never its words, which may hold anything.
    code = models.CharField(_("code"), max_length=20, blank=True)
    at = models.DateTimeField(_("marked"))
    cleared_at = models.DateTimeField(_("cleared"), null=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("cleared by"),
    )
    cleared_by_name = StaffName(_("cleared by"), of="cleared_by")

    objects = AddressMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("marked address")
        verbose_name_plural = _("marked addresses")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["bounced", "often", "complained"]), name="address_mark_known_kind"
            )
        ]

    def __str__(self) -> str:
        # Never the address: Wagtail's audit log keeps this text (docs/rules.md R 7).
        return f"#{self.pk}"
