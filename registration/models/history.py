from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registration.models.staff_name import StaffName


class HistoryEntry(models.Model):
    """What happened to a registration, when and by whom. Holds no name and no address of who registered."""

    class Action(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        WAITLISTED = "waitlisted", _("Put on the waitlist")
        PROMOTED = "promoted", _("Got a seat from the waitlist")
        REQUESTED = "requested", _("Asked for a seat")
        APPROVED = "approved", _("The organiser said yes")
        DECLINED = "declined", _("The organiser said no")
        OFFERED = "offered", _("Was offered a seat")
        ACCEPTED = "accepted", _("Said yes to the seat")
        REFUSED = "refused", _("Said no to the seat")
        LAPSED = "lapsed", _("The offer lapsed")
        CANCELLATION_UNDONE = "cancellation_undone", _("Took the cancellation back")
        HANDED_OVER = "handed_over", _("Handed the seat over to a colleague")
        SUGGESTED = "suggested", _("Suggested a colleague, whom the organiser answers")
        TOOK_OVER = "took_over", _("Took over a colleague's seat")
        DETAILS_CHANGED = "details_changed", _("Changed their details")
        ATTENDANCE_CHANGED = "attendance_changed", _("Changed how to take part")
        CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")
        ADDED = "added", _("Registered by the organiser")
        SEAT_GIVEN = "seat_given", _("Given a seat by the organiser")
        ADDRESS_CORRECTED = "address_corrected", _("E-mail address corrected")
        PERSON_CORRECTED = "person_corrected", _("Details corrected")
        LINKS_RENEWED = "links_renewed", _("Personal links ended, a new one sent")
        LINKS_ENDED = "links_ended", _("Personal links ended")
        LETTER_RESENT = "letter_resent", _("A letter was sent again")
        LETTER_DROPPED = "letter_dropped", _("A letter was taken back")
        ADDRESS_MARKED = "address_marked", _("Letters do not arrive, and no more are sent")
        ADDRESS_COMPLAINED = "address_complained", _("A letter was called unwanted, and no more are sent")
        ADDRESS_CLEARED = "address_cleared", _("Letters are sent again")
        CALENDAR_DECLINED = "calendar_declined", _("Answered no in their calendar")
        CALENDAR_TENTATIVE = "calendar_tentative", _("Answered maybe in their calendar")
        CALENDAR_ACCEPTED = "calendar_accepted", _("Answered yes in their calendar")
        ASKED_WHETHER_CANCELLED = "asked_whether_cancelled", _("Was asked by mail whether to cancel")

    registration = models.ForeignKey(
        "registration.Registration", on_delete=models.CASCADE, related_name="history"
    )
    action = models.CharField(_("what"), max_length=30, choices=Action.choices)
    at = models.DateTimeField(_("when"))
    # None: the person themself, or the clock.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    by_name = StaffName(_("by"), of="by")
    # What staff wrote when they decided otherwise than the rules would have; not shown to the person.
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.registration_id} {self.action}"
