"""That letters of one event wait until staff let them go: all, those of a rule, or those of a kind."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from registration.models.registration import Registration
from registration.models.staff_name import StaffName


class MailHoldQuerySet(models.QuerySet["MailHold"]):
    def in_force(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def of_letter(self) -> Self:
        """Inside a question about letters in the outbox: those that hold the letter of the row outside."""
        rule = KeyTextTransform("rule", OuterRef("details"))
        registration = Registration.objects.filter(pk=OuterRef(OuterRef("registration_id")))
        return self.in_force().filter(
            Q(what=MailHold.ALL)
            | Q(what=Concat(Value(MailHold.KIND), OuterRef("kind")))
            | Q(what=Concat(Value(MailHold.RULE), rule)),
            # Not through the event's own table, which has nothing to say here.
            event_id=Subquery(registration.values("event_id")),
        )


class MailHold(models.Model):
    """A mail stop is for the whole site; this is for one event, or for one of its letters."""

    # What is held: everything, `rule:` with the key of a reminder rule, or `kind:` with a kind of letter.
    ALL, RULE, KIND = "all", "rule:", "kind:"
    # A link that somebody asks for is theirs at once: without it they could not even withdraw.
    NEVER_HELD = ("already_registered", "new_link", "forum")

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="mail_holds", verbose_name=_("event")
    )
    what = models.CharField(_("what is held"), max_length=60)
    held_at = models.DateTimeField(_("held"))
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("held by"),
    )
    held_by_name = StaffName(_("held by"), of="held_by")
    reason = models.CharField(_("why"), max_length=300)
    ended_at = models.DateTimeField(_("let go"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("let go by"),
    )
    ended_by_name = StaffName(_("let go by"), of="ended_by")

    objects = MailHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        # Who may do what with letters may hold them: there is no right of its own.
        default_permissions = ()
        ordering = ["-held_at", "-pk"]
        constraints = [
            # Also the index that is asked at every claim of a letter; nearly always empty.
            models.UniqueConstraint(
                fields=["event", "what"], condition=Q(ended_at=None), name="mail_hold_once_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.what}"

    @property
    def is_of_all(self) -> bool:
        return self.what == self.ALL
