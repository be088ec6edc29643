"""A letter that staff write to some of those who are registered for one or several events."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.segment import Segment
from registration.models.staff_name import StaffName


class MailingQuerySet(models.QuerySet["Mailing"]):
    def under_way(self) -> Self:
        """Those that wait for their time, or whose letters are being written and sent."""
        return self.filter(state__in=Mailing.UNDER_WAY)


class Mailing(models.Model):
    """Its letters are rows of the outbox, written with the text that stands here when they leave."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        QUEUED = "queued", _("Waits for its time")
        SENDING = "sending", _("Going out")
        DONE = "done", _("Sent out")
        STOPPED = "stopped", _("Stopped")

    UNDER_WAY = (State.QUEUED, State.SENDING)
    # A subject is read in one line on a telephone.
    SUBJECT_LENGTH = 60
    TEXT_LENGTH = 8000

    events = models.ManyToManyField("events.EventPage", related_name="mailings", verbose_name=_("events"))
    segment_kept = models.JSONField(default=dict)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    body = models.TextField(_("text"), max_length=TEXT_LENGTH)
    # For those whose letters are in English; empty: the Swedish words.
    subject_en = models.CharField(_("subject in English"), max_length=SUBJECT_LENGTH, blank=True)
    body_en = models.TextField(_("text in English"), max_length=TEXT_LENGTH, blank=True)
    attachments = models.ManyToManyField("home.SiteDocument", related_name="+", verbose_name=_("attachments"))

    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(_("written"))
    # When the letters are to go; set when somebody says that they shall.
    planned_at = models.DateTimeField(_("goes"), null=True)
    # Since when nobody is left to write to, and until when letters were on their way.
    written_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    made_by_name = StaffName(_("written by"), of="made_by")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sent_by_name = StaffName(_("sent by"), of="sent_by")

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["planned_at"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="mailing_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"

    @property
    def segment(self) -> Segment:
        return Segment.read(self.segment_kept)

    @segment.setter
    def segment(self, segment: Segment) -> None:
        self.segment_kept = segment.kept()

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY
