"""The events with how their seats stand: where staff begin when they think of an event."""

from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from events.availability import availability_of
from events.models import EventPage
from events.status_lines import status_line
from registration.domain import availability
from registration.models import Registration
from registration.staff import words
from registration.staff.screens import PermissionMixin


class EventList(PermissionMixin, ReportView):
    permission = "registration.view_registration"
    model = EventPage
    page_title: Any = gettext_lazy("Seats and registration")
    header_icon = "calendar-check"
    index_url_name = "staff_events:index"
    index_results_url_name = "staff_events:index_results"
    default_ordering = "-start_at"
    columns = [
        TitleColumn(
            "title",
            classname="staff-title",
            label=gettext_lazy("Event"),
            get_url=lambda event: reverse("staff_events:event", args=[event.pk]),
        ),
        Column(
            "start_at",
            classname="staff-when",
            label=gettext_lazy("Starts"),
            accessor=lambda event: words.listed(event.start_at),
            sort_key="start_at",
        ),
        Column("status", label=gettext_lazy("Registration"), accessor="line.words"),
        Column("taken", label=gettext_lazy("Seats taken"), accessor="taken_words"),
        Column("waiting", label=gettext_lazy("Waiting"), accessor="waiting"),
    ]

    def get_base_queryset(self) -> QuerySet[EventPage]:
        """What is published, and what is no longer but has registrations."""
        has_registrations = Q(pk__in=Registration.objects.values("event_id"))
        return (
            EventPage.objects.filter(Q(live=True) | has_registrations)
            .select_related("gatheringpage")
            .prefetch_related("quotas")
        )

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """The next one first, then those to come; what has been held last, the latest first."""
        if self.is_explicitly_ordered:
            return queryset.order_by(self.ordering, "-pk")
        to_come = Case(When(end_at__gt=timezone.now(), then=F("start_at")))
        return queryset.order_by(to_come.asc(nulls_last=True), "-start_at", "-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        events = list(object_list)
        seats = availability_of(events, now=timezone.now())
        tallies = availability.tally_many([event.pk for event in events])
        for event in events:
            event.line = status_line(event, seats[event.pk])
            event.taken_words = f"{seats[event.pk].taken}/{seats[event.pk].capacity}"
            event.waiting = sum(tallies[event.pk].waiting.values())
        return events
