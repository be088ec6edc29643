from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeRound(models.Model):
    """That the process leaders' letters of a day have been written, or were not needed: what happens later
    in the day is for the next one."""

    day = models.DateField(_("day"), primary_key=True)
    made_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("round of notices")
        verbose_name_plural = _("rounds of notices")

    def __str__(self) -> str:
        return self.day.isoformat()
