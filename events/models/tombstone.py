"""What is left in the public feeds of an event that the public can no longer see (docs/rules.md C 4.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tombstone(models.Model):
    """Stands by itself: the page, and its calendar identity with it, may be gone.

    Beside what calendars show it keeps what the filters of feeds ask for, so that it stands in the very feeds
    in which the event stood.
    """

    uid = models.UUIDField(_("calendar id"), unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("version"))
    changed_at = models.DateTimeField(_("changed"))
    created_at = models.DateTimeField(_("created"))
    ends_at = models.DateTimeField(_("ends"), db_index=True)
    snapshot = models.JSONField(_("what calendars show"))
    kind = models.CharField(max_length=20)
    topics = models.JSONField(default=list)
    municipality = models.CharField(max_length=4, blank=True)
    audience = models.JSONField(default=list)
    is_online = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("withdrawn event")
        verbose_name_plural = _("withdrawn events")

    def __str__(self) -> str:
        return str(self.uid)
