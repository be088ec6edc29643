"""A letter that nobody has caused, for staff to look at: to somebody made up, or somebody registered.

Nothing here is saved. What it says is written by compose.py, as every letter is.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from events.models import EventPage
from events.roles import Role
from registration.mail import kinds
from registration.models import OutboxMessage, Registration

Status = Registration.Status
PLACE = 3
# No row has it, so that whatever is asked about this registration finds nothing.
NO_ROW = 0


def to_somebody(kind: str, event: EventPage, *, language: str, now: datetime) -> OutboxMessage:
    """The letter to a made-up official, in the status in which it is sent."""
    statuses = kinds.KINDS[kind].statuses or {Status.CONFIRMED}
    status = Status.CONFIRMED if Status.CONFIRMED in statuses else sorted(statuses)[0]
    registration = Registration(
        pk=NO_ROW,
        event=event,
        status=status,
        first_name="Anna",
        last_name="Andersson",
        job_title="planarkitekt",
        role=Role.OFFICIAL,
        municipality="0180",
        language=language,
        attendance=(
            Registration.Attendance.ONLINE
            if event.format == EventPage.Format.ONLINE
            else Registration.Attendance.ON_SITE
        ),
        address="anna.andersson@example.org",
        created_at=now,
        confirmed_at=now if status == Status.CONFIRMED else None,
        place_in_line=PLACE if status == Status.WAITLISTED else None,
        offer_expires_at=_day_after_tomorrow_at_noon(now) if status == Status.OFFERED else None,
        cancelled_at=now if status == Status.CANCELLED else None,
        status_before_cancelling=Status.CONFIRMED if status == Status.CANCELLED else "",
    )
    registration.position_in_line = lambda: PLACE  # type: ignore[method-assign]
    colleague = {"handed_over": "to", "handover_declined": "to", "took_over": "of"}.get(kind)
    details = {colleague: "Karin Karlsson"} if colleague else {}
    return _letter(kind, registration, details=details, now=now)


def to_registered(kind: str, registration: Registration, *, now: datetime) -> OutboxMessage:
    """The letter as this person would get it now, with what their latest of this kind was about."""
    latest = registration.letters.filter(kind=kind).order_by("-pk").first()
    return _letter(kind, registration, details=latest.details if latest else {}, now=now)


def recipients(kind: str, event: EventPage, *, language: str) -> list[Registration]:
    """Who could get this letter about the event as things are, by name; the first hundred."""
    found = Registration.objects.filter(event=event, language=language).exclude(address="")
    if kinds.KINDS[kind].statuses:
        found = found.filter(status__in=kinds.KINDS[kind].statuses)
    return list(found.order_by("last_name", "first_name", "pk")[:100])


def _day_after_tomorrow_at_noon(now: datetime) -> datetime:
    return (timezone.localtime(now) + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)


def _letter(
    kind: str, registration: Registration, *, details: dict[str, str], now: datetime
) -> OutboxMessage:
    return OutboxMessage(
        kind=kind,
        registration=registration,
        address=registration.address,
        details=details,
        created_at=now,
        due_at=now,
        expires_at=now,
    )
