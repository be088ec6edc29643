"""Those who wait for an answer: in one event or in all of them, with what an answer would come to."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventPage
from registration.domain import requests
from registration.domain.requests import SeatRequest
from registration.models import Registration
from registration.staff import request_words, words
from registration.staff.screens import Screen, Trail


@dataclass(frozen=True)
class Row:
    registration: Registration
    asked_at: datetime
    due: str
    is_overdue: bool
    seat: str
    fits: bool
    balance: str


@dataclass(frozen=True)
class Group:
    """The rows of one event."""

    event: EventPage
    label: str
    rows: list[Row]


class RequestQueue(Screen):
    permission = "registration.view_registration"
    template_name = "registration/staff/requests.html"
    header_icon = "help"
    page_title: Any = gettext_lazy("Awaiting answer")

    @cached_property
    def event(self) -> EventPage | None:
        """None: all events together."""
        pk = self.kwargs.get("pk")
        if pk is None:
            return None
        return get_object_or_404(EventPage.objects.for_cards().select_related("registration_window"), pk=pk)

    def trail(self) -> Trail:
        if self.event is None:
            return []
        return [
            {"url": reverse("staff_events:index"), "label": _("Seats and registration")},
            {"url": reverse("staff_events:event", args=[self.event.pk]), "label": self.event.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, event = timezone.now(), self.event
        groups = [
            Group(event=one, label=words.event_label(one), rows=[_row(request, now=now) for request in found])
            for one, found in groupby(self._requests(now), key=lambda request: request.registration.event)
        ]
        return super().get_context_data(**kwargs) | {
            "event": event,
            "event_label": words.event_label(event) if event else "",
            "groups": groups,
            "people": sum(len(group.rows) for group in groups),
            "may_answer": self.request.user.has_perm("registration.change_registration"),
        }

    def _requests(self, now: datetime) -> list[SeatRequest]:
        event = self.event
        if event is None:
            return requests.queue_of_all(now=now)
        if event.is_cancelled or event.has_begun(now):
            return []
        return requests.queue(event, now=now)


def _row(request: SeatRequest, *, now: datetime) -> Row:
    is_overdue = request.is_overdue(now)
    return Row(
        registration=request.registration,
        asked_at=request.asked_at,
        due=request_words.due(request.due_at, is_overdue=is_overdue),
        is_overdue=is_overdue,
        seat=request_words.seat(request),
        fits=request.fits,
        balance=request_words.balance(request.gap, role=request.registration.role),
    )
