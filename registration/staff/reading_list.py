"""Who has read needs and taken out lists; for the administrator."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from registration.models import Reading
from registration.staff import words
from registration.staff.screens import PermissionMixin


class ReadingList(PermissionMixin, ReportView):
    permission = "registration.view_reading"
    model = Reading
    page_title: Any = gettext_lazy("Who has read personal data")
    header_icon = "view"
    index_url_name = "staff_readings:index"
    index_results_url_name = "staff_readings:index_results"
    default_ordering = "-at"
    columns = [
        Column(
            "at",
            classname="staff-when",
            label=gettext_lazy("When"),
            accessor=lambda row: words.listed(row.at),
            sort_key="at",
        ),
        Column("by_name", label=gettext_lazy("Who")),
        Column("what", label=gettext_lazy("What happened"), accessor="get_what_display"),
        Column("event", label=gettext_lazy("Event"), accessor="event.title"),
        Column("registration", label=gettext_lazy("Registration"), accessor="registration"),
        Column("people", label=gettext_lazy("People")),
    ]

    def get_base_queryset(self) -> QuerySet[Reading]:
        return Reading.objects.select_related("event", "registration")
