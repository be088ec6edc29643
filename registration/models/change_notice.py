"""That something people plan by has changed since they were last told (docs/rules.md 4.8)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registration.models.staff_name import StaffName


class ChangeNoticeQuerySet(models.QuerySet["ChangeNotice"]):
    def undecided(self) -> Self:
        return self.filter(state=ChangeNotice.State.DRAFT)

    def decided(self) -> Self:
        """Those that staff have sent or dismissed, the latest first."""
        states = ChangeNotice.State
        return self.filter(state__in=[states.SENT, states.DISMISSED]).order_by("-decided_at", "-pk")


class ChangeNotice(models.Model):
    """At most one of an event is open. What is kept of the letter is what staff wrote into it; who is
    concerned is asked each time, since others are told meanwhile by letters of other kinds."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Awaits a decision")
        SENT = "sent", _("Letters sent")
        DISMISSED = "dismissed", _("No letters needed")
        CLOSED = "closed", _("Closed by itself or taken back")

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="change_notices", verbose_name=_("event")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    # What those who are concerned were last told (most of them), and what holds now; see mail/told_facts.py.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    sentence = models.TextField(_("your words in the letter"), max_length=600, blank=True)
    sentence_en = models.TextField(_("your words in the letter, in English"), max_length=600, blank=True)
    opened_at = models.DateTimeField(_("since"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_by_name = StaffName(_("decided by"), of="decided_by")
    reason = models.CharField(_("why no letters are needed"), max_length=300, blank=True)

    objects = ChangeNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a change")
        verbose_name_plural = _("notices of changes")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=Q(state="draft"), name="change_notice_one_open_per_event"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"
