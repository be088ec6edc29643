"""A letter that is to go out, written in the transaction of what causes it (docs/rules.md R 2).

It holds no text before it is sent: a letter is written with the facts of the moment it goes out. Most are
about a registration; a notice is about events, and goes to their process leader.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.models import EventPage
from registration.models.address_mark import AddressMark
from registration.models.mail_hold import MailHold
from registration.models.mail_stop import MailStop
from registration.models.registration import Registration


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=OutboxMessage.UNFINISHED)

    def held(self) -> Self:
        """That wait because staff hold them, or the event's mail (models/mail_hold.py)."""
        return self.unfinished().filter(_is_held())

    def not_held(self) -> Self:
        return self.exclude(_is_held())

    def with_marks(self) -> Self:
        """Each letter about a registration knows whether its address is marked, without another query."""
        marked = AddressMark.objects.in_force().filter(address_key=OuterRef("registration__address_key"))
        return self.annotate(address_is_marked=Exists(marked))

    def claimable(self, now: datetime) -> Self:
        """Due and free, or left behind by a sender whose lease has run out; letters to one
        registration keep their order, so none whose earlier letter is still unfinished. None at all
        while staff have stopped the mail, and none that they hold: those wait aside, in their order, and
        nothing waits behind them."""
        states = OutboxMessage.State
        # Asked as "not finished": for "unfinished" PostgreSQL takes the index of what is unfinished, which it
        # believes to be empty, and goes through all of it for each letter.
        earlier = (
            OutboxMessage.objects.exclude(state__in=OutboxMessage.FINISHED)
            .not_held()
            .filter(registration_id=OuterRef("registration_id"), pk__lt=OuterRef("pk"))
        )
        # What waits for the morning has not been tried: whoever is awake and asks for something gets it.
        earlier = earlier.exclude(state=states.WAITING, attempts=0, due_at__gt=now)
        return self.filter(
            Q(state=states.WAITING, due_at__lte=now) | Q(state=states.SENDING, lease_until__lte=now)
        ).exclude(Exists(earlier) | Exists(MailStop.objects.in_force()) | _is_held())


def _is_held() -> Q:
    return Q(~Q(kind__in=MailHold.NEVER_HELD), Exists(MailHold.objects.of_letter()))


class OutboxMessage(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Refused by the recipient's server")
        DROPPED = "dropped", _("Not sent")
        NEEDS_ATTENTION = "needs_attention", _("Needs attention")

    UNFINISHED = (State.WAITING, State.SENDING)
    FINISHED = (State.SENT, State.FAILED, State.DROPPED, State.NEEDS_ATTENTION)

    key = models.CharField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("letter"), max_length=40)
    registration = models.ForeignKey(
        "registration.Registration", on_delete=models.CASCADE, null=True, related_name="letters"
    )
    # Of a notice: whom it is for, and which event it is about when it is about one.
    person = models.ForeignKey("events.Person", on_delete=models.CASCADE, null=True, related_name="+")
    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, null=True, related_name="+")
    mailing = models.ForeignKey(
        "registration.Mailing", on_delete=models.PROTECT, null=True, related_name="letters"
    )
    address = models.CharField(_("to"), max_length=254)
    # What the letter needs beside the registration, such as which reminder rule it is.
    details = models.JSONField(default=dict)
    # Fixed when the row is written: a letter tried again is the same letter (docs/rules.md R 2.5).
    message_id = models.CharField(max_length=320, editable=False)

    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(_("written"))
    due_at = models.DateTimeField(_("due"))
    expires_at = models.DateTimeField(_("expires"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    # From here the two days of trying again are counted, not from when it was written: a letter must not
    # end at its first small delay because we ourselves had been away.
    first_tried_at = models.DateTimeField(_("first tried"), null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    # The class of the last error and its SMTP code; never the server's text, which may hold addresses.
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    unknown_errors = models.PositiveIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    # What stays of a sent letter; personal links in it are masked.
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            # What a letter is about is said once: by the registration, where it has one.
            models.CheckConstraint(
                condition=Q(registration__isnull=True) | Q(person__isnull=True, event__isnull=True),
                name="outbox_registration_or_notice",
            )
        ]
        indexes = [
            models.Index(
                # In the order in which they leave: the next ones are found without looking at all that wait.
                fields=["due_at", "id"],
                condition=Q(state__in=["waiting", "sending"]),
                name="outbox_unfinished",
            ),
            models.Index(fields=["registration", "state"], name="outbox_order"),
            # By it a report about a letter finds the letter.
            models.Index(fields=["message_id"], name="outbox_message_id"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    @property
    def is_notice(self) -> bool:
        """Whether it is for staff and about no registration."""
        return self.registration_id is None

    @property
    def its_registration(self) -> Registration:
        """For whoever writes letters to people; a notice has none."""
        if self.registration is None:
            raise TypeError(f"{self} is a notice")
        return self.registration

    @property
    def about(self) -> EventPage | None:
        """The event that it is about; None when it is about several."""
        return self.event if self.registration is None else self.registration.event
