"""Diet and access needs: for the readers alone, and every reading is on record (docs/rules.md R 7.1)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventPage
from registration.domain import readings
from registration.models import Needs, Registration
from registration.staff import words
from registration.staff.screens import Screen, Trail


class NeedsScreen(Screen):
    permission = "registration.view_needs"
    template_name = "registration/staff/needs.html"
    header_icon = "warning"

    def rows(self) -> list[Needs]:
        raise NotImplementedError

    def record(self, rows: list[Needs]) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = self.rows()
        self.record(rows)
        response = self.render_to_response(self.get_context_data(rows=rows))
        response["Cache-Control"] = "no-store, private"
        return response


class NeedsOfOne(NeedsScreen):
    page_title: Any = gettext_lazy("Diet and access needs")

    @cached_property
    def registration(self) -> Registration:
        return get_object_or_404(Registration.objects.select_related("event"), pk=self.kwargs["pk"])

    def rows(self) -> list[Needs]:
        return list(Needs.objects.filter(registration=self.registration).select_related("registration"))

    def record(self, rows: list[Needs]) -> None:
        if rows:
            readings.of_needs(self.registration, by=self.request.user, now=timezone.now())

    def trail(self) -> Trail:
        detail = reverse("staff_registrations:detail", args=[self.registration.pk])
        return [
            {"url": reverse("staff_registrations:index"), "label": _("Registrations")},
            {"url": detail, "label": self.registration.full_name},
        ]


class NeedsOfEvent(NeedsScreen):
    """Those who have a seat: who waits or has left needs nothing from the kitchen."""

    page_title: Any = gettext_lazy("Diet and access needs")

    @cached_property
    def event(self) -> EventPage:
        return get_object_or_404(EventPage, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return words.event_label(self.event)

    def rows(self) -> list[Needs]:
        return list(
            Needs.objects.filter(registration__in=Registration.objects.confirmed().filter(event=self.event))
            .select_related("registration")
            .order_by("registration__last_name", "registration__first_name", "pk")
        )

    def record(self, rows: list[Needs]) -> None:
        if rows:
            readings.of_needs_list(self.event, people=len(rows), by=self.request.user, now=timezone.now())

    def trail(self) -> Trail:
        return [
            {"url": reverse("staff_events:index"), "label": _("Seats and registration")},
            {"url": reverse("staff_events:event", args=[self.event.pk]), "label": self.event.title},
        ]
