from typing import Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class CalendarReplyQuerySet(models.QuerySet["CalendarReply"]):
    def probably_cancelling(self) -> Self:
        """Said no in their calendar and still have their seat, the same as then."""
        return self.filter(
            answer=CalendarReply.Answer.DECLINED,
            registration__turn=F("turn"),
            registration__status="confirmed",
        )


class CalendarReply(models.Model):
    """What somebody last answered to an invitation in their calendar. It is a note to staff and changes
    nothing by itself (docs/rules.md C 3.7).

    A row of its own, since it is written without the lock of the event.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Yes")
        TENTATIVE = "tentative", _("Maybe")
        DECLINED = "declined", _("No")

    registration = models.OneToOneField(
        "registration.Registration", on_delete=models.CASCADE, related_name="calendar_reply"
    )
    answer = models.CharField(_("answer"), max_length=20, choices=Answer.choices)
    # When the person answered, as their calendar says.
    at = models.DateTimeField(_("when"))
    # Which of the registration's turns it was about: who has come back since did not mean this one.
    turn = models.PositiveIntegerField(editable=False)

    objects = CalendarReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer from a calendar")
        verbose_name_plural = _("answers from calendars")

    def __str__(self) -> str:
        return f"#{self.registration_id} {self.answer}"
