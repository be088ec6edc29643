"""What staff see first: the next events with their seats, who waits for a seat or an answer, and letters that
need somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from events.availability import Availability, availability_of
from events.models import EventPage
from events.status_lines import StatusLine, status_line
from home.models import User
from registration.domain import availability, delivery, requests
from registration.models import ChangeNotice, OutboxMessage
from registration.staff import remarks, request_words, timeline_holds
from registration.staff.change_notice import PERMISSION as MAY_DECIDE
from registration.staff.change_notice_list import rows_of

MOST_EVENTS = 6
# A letter that should have left this long ago says that the sending has stopped (docs/rules.md R 9.1).
LATE_AFTER = timedelta(minutes=15)
# Refused letters older than this are nobody's work of today.
FAILED_SHOWN_FOR = timedelta(days=14)

State = OutboxMessage.State


@dataclass(frozen=True)
class NextEvent:
    event: EventPage
    url: str
    seats: Availability
    line: StatusLine
    waiting: int


@dataclass(frozen=True)
class LettersInTrouble:
    needs_attention: int
    failed: int
    late: int

    def __bool__(self) -> bool:
        return bool(self.needs_attention or self.failed or self.late)


def next_events(user: User, *, now: datetime) -> list[NextEvent]:
    """Numbers only; each leads to the event's desk for those who may go there, else to its editor."""
    events = list(EventPage.objects.upcoming(now).for_cards()[:MOST_EVENTS])
    seats = availability_of(events, now=now)
    tallies = availability.tally_many([event.pk for event in events])
    sees_desk = user.has_perm("registration.view_registration")
    page = "staff_events:event" if sees_desk else "wagtailadmin_pages:edit"
    return [
        NextEvent(
            event=event,
            url=reverse(page, args=[event.pk]),
            seats=seats[event.pk],
            line=status_line(event, seats[event.pk]),
            waiting=sum(tallies[event.pk].waiting.values()),
        )
        for event in events
    ]


def letters_in_trouble(*, now: datetime) -> LettersInTrouble:
    return LettersInTrouble(
        **OutboxMessage.objects.aggregate(
            needs_attention=Count("pk", filter=Q(state=State.NEEDS_ATTENTION)),
            failed=Count("pk", filter=Q(state=State.FAILED, created_at__gt=now - FAILED_SHOWN_FOR)),
        ),
        # Asked apart: what staff hold is not late, and that question goes to the letters that wait alone.
        late=OutboxMessage.objects.filter(state=State.WAITING, attempts=0, due_at__lt=now - LATE_AFTER)
        .not_held()
        .count(),
    )


@dataclass(frozen=True)
class RequestsToAnswer:
    event: EventPage
    url: str
    people: int
    due: str
    is_overdue: bool


def requests_to_answer(*, now: datetime) -> list[RequestsToAnswer]:
    """Numbers and days only; each leads to the queue of its event."""
    return [
        RequestsToAnswer(
            event=row.event,
            url=reverse("staff_requests:event", args=[row.event.pk]),
            people=row.people,
            due=request_words.due(row.due_at, is_overdue=row.is_overdue),
            is_overdue=row.is_overdue,
        )
        for row in requests.waiting(now=now)
    ]


class StartPanel(Component):
    name = "registration_start"
    order = 100
    template_name = "registration/staff/start_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user, now = parent_context["request"].user, timezone.now()
        letters = None
        if user.has_perm("registration.view_outboxmessage"):
            letters = letters_in_trouble(now=now)
        may_answer = user.has_perm("registration.change_registration")
        undecided = ChangeNotice.objects.undecided().order_by("opened_at", "pk")
        return {
            "people": remarks.tally(now=now) if user.has_perm("registration.view_registration") else None,
            "registrations_url": reverse("staff_registrations:index"),
            "undecided": rows_of(undecided) if user.has_perm(MAY_DECIDE) else [],
            "requests": requests_to_answer(now=now) if may_answer else [],
            "rows": next_events(user, now=now),
            "letters": letters,
            "mailbox_unread_since": delivery.unread_since(now=now) if letters is not None else None,
            "held": timeline_holds.rows(now=now) if letters is not None else [],
            "letters_url": reverse("staff_letters:index"),
            "trouble_query": f"state={State.NEEDS_ATTENTION}&state={State.FAILED}",
        }
