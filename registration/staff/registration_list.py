"""All registrations: found by filter and search, taken out as CSV or XLSX."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from events.models import EventPage
from events.municipalities import MUNICIPALITY_CHOICES
from events.roles import Role
from registration.domain import people_search, readings
from registration.models import Registration
from registration.staff import remarks, words
from registration.staff.event_field import EventFilter
from registration.staff.export import DefusedExportMixin
from registration.staff.screens import PermissionMixin


def events_with_registrations(request: Any) -> QuerySet[EventPage]:
    found = Registration.objects.values("event_id")
    return EventPage.objects.filter(pk__in=found).order_by("-start_at", "pk")


def standing_with_remarks(registration: Registration) -> str:
    return ". ".join(filter(None, [words.standing(registration), remarks.words_of(registration)]))


class RegistrationFilters(WagtailFilterSet):
    event = EventFilter(
        label=gettext_lazy("Event"), queryset=events_with_registrations, empty_label=gettext_lazy("All")
    )
    role = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Role"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    status = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Status"),
        choices=Registration.Status.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    municipality = django_filters.ChoiceFilter(
        label=gettext_lazy("Municipality"),
        choices=MUNICIPALITY_CHOICES,
        empty_label=gettext_lazy("All"),
        widget=forms.Select,
    )
    attendance = django_filters.ChoiceFilter(
        label=gettext_lazy("Attendance"),
        choices=Registration.Attendance.choices,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )

    remark = django_filters.ChoiceFilter(
        label=gettext_lazy("To look at"),
        choices=remarks.CHOICES,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        method="having_remark",
    )

    class Meta:
        model = Registration
        fields = ["event", "role", "status", "municipality", "attendance"]

    def having_remark(
        self, queryset: QuerySet[Registration], name: str, value: str
    ) -> QuerySet[Registration]:
        return remarks.to_look_at(value, queryset, now=timezone.now())


class RegistrationList(PermissionMixin, DefusedExportMixin, IndexView):
    permission = "registration.view_registration"
    any_permission_required = None
    model = Registration
    filterset_class = RegistrationFilters
    default_ordering = "-created_at"
    search_fields = ["first_name", "last_name", "address", "organisation", "job_title"]
    search_backend_name = None
    columns = [
        TitleColumn(
            "full_name",
            classname="staff-title",
            label=gettext_lazy("Name"),
            get_url=lambda row: reverse("staff_registrations:detail", args=[row.pk]),
            sort_key="last_name",
        ),
        Column(
            "event",
            classname="staff-event",
            label=gettext_lazy("Event"),
            accessor=lambda row: words.event_label(row.event),
            sort_key="event__start_at",
        ),
        Column("role", label=gettext_lazy("Role"), accessor="get_role_display", sort_key="role"),
        Column("organisation_name", label=gettext_lazy("Organisation")),
        Column("status", label=gettext_lazy("Status"), accessor=standing_with_remarks, sort_key="status"),
        Column("attendance", label=gettext_lazy("Attendance"), accessor="get_attendance_display"),
        Column(
            "created_at",
            classname="staff-when",
            label=gettext_lazy("Registered on"),
            accessor=lambda row: words.listed(row.created_at),
            sort_key="created_at",
        ),
    ]
    export_headings = {
        "event.title": gettext_lazy("Event"),
        "event.start_at": gettext_lazy("Starts"),
        "get_status_display": gettext_lazy("Status"),
        "get_attendance_display": gettext_lazy("Attendance"),
        "get_role_display": gettext_lazy("Role"),
        "get_municipality_display": gettext_lazy("Municipality"),
        "is_listed": gettext_lazy("On the participant list"),
        "is_override": gettext_lazy("Overbooked"),
        "created_at": gettext_lazy("Registered on"),
    }
    list_export = [
        "event.title",
        "event.start_at",
        "get_status_display",
        "get_attendance_display",
        "get_role_display",
        "get_municipality_display",
        "organisation",
        "first_name",
        "last_name",
        "job_title",
        "address",
        "phone",
        "is_listed",
        "is_override",
        "created_at",
    ]

    def get_base_queryset(self) -> QuerySet[Registration]:
        return remarks.with_remarks(Registration.objects.select_related("event"))

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering, "-pk")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return people_search.narrowed(queryset, self.search_query, fields=self.search_fields)

    def get_add_url(self) -> str | None:
        if not self.request.user.has_perm("registration.add_registration"):
            return None
        event = self.request.GET.get("event", "")
        return reverse("staff_registrations:add") + (f"?event={event}" if event.isdigit() else "")

    @property
    def add_button(self) -> HeaderButton:
        return HeaderButton(_("Add by hand"), url=self.add_url, icon_name="plus")

    def get_list_buttons(self, instance: Registration) -> list:
        return []

    def get_filename(self) -> str:
        return f"anmalningar-{timezone.localtime():%Y-%m-%d}"

    def log_export(self, rows: list[Registration]) -> None:
        event = self.filters.form.cleaned_data.get("event") if self.is_filtering else None
        readings.of_export(people=len(rows), event=event, by=self.request.user, now=timezone.now())
