from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.staff_name import StaffName


class MailStopQuerySet(models.QuerySet["MailStop"]):
    def in_force(self) -> Self:
        return self.filter(ended_at__isnull=True)


class MailStop(models.Model):
    """A time during which no letter leaves: who stopped all mail, when and why, and who let it go on."""

    began_at = models.DateTimeField(_("stopped"))
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("stopped by"),
    )
    began_by_name = StaffName(_("stopped by"), of="began_by")
    reason = models.CharField(_("why"), max_length=300)
    ended_at = models.DateTimeField(_("started again"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("started again by"),
    )
    ended_by_name = StaffName(_("started again by"), of="ended_by")

    objects = MailStopQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail stop")
        verbose_name_plural = _("mail stops")
        ordering = ["-began_at", "-pk"]
        indexes = [
            # Asked at every claim of a letter; nearly always empty.
            models.Index(fields=["began_at"], condition=models.Q(ended_at=None), name="mail_stop_in_force")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
