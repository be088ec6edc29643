from django.db import models
from django.utils.translation import gettext_lazy as _


class MailPreference(models.Model):
    """That whoever has this address wants no mailings. Letters about one's own registration are none.

    Who takes them has no row.
    """

    address_key = models.CharField(max_length=254, unique=True, editable=False)
    refuses_mailings_at = models.DateTimeField(_("wants no mailings since"))

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")

    def __str__(self) -> str:
        return f"#{self.pk}"
