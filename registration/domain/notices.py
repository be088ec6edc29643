"""What process leaders are told by mail: one letter in the morning, and late cancellations at once.

In the morning: who waits for an answer, and which changes people have not been told of (every working day,
until somebody has answered or decided), and once each what has become full, which role is far from its goal
a week before the start, and offers that nobody took. What is news is what their last letter that was sent
did not tell.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Max

from events.models import EventPage, Person
from registration.domain import office_hours
from registration.domain.office_hours import STOCKHOLM
from registration.mail import notice_letters, notices, quiet_hours, standings
from registration.mail.standings import Standing
from registration.models import NoticeRound, OutboxMessage, Registration

Status = Registration.Status

DAILY_AT = time(7, 30)
# Who cancels later than this leaves a seat that is hard to fill, and a table that has to be laid anew.
LATE = timedelta(hours=24)
ROUNDS_KEPT = timedelta(days=30)


def enqueue_due(now: datetime) -> int:
    """For beat: queue what process leaders have to know now; returns how many letters were new."""
    return enqueue_late_cancellations(now=now) + enqueue_daily(now=now)


# --- In the morning -------------------------------------------------------------------------------


def enqueue_daily(*, now: datetime) -> int:
    """One round a working day, at 7.30 or when beat is back; what comes later in the day is for the next.

    Leaders with nothing new and nobody waiting get no letter. What waits at events without a leader is told
    to the general address: somebody has to answer and decide.
    """
    local = now.astimezone(STOCKHOLM)
    if not DAILY_AT <= local.time() < quiet_hours.FROM or not office_hours.is_working_day(local.date()):
        return 0
    if NoticeRound.objects.filter(pk=local.date()).exists():
        return 0
    by_leader = _what_to_tell(now=now)
    is_for_general = standings.leaderless_events(now).exists()
    expires_at = _evening_of(local.date())
    with transaction.atomic():
        # Two rounds at once write the same keys, and so the same letters.
        NoticeRound.objects.get_or_create(pk=local.date(), defaults={"made_at": now})
        NoticeRound.objects.filter(day__lt=local.date() - ROUNDS_KEPT).delete()
        queued = notice_letters.daily(by_leader, day=local.date(), expires_at=expires_at, now=now)
        if is_for_general:
            queued += notice_letters.daily_without_leader(day=local.date(), expires_at=expires_at, now=now)
        return queued


def _what_to_tell(*, now: datetime) -> dict[Person, dict[str, Any]]:
    """By process leader: the points that are news, and all that are so, of each event."""
    found: dict[Person, dict[str, Any]] = {}
    by_leader: dict[Person, list[Standing]] = defaultdict(list)
    for standing in standings.of(list(standings.leaders_events(now)), now=now):
        if standing.event.contact is not None:
            by_leader[standing.event.contact].append(standing)
    told = _told_points(by_leader)
    for leader, theirs in by_leader.items():
        points = {str(one.event.pk): sorted(one.points) for one in theirs if one.points}
        news = {
            key: new
            for key, names in points.items()
            if (new := sorted(set(names).difference(told[leader.pk].get(key, ()))))
        }
        if news or any(one.awaits_somebody for one in theirs):
            found[leader] = {"news": news, "points": points}
    return found


def _told_points(leaders: Iterable[Person]) -> dict[int, dict[str, list[str]]]:
    """What each leader's last letter knew, by event; one that never left has told nothing."""
    told: dict[int, dict[str, list[str]]] = defaultdict(dict)
    sent = OutboxMessage.objects.filter(
        kind=notices.DAILY, state=OutboxMessage.State.SENT, person__in=[leader.pk for leader in leaders]
    )
    last = sent.order_by().values("person").annotate(last=Max("pk")).values("last")
    for person_id, details in OutboxMessage.objects.filter(pk__in=last).values_list("person_id", "details"):
        told[person_id] = details["points"]
    return told


# --- At once --------------------------------------------------------------------------------------


def enqueue_late_cancellations(*, now: datetime) -> int:
    """Tell of people with a seat who withdrew within a day of the start, when the first of them cannot take
    it back any more: until then one letter gathers all. What staff cancelled, staff know."""
    queued = 0
    for event, group in groupby(_late(now=now), key=lambda registration: registration.event):
        cancelled = list(group)
        is_final = now >= (cancelled[0].undo_ends_at or now)
        # A process leader who reads it at seven can still act on it, however early it begins.
        waits = quiet_hours.wait(now, useful_until=event.start_at, head_start=timedelta())
        if is_final and not waits:
            queued += _tell(event, cancelled, now=now)
    return queued


def _tell(event: EventPage, cancelled: list[Registration], *, now: datetime) -> int:
    if event.contact is None or event.end_at is None:
        return 0
    return notice_letters.late_cancellations(
        event, to=event.contact, cancelled=cancelled, expires_at=event.end_at, now=now
    )


def _late(*, now: datetime) -> list[Registration]:
    """Late cancellations that have not been told, event by event, in the order in which they came."""
    rows = (
        Registration.objects.filter(
            status=Status.CANCELLED,
            status_before_cancelling=Status.CONFIRMED,
            event__live=True,
            event__start_at__lte=now + LATE,
            event__end_at__gt=now,
            event__contact__isnull=False,
        )
        .exclude(event__status=EventPage.Status.CANCELLED)
        .exclude(event__contact__email="")
        .select_related("event__contact")
        .order_by("event_id", "cancelled_at", "pk")
    )
    late = [row for row in rows if _is_late(row)]
    told = _told_turns({row.event_id for row in late})
    return [row for row in late if f"{row.pk}:{row.turn}" not in told]


def _is_late(registration: Registration) -> bool:
    start_at, cancelled_at = registration.event.start_at, registration.cancelled_at
    return start_at is not None and cancelled_at is not None and cancelled_at > start_at - LATE


def _told_turns(event_ids: set[int]) -> set[str]:
    if not event_ids:
        return set()
    written = OutboxMessage.objects.filter(kind=notices.URGENT, event__in=event_ids)
    return {turn for details in written.values_list("details", flat=True) for turn in details["cancelled"]}


def _evening_of(day: date) -> datetime:
    return datetime.combine(day, quiet_hours.FROM, tzinfo=STOCKHOLM)
