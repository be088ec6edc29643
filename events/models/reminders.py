"""When the people of an event get a letter by the clock: before it a reminder, after it thanks."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from events.models.details import MayBeHalf, make_key
from events.roles import ROLE_PLURALS, Role
from home.working_days import working_day_from, working_day_until

NINE = time(9)
WEEK_AND_DAY = ({"days_before": 7, "clock_time": NINE}, {"days_before": 1, "clock_time": NINE})
# What is not here has the usual two. As many rows for each kind: the browser changes their values when an
# editor chooses another kind (static/js/event_kinds.js).
USUAL_BY_KIND: dict[str, tuple[dict[str, Any], ...]] = {
    # Clothes, shoes and the way there take a little longer to arrange.
    "study_visit": ({"days_before": 3, "clock_time": NINE}, {"days_before": 1, "clock_time": NINE}),
    # Nobody travels; the meeting link is to lie on top when it begins.
    "webinar": ({"days_before": 1, "clock_time": NINE}, {"minutes_before": 60}),
}


class RolesField(models.JSONField):
    """Some of the roles, ticked; none ticked means all."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=Role.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )


class ReminderRule(MayBeHalf):
    """A letter some minutes, or days and a clock time, before or after the event: to whom, in what words."""

    class Anchor(models.TextChoices):
        BEFORE_START = "before_start", _("before the start")
        AFTER_START = "after_start", _("after the start")
        BEFORE_END = "before_end", _("before the end")
        AFTER_END = "after_end", _("after the end")

    class Purpose(models.TextChoices):
        REMINDER = "reminder", _("Reminder")
        THANKS = "thanks", _("Thanks")
        DOCUMENTATION = "documentation", _("Thanks and documentation")

    class Standing(models.TextChoices):
        CONFIRMED = "confirmed", _("Those who have a seat")
        WAITLISTED = "waitlisted", _("Those on the waitlist")
        PENDING = "pending", _("Those who wait for an answer")

    class Attendance(models.TextChoices):
        ON_SITE = "on_site", _("Only on site")
        ONLINE = "online", _("Only online")

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="reminder_rules")
    key = models.CharField(max_length=32, default=make_key, editable=False)
    # Called so since all were before the start once: versions in the history hold these names.
    minutes_before = models.PositiveIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(60 * 24 * 60)],
        help_text=_("Exact, such as 60. Leave empty to give days and a clock time instead."),
    )
    days_before = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, validators=[MaxValueValidator(60)]
    )
    clock_time = models.TimeField(_("at"), null=True, blank=True, help_text=_("Swedish time, such as 09:00."))
    anchor = models.CharField(
        _("before or after"),
        max_length=20,
        choices=Anchor.choices,
        default=Anchor.BEFORE_START,
        db_default=Anchor.BEFORE_START,
    )
    moves_to_working_day = models.BooleanField(
        _("only on working days"),
        default=False,
        db_default=False,
        help_text=_("On a day off it goes on the working day before; after the event on the next one."),
    )
    purpose = models.CharField(
        _("letter"),
        max_length=20,
        choices=Purpose.choices,
        default=Purpose.REMINDER,
        db_default=Purpose.REMINDER,
        help_text=_("Documentation goes once there is something to read on the page."),
    )
    standing = models.CharField(
        _("to"),
        max_length=20,
        choices=Standing.choices,
        default=Standing.CONFIRMED,
        db_default=Standing.CONFIRMED,
    )
    attendance = models.CharField(
        _("on site or online"),
        max_length=20,
        choices=Attendance.choices,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty: both."),
    )
    roles = RolesField(
        _("roles"),
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text=_("None ticked: all."),
    )
    sentence = models.TextField(
        _("your own sentence"),
        max_length=600,
        blank=True,
        default="",
        db_default="",
        help_text=_("Stands in the letter as you write it, such as what to bring or the link to a survey."),
    )
    sentence_en = models.TextField(
        _("your own sentence in English"), max_length=600, blank=True, default="", db_default=""
    )

    panels = [
        FieldRowPanel(
            [
                FieldPanel("days_before"),
                # Who writes 6.00 means it: rules are exact (docs/decisions/0015-quiet-hours.md).
                FieldPanel(
                    "clock_time",
                    help_text=_(
                        "Swedish time, such as 09:00. The letter goes just then, "
                        "also between 20:00 and 07:00."
                    ),
                ),
            ]
        ),
        FieldRowPanel([FieldPanel("minutes_before"), FieldPanel("anchor")]),
        FieldRowPanel([FieldPanel("purpose"), FieldPanel("moves_to_working_day")]),
        FieldRowPanel([FieldPanel("standing"), FieldPanel("attendance")]),
        FieldPanel("roles"),
        FieldRowPanel([FieldPanel("sentence"), FieldPanel("sentence_en")]),
    ]

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return self.when_words

    @classmethod
    def defaults(cls, kind: str = "") -> list[Self]:
        """What a new event of this kind comes with, unsaved: a week and a day before, at nine, for most.

        None after the event: nobody knows yet who came, and thanks for coming must not reach who did not.
        """
        return [cls(**values) for values in USUAL_BY_KIND.get(kind, WEEK_AND_DAY)]

    # --- When -------------------------------------------------------------------------------------

    @property
    def is_exact(self) -> bool:
        return self.minutes_before is not None

    @property
    def is_before(self) -> bool:
        return self.anchor in {self.Anchor.BEFORE_START, self.Anchor.BEFORE_END}

    @property
    def is_reminder(self) -> bool:
        """Whether it looks ahead; the others thank for what has been."""
        return self.purpose == self.Purpose.REMINDER

    def due_at(self, start_at: datetime, end_at: datetime | None = None) -> datetime:
        """When the letter goes, of an event with these times (aware). The clock time is Swedish, whatever
        daylight saving does between; nobody is thanked before the end."""
        end_at = end_at or start_at
        moment = self._counted_from(
            start_at if self.anchor in {self.Anchor.BEFORE_START, self.Anchor.AFTER_START} else end_at
        )
        return moment if self.is_reminder else max(moment, end_at)

    def _counted_from(self, moment: datetime) -> datetime:
        direction = -1 if self.is_before else 1
        if self.minutes_before is not None:
            return moment + direction * timedelta(minutes=self.minutes_before)
        local = timezone.localtime(moment)
        day = local.date() + direction * timedelta(days=self.days_before or 0)
        if self.moves_to_working_day:
            day = working_day_until(day) if self.is_before else working_day_from(day)
        clock = self.clock_time or local.time()
        return timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())

    # --- To whom, with what -----------------------------------------------------------------------

    def is_for(self, *, status: str, role: str, attendance: str) -> bool:
        """Whether somebody who stands so gets it."""
        return (
            status == self.standing
            and (not self.roles or role in self.roles)
            and (not self.attendance or attendance == self.attendance)
        )

    def sentence_in(self, language: str) -> str:
        return (language == "en" and self.sentence_en) or self.sentence

    @property
    def when_words(self) -> str:
        """`7 days before the start, 09.00` or `60 minutes before the start`."""
        anchor = self.get_anchor_display()
        if self.minutes_before is not None:
            words = ngettext(
                "%(number)s minute %(anchor)s", "%(number)s minutes %(anchor)s", self.minutes_before
            )
            return words % {"number": self.minutes_before, "anchor": anchor}
        days = self.days_before or 0
        words = ngettext("%(number)s day %(anchor)s", "%(number)s days %(anchor)s", days)
        when = words % {"number": days, "anchor": anchor}
        return f"{when}, {self.clock_time:%H.%M}" if isinstance(self.clock_time, time) else when

    @property
    def segment_words(self) -> str:
        """`Those who have a seat, only online, builders`."""
        parts = [
            self.get_standing_display(),
            self.get_attendance_display().lower() if self.attendance else "",
            *(str(ROLE_PLURALS[Role(role)]).lower() for role in self.roles),
        ]
        return ", ".join(str(part) for part in parts if part)

    # --- What does not hold together --------------------------------------------------------------

    def clean(self) -> None:
        if self.is_saved_as_draft:
            return
        if self.minutes_before is not None:
            if self.days_before is not None or self.clock_time is not None:
                raise ValidationError(_("Give either minutes, or days and a clock time, not both."))
            if self.moves_to_working_day:
                raise ValidationError(
                    {"moves_to_working_day": _("Minutes are exact. Give days and a clock time instead.")}
                )
        elif self.days_before is None or self.clock_time is None:
            raise ValidationError(_("Give both days and a clock time, or minutes."))
        if self.is_reminder and not self.is_before:
            raise ValidationError(
                {"anchor": _("A reminder goes before the event. Choose thanks for what goes after it.")}
            )
        if not self.is_reminder and self.is_before:
            raise ValidationError({"anchor": _("Thanks go after the event.")})
        if not self.is_reminder and self.standing != self.Standing.CONFIRMED:
            raise ValidationError({"standing": _("Thanks go to those who had a seat.")})


def in_form(rules: Sequence[ReminderRule]) -> dict[str, Any]:
    """The times of these rules as the editor's form writes them, by the names of its fields."""
    return {
        f"reminder_rules-{row}-{name}": value
        for row, rule in enumerate(rules)
        for name, value in {
            "days_before": "" if rule.days_before is None else rule.days_before,
            "clock_time": f"{rule.clock_time:%H:%M}" if rule.clock_time else "",
            "minutes_before": "" if rule.minutes_before is None else rule.minutes_before,
        }.items()
    }
