"""The editor's form for an event: what must fit together across the page and its rows."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from events.models.details import ReminderRule, RoleQuota
from events.roles import BALANCED_ROLES


class EventPageForm(WagtailAdminPageForm):
    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        event = kwargs.get("instance")
        if data is None and event is not None and event.pk is None:
            prepare_new(event)
        super().__init__(data, files, **kwargs)
        # An event does not expire: it becomes a past one, and who has registered must still find it.
        self.fields.pop("expire_at", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._refuse_more_reserved_than_seats(cleaned)
        return cleaned

    def _refuse_more_reserved_than_seats(self, cleaned: dict[str, Any]) -> None:
        quotas = self.formsets.get("quotas")
        capacity = cleaned.get("capacity")
        if quotas is None or capacity is None or not quotas.is_valid():
            return
        rows = [
            row.cleaned_data
            for row in quotas.forms
            if row.cleaned_data and not row.cleaned_data.get("DELETE")
        ]
        reserved = sum(row.get("reserved") or 0 for row in rows)
        if reserved > capacity:
            self.add_error(
                "capacity",
                _("%(reserved)s seats are reserved for the roles, but there are only %(capacity)s seats.")
                % {"reserved": reserved, "capacity": capacity},
            )


def prepare_new(event: Any) -> None:
    """What an editor finds in an empty form: the usual reminders, the three roles to share the seats
    between, and what this form of event usually has."""
    for name, value in event.usual_values.items():
        setattr(event, name, value)
    event.reminder_rules = ReminderRule.defaults()
    event.quotas = [RoleQuota(role=role) for role in BALANCED_ROLES]
