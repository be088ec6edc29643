"""The editor's form for an event: what must fit together across the page and its rows."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class EventPageForm(WagtailAdminPageForm):
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
