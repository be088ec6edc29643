"""A person's registration for an event: one row per person and event, used again by who comes back."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.municipalities import MUNICIPALITIES, MUNICIPALITY_CHOICES
from events.roles import Role
from registration.models.address_mark import AddressMark
from registration.models.mail_preference import MailPreference

# Long enough to notice a slip, short enough that the next in line need not be disappointed.
UNDONE_WITHIN = timedelta(minutes=10)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def confirmed(self) -> Self:
        return self.filter(status=Registration.Status.CONFIRMED)

    def waitlisted(self) -> Self:
        return self.filter(status=Registration.Status.WAITLISTED)

    def offered(self) -> Self:
        return self.filter(status=Registration.Status.OFFERED)

    def pending(self) -> Self:
        """Those who wait for the organiser's answer, first come first."""
        return self.filter(status=Registration.Status.PENDING).order_by("created_at", "pk")

    def in_line(self) -> Self:
        """Those who wait for a seat, first come first."""
        return self.waitlisted().order_by("place_in_line")

    def holding_seats(self) -> Self:
        """Those whose seat nobody else can have: confirmed, or offered and not answered yet."""
        return self.filter(status__in=Registration.HOLDING_SEAT)

    def taking_mailings(self) -> Self:
        """Without those whose address has refused letters that are not about one's own registration."""
        refused = MailPreference.objects.filter(address_key=OuterRef("address_key"))
        return self.exclude(Exists(refused))

    def reached(self) -> Self:
        """Without those whose address is marked: a letter to them would be dropped (`kinds.why_untrue`)."""
        marked = AddressMark.objects.in_force().filter(address_key=OuterRef("address_key"))
        return self.exclude(Exists(marked))

    def open_cases(self) -> Self:
        """Everything that has not ended: a person in one of these is registered."""
        return self.exclude(status__in=Registration.ENDED)


class Registration(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", _("Awaiting answer")
        CONFIRMED = "confirmed", _("Registered")
        WAITLISTED = "waitlisted", _("On the waitlist")
        OFFERED = "offered", _("Offered a seat")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Offer lapsed")
        CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")

    class Attendance(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        ONLINE = "online", _("Online")

    HOLDING_SEAT = (Status.CONFIRMED, Status.OFFERED)
    ENDED = (Status.DECLINED, Status.EXPIRED, Status.CANCELLED)

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.PROTECT, related_name="registrations", verbose_name=_("event")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status.choices)
    attendance = models.CharField(
        _("attendance"), max_length=20, choices=Attendance.choices, default=Attendance.ON_SITE
    )

    # Who it is, as it was then: officials change posts and addresses.
    address = models.CharField(_("e-mail"), max_length=254, blank=True)
    address_key = models.CharField(max_length=254, null=True, editable=False)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    job_title = models.CharField(_("title"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    municipality = models.CharField(_("municipality"), max_length=4, blank=True, choices=MUNICIPALITY_CHOICES)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    organisation_key = models.CharField(max_length=200, blank=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("sv", "Svenska"), ("en", "English")], default="sv"
    )
    is_listed = models.BooleanField(_("may be on the participant list"), default=False)

    # Whoever is on the waitlist is asked first, unless they wanted a free seat without being asked.
    wants_directly = models.BooleanField(
        _("wants a free seat directly"),
        default=False,
        help_text=_("A seat that becomes free is theirs at once, without an offer to answer."),
    )
    offered_at = models.DateTimeField(_("offered"), null=True, editable=False)
    offer_expires_at = models.DateTimeField(_("answer by"), null=True, editable=False)
    # The colleague whose seat this person is to take over, while the organiser has not answered.
    substitute_for = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="substitutes", editable=False
    )

    # An override is named and logged; it counts in the total only (docs/rules.md 4.3).
    is_override = models.BooleanField(_("override"), default=False)
    # Counts every change of status: it makes the key of each letter unique (docs/architecture.md).
    turn = models.PositiveIntegerField(default=0, editable=False)
    # The place is given under the event's lock, so it is the order of the lock and no clock's.
    place_in_line = models.PositiveBigIntegerField(null=True, editable=False)
    # The same form sent twice is the same registration (docs/rules.md R 1.6).
    submission_key = models.UUIDField(null=True, unique=True, editable=False)

    created_at = models.DateTimeField(_("registered"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    # What a cancellation that is taken back at once goes back to; empty when it cannot be.
    status_before_cancelling = models.CharField(max_length=20, blank=True, editable=False)

    # What this person's calendar has been told, and by how much their version runs ahead of the
    # event's: each cancelling and coming back raises it (docs/rules.md C 2).
    sequence_bump = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(null=True, editable=False)
    told_sequence = models.PositiveIntegerField(null=True, editable=False)
    told_changed_at = models.DateTimeField(null=True, editable=False)
    # The times and the place that this person plans by (mail/told_facts.py); null before the first letter.
    told_facts = models.JSONField(null=True, editable=False)

    # What a change of status writes; nothing else of the row is touched by it.
    SEAT_FIELDS = (
        "status",
        "confirmed_at",
        "cancelled_at",
        "place_in_line",
        "is_override",
        "offered_at",
        "offer_expires_at",
        "substitute_for",
        "status_before_cancelling",
        "turn",
        "sequence_bump",
        "calendar_changed_at",
    )

    # What whoever sends a letter writes, without the event's lock; nobody else may write it back.
    TOLD_FIELDS = ("told_sequence", "told_changed_at", "told_facts")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(fields=["event", "address_key"], name="registration_once_per_address"),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "pending",
                        "confirmed",
                        "waitlisted",
                        "offered",
                        "declined",
                        "expired",
                        "cancelled",
                    ]
                ),
                name="registration_known_status",
            ),
            models.CheckConstraint(
                condition=~Q(status="waitlisted") | Q(place_in_line__isnull=False),
                name="registration_waiting_has_place",
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(offer_expires_at__isnull=False),
                name="registration_offer_has_deadline",
            ),
        ]
        indexes = [models.Index(fields=["event", "status", "role"], name="registration_seats")]

    def __str__(self) -> str:
        # Never the name: Wagtail's audit log keeps this text (docs/rules.md R 7).
        return f"#{self.pk}"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def organisation_name(self) -> str:
        """The municipality's or the firm's name, as it is shown."""
        return MUNICIPALITIES.get(self.municipality, "") or self.organisation

    @property
    def job_and_organisation(self) -> str:
        return ", ".join(part for part in (self.job_title, self.organisation_name) if part)

    @property
    def is_ended(self) -> bool:
        return self.status in self.ENDED

    @property
    def answer_due_at(self) -> datetime | None:
        """Until when an offer holds: as it was made, but never later than two hours before the start."""
        last = self.event.offers_end_at
        if self.offer_expires_at is None or last is None:
            return self.offer_expires_at
        return min(self.offer_expires_at, last)

    @property
    def undo_ends_at(self) -> datetime | None:
        """Until when a cancellation of one's own can be taken back; None when there is none. Who said no to
        an offer can do it as long as they could have said yes."""
        if self.cancelled_at is None or not self.status_before_cancelling:
            return None
        ends = self.cancelled_at + UNDONE_WITHIN
        return ends if self.answer_due_at is None else min(ends, self.answer_due_at)

    def position_in_line(self) -> int:
        """How many would be asked before this person, counting themself: within role and attendance."""
        ahead = Registration.objects.in_line().filter(
            event=self.event_id, role=self.role, attendance=self.attendance
        )
        return ahead.filter(place_in_line__lte=self.place_in_line).count()

    # --- Changes of status; unsaved, and only under the event's lock ------------------------------

    def confirm(self, *, now: datetime, is_override: bool = False) -> None:
        """Give this person a seat. Who has had one before gets a higher calendar version.

        `is_override`: staff gave a seat that the rules would not have given.
        """
        self.is_override = is_override
        if self.confirmed_at is not None:
            self.raise_calendar_version(now=now)
        self._go_to(self.Status.CONFIRMED)
        self.confirmed_at = now

    def join_line(self, *, place: int) -> None:
        """Put this person last in line; `place` is the next one of the event."""
        self._go_to(self.Status.WAITLISTED)
        self.is_override = False
        self.place_in_line = place

    def ask(self) -> None:
        """Wait for the organiser's answer."""
        self._go_to(self.Status.PENDING)
        self.is_override = False

    def decline(self) -> None:
        """The organiser has answered no."""
        self._go_to(self.Status.DECLINED)

    def offer(self, *, now: datetime, expires_at: datetime) -> None:
        """Hold a seat until this person has answered; their place in the line is kept."""
        place = self.place_in_line
        self._go_to(self.Status.OFFERED)
        self.place_in_line = place
        self.offered_at = now
        self.offer_expires_at = expires_at

    def lapse(self) -> None:
        """The offer was not answered in time."""
        self._go_to(self.Status.EXPIRED)

    def withdraw(self, *, now: datetime) -> None:
        """Leave, from any state; the place in the line, and until when an offer held, are kept for who
        changes their mind at once."""
        before, place, answer_by = self.status, self.place_in_line, self.offer_expires_at
        if before == self.Status.CONFIRMED:
            self.raise_calendar_version(now=now)
        self._go_to(self.Status.CANCELLED)
        self.status_before_cancelling = before
        self.place_in_line = place
        self.offer_expires_at = answer_by
        self.cancelled_at = now

    def _go_to(self, status: "Registration.Status") -> None:
        """What belonged to the status before is gone; each change is a turn of its own."""
        self.status = status
        self.place_in_line = None
        self.cancelled_at = None
        self.offered_at = None
        self.offer_expires_at = None
        self.status_before_cancelling = ""
        self.turn += 1

    def raise_calendar_version(self, *, now: datetime) -> None:
        """What this person's calendar shows has changed: their version and its time rise (unsaved)."""
        moment = now.replace(microsecond=0)
        for earlier in (self.calendar_changed_at, self.told_changed_at):
            if earlier is not None:
                moment = max(moment, earlier + timedelta(seconds=1))
        self.sequence_bump += 1
        self.calendar_changed_at = moment
