"""All mailings, the newest first."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from registration.models import Mailing
from registration.staff import words
from registration.staff.screens import PermissionMixin

PERMISSION = "registration.change_mailing"


class MailingList(PermissionMixin, IndexView):
    permission = PERMISSION
    any_permission_required = None
    model = Mailing
    default_ordering = "-created_at"
    list_export: list[str] = []
    columns = [
        TitleColumn(
            "subject",
            classname="staff-title",
            label=gettext_lazy("Subject"),
            get_url=lambda row: reverse("staff_mailings:mailing", args=[row.pk]),
        ),
        Column(
            "events",
            classname="staff-event",
            label=gettext_lazy("Registered for"),
            accessor=lambda row: ", ".join(words.event_label(event) for event in row.events.all()),
        ),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        Column("sent", classname="staff-number", label=gettext_lazy("Letters sent")),
        Column(
            "planned_at",
            classname="staff-when",
            label=gettext_lazy("Goes"),
            accessor=lambda row: words.listed(row.planned_at),
            sort_key="planned_at",
        ),
        Column("made_by_name", label=gettext_lazy("Written by")),
    ]

    def get_base_queryset(self) -> QuerySet[Mailing]:
        sent = Count("letters", filter=Q(letters__state="sent", letters__registration__isnull=False))
        return Mailing.objects.prefetch_related("events").annotate(sent=sent)

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering, "-pk")

    def get_add_url(self) -> str:
        return reverse("staff_mailings:add")

    @property
    def add_button(self) -> HeaderButton:
        return HeaderButton(_("New mailing"), url=self.add_url, icon_name="plus")

    def get_list_buttons(self, instance: Mailing) -> list[Any]:
        return []
