"""On what terms one registers for an event: how many seats, from when, until when, and what is asked."""

from datetime import datetime, time, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

RELEASE_BEFORE_DEADLINE = timedelta(days=7)
ANSWER_BEFORE_START = timedelta(days=14)
# Nobody can be expected to answer an offer later than this: then seats go to who wanted them directly.
LAST_ANSWER_BEFORE_START = timedelta(hours=2)
HANDOVER_ENDS = time(16, 0)
ANSWERS_UNTIL = time(16, 0)
FRIDAY = 4
MANY = MaxValueValidator(100_000)


class RegistrationTerms(models.Model):
    capacity = models.PositiveIntegerField(
        _("seats"),
        default=40,
        validators=[MinValueValidator(0), MANY],
        help_text=_("Contributors and staff do not count. For an online event: its places."),
    )
    online_capacity = models.PositiveIntegerField(
        _("places online"),
        null=True,
        blank=True,
        validators=[MANY],
        help_text=_("Only when the event is also on site. Empty: no limit."),
    )
    max_per_organisation = models.PositiveIntegerField(
        _("at most from one organisation"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MANY],
        help_text=_("A municipality's officials and politicians count as one organisation."),
    )
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty: when the event starts.")
    )
    release_at = models.DateTimeField(
        _("reserved seats are released"),
        null=True,
        blank=True,
        help_text=_("Empty: seven days before registration closes."),
    )
    answers_by = models.DateTimeField(
        _("answer to requests by"),
        null=True,
        blank=True,
        help_text=_(
            "Where people ask for a seat: when they hear from you at the latest. "
            "Empty: two weeks before the start, but not before registration closes."
        ),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("working hours to answer an offered seat"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Counted Monday to Friday 8–18 without holidays. Ten hours are a working day."),
    )
    substitutes_until = models.DateTimeField(
        _("seats can be handed over until"),
        null=True,
        blank=True,
        help_text=_("Empty: 16.00 on the day before. After that only you can do it."),
    )
    asks_diet = models.BooleanField(_("ask about diet and allergies"), default=False)
    asks_access = models.BooleanField(_("ask about access needs"), default=True)
    has_participant_list = models.BooleanField(_("a participant list is shared"), default=False)
    needs_kept_days = models.PositiveSmallIntegerField(
        _("days that diet and access needs are kept"),
        null=True,
        blank=True,
        help_text=_("Empty: as in the site settings."),
    )
    identity_kept_months = models.PositiveSmallIntegerField(
        _("months that names and addresses are kept"),
        null=True,
        blank=True,
        help_text=_("Empty: as in the site settings."),
    )

    class Meta:
        abstract = True

    @property
    def deadline(self) -> datetime | None:
        """When registration closes by itself: the given time, else the start; never after the start."""
        if self.closes_at and self.start_at:
            return min(self.closes_at, self.start_at)
        return self.closes_at or self.start_at

    @property
    def answer_due_at(self) -> datetime | None:
        """When who asked for a seat hears from the organiser at the latest; None without a date."""
        if self.answers_by or not self.deadline or not self.start_at:
            return self.answers_by
        two_weeks_before = self.start_at - ANSWER_BEFORE_START
        if two_weeks_before >= self.deadline:
            return two_weeks_before
        # Registration closes later than that: in time to make plans, halfway to the start.
        return _end_of_work(
            self.deadline + (self.start_at - self.deadline) / 2, after=self.deadline, before=self.start_at
        )

    @property
    def promised_answer_at(self) -> datetime | None:
        """The same where it can be promised: with registration open until the start an answer may come as
        late as the event itself."""
        due_at = self.answer_due_at
        return due_at if due_at and self.start_at and due_at < self.start_at else None

    @property
    def offers_end_at(self) -> datetime | None:
        """Until when who is offered a seat may answer at the latest; None without a date."""
        return self.start_at - LAST_ANSWER_BEFORE_START if self.start_at else None

    def makes_offers(self, now: datetime) -> bool:
        """Whether a seat that becomes free now is still offered to the next in line; after that it goes at
        once to somebody who has asked for that (docs/rules.md 4.2)."""
        return self.offers_end_at is None or now < self.offers_end_at

    def answer_promised_to(self, asked_at: datetime) -> datetime | None:
        """Until when who asked for a seat at that time has been promised an answer; None where seats are not
        asked for, and for who asked later than that."""
        due_at = self.promised_answer_at
        return due_at if self.is_by_request and due_at and asked_at < due_at else None

    @property
    def handover_ends_at(self) -> datetime | None:
        """Until when a seat is handed over without the organiser; never after the start."""
        if not self.start_at:
            return self.substitutes_until
        if self.substitutes_until:
            return min(self.substitutes_until, self.start_at)
        day_before = timezone.localdate(self.start_at) - timedelta(days=1)
        return datetime.combine(day_before, HANDOVER_ENDS, tzinfo=timezone.get_default_timezone())

    @property
    def releases_at(self) -> datetime | None:
        """When reserved seats open to all: as given, else a week before the deadline, but never
        before the middle of the registration time (docs/rules.md 4.1). None when there is no deadline."""
        if self.release_at or not self.deadline:
            return self.release_at
        opened = self.opens_at or self.first_published_at
        release = self.deadline - RELEASE_BEFORE_DEADLINE
        if opened and opened < self.deadline:
            release = max(release, opened + (self.deadline - opened) / 2)
        return release


def _end_of_work(moment: datetime, *, after: datetime, before: datetime) -> datetime:
    """Nobody promises an answer for half past midnight: four o'clock that day, or the Friday before a
    weekend, as long as that lies between the two."""
    day = timezone.localdate(moment)
    day -= timedelta(days=max(0, day.weekday() - FRIDAY))
    at_four = datetime.combine(day, ANSWERS_UNTIL, tzinfo=timezone.get_default_timezone())
    return at_four if after < at_four < before else moment
