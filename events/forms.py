"""The editor's form for an event: drafts always save, and what does not hold together is not published."""

from typing import Any

from django.forms import Media
from django.utils import timezone
from django.utils.translation import gettext as _

from events import lowered_seats
from events.models.details import RoleQuota
from events.models.reminders import ReminderRule
from events.readiness import items_outside, lacks_of
from events.roles import BALANCED_ROLES
from home.forms import PageForm


class EventPageForm(PageForm):
    slug_otherwise = "evenemang"

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        event = kwargs.get("instance")
        if data is None and event is not None and event.pk is None:
            prepare_new(event)
        super().__init__(data, files, **kwargs)
        # An event does not expire: it becomes a past one, and who has registered must still find it.
        self.fields.pop("expire_at", None)
        for name, sentence in {
            "start_at": _("Say when the event starts."),
            "end_at": _("Say when the event ends."),
        }.items():
            self.fields[name].error_messages["required"] = sentence

    def defer_required_fields(self) -> None:
        """A draft keeps also rows that do not hold together yet; only what the database has no room for, such
        as a programme item without a time, still has to be filled in."""
        super().defer_required_fields()
        for formset in self.formsets.values():
            for row in formset:
                row.instance.is_saved_as_draft = True

    @property
    def media(self) -> Media:
        return super().media + Media(js=["js/event_kinds.js"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._keep_old_date(cleaned)
        return cleaned

    def _keep_old_date(self, cleaned: dict[str, Any]) -> None:
        """When a published event is moved, the date that people know is the one that is live.

        The page says so by itself: whoever moves an event need not think of its status, too.
        """
        event, start_at = self.instance, cleaned.get("start_at")
        # An empty field is no wish: the page at hand does not show what was filled in when it was last saved.
        is_given = cleaned.get("previous_start_at") and "previous_start_at" in self.changed_data
        if cleaned.get("status") not in {event.Status.CONFIRMED, event.Status.RESCHEDULED} or is_given:
            return
        live = type(event).objects.live().filter(pk=event.pk)
        if cleaned["status"] == event.Status.CONFIRMED:
            # A date that was preliminary has not been moved, it has been settled.
            live = live.exclude(status=event.Status.PRELIMINARY)
        published = live.values_list("start_at", flat=True).first()
        if not published or not start_at or published == start_at:
            return
        if start_at == cleaned.get("previous_start_at"):
            # Back where it was: there is no old date to show any more.
            cleaned["status"], cleaned["previous_start_at"] = event.Status.CONFIRMED, None
        else:
            cleaned["status"], cleaned["previous_start_at"] = event.Status.RESCHEDULED, published

    def _post_clean(self) -> None:
        self.instance.is_saved_as_draft = self.is_deferred_validation
        super()._post_clean()
        if not self.is_deferred_validation:
            self._refuse_what_does_not_hold()
        self._warn_of_lowered_seats()

    def _refuse_what_does_not_hold(self) -> None:
        programme = self._rows("programme")
        lacks = lacks_of(
            self.instance, quotas=self._rows("quotas"), programme=programme, partners=self._rows("partners")
        )
        for lack in lacks:
            if lack.stops and lack.field not in self.errors:
                self.add_error(lack.field if lack.field in self.fields else None, lack.sentence)
        outside = items_outside(self.instance, programme)
        for row in self.formsets["programme"].forms if "programme" in self.formsets else []:
            if row.instance in outside:
                row.add_error(
                    "starts", _("The item has to lie between the doors (or the start) and the end.")
                )
        self._refuse_reminders_after_the_start()

    def _refuse_reminders_after_the_start(self) -> None:
        """At seven on the day of an event at six: it would never go."""
        start_at, end_at = self.instance.start_at, self.instance.end_at
        late = [
            rule
            for rule in self._rows("reminder_rules")
            if start_at and rule.is_reminder and rule.due_at(start_at, end_at) >= start_at
        ]
        for row in self.formsets["reminder_rules"].forms if late else []:
            if row.instance in late:
                row.add_error(None, _("The event has already begun at that time: nobody would be reminded."))

    def _warn_of_lowered_seats(self) -> None:
        """Whoever saves is told in wagtail_hooks.py, which has the request."""
        published = type(self.instance).objects.live().filter(pk=self.instance.pk).first()
        if published is not None:
            self.instance.lowered_seats = lowered_seats.warnings(
                self.instance, published=published, quotas=self._rows("quotas"), now=timezone.now()
            )

    def _rows(self, name: str) -> list[Any]:
        """The rows as they were typed; one that has a fault of its own says so itself."""
        formset = self.formsets.get(name)
        if formset is None or not formset.is_valid():
            return []
        return [
            row.instance
            for row in formset.forms
            if row.cleaned_data and not row.cleaned_data.get("DELETE") and row not in formset.deleted_forms
        ]


def prepare_new(event: Any) -> None:
    """What an editor finds in an empty form: the usual reminders, the three roles to share the seats
    between, and what this form of event usually has."""
    for name, value in event.usual_values.items():
        setattr(event, name, value)
    event.reminder_rules = ReminderRule.defaults(event.kind)
    event.quotas = [RoleQuota(role=role) for role in BALANCED_ROLES]
