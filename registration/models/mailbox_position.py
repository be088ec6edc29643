from django.db import models
from django.utils.translation import gettext_lazy as _


class MailboxPosition(models.Model):
    """How far a mailbox has been read, so that what people keep in it is neither read again nor touched."""

    # A hash of server, user and folder.
    name = models.CharField(max_length=64, unique=True, editable=False)
    # A server that numbers its messages anew says so by another validity (RFC 3501 2.3.1.1).
    validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    read_at = models.DateTimeField(_("last read"))

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return f"#{self.pk}"
