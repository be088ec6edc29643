from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.staff_name import StaffName


class RegistrationWindow(models.Model):
    """What staff have pressed about an event's registration: closed now, open longer than the page says, or
    the reserved seats open to all.

    Running state, so never in page fields: publishing an older draft would write the old value back. Which
    time counts is decided in `domain/window.py`.
    """

    event = models.OneToOneField(
        "events.EventPage", on_delete=models.CASCADE, related_name="registration_window"
    )
    closed_at = models.DateTimeField(_("closed"), null=True)
    open_until = models.DateTimeField(_("open until"), null=True)
    released_at = models.DateTimeField(_("reserved seats released"), null=True)
    pressed_at = models.DateTimeField(_("when"))
    pressed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    pressed_by_name = StaffName(_("by"), of="pressed_by")

    class Meta:
        verbose_name = _("registration time")
        verbose_name_plural = _("registration times")

    def __str__(self) -> str:
        return f"#{self.event_id}"
