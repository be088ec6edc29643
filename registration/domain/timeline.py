"""Every letter of one event on one time line: what has gone, what waits, what the clock will send.

Nothing of what is to come is kept anywhere: it is asked of the very functions that will queue it, so what is
foretold is what comes, as things stand now. Letters that people cause themselves, such as a confirmation,
cannot be foretold; they are here as soon as they are written. Nor is the morning letter to process leaders,
which is about all their events.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DateTimeField, Min, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, TruncDate

from events.models import EventPage, ReminderRule
from registration.domain import (
    change_notices,
    mail_holds,
    mailing_recipients,
    people_search,
    reminders,
    requests,
    seat_forecast,
    window,
)
from registration.domain.seat_forecast import Cause
from registration.domain.timeline_entries import Entry, Stage, Timeline
from registration.mail import kinds, mailing_letters, quiet_hours, rules
from registration.models import ChangeNotice, MailHold, Mailing, OutboxMessage, Registration
from registration.models.registration import RegistrationQuerySet

STOCKHOLM = ZoneInfo("Europe/Stockholm")
State = OutboxMessage.State
TROUBLE = (State.FAILED, State.NEEDS_ATTENTION)
# What is shown of one entry, for as many as anybody will look through.
MOST_LETTERS = 500


def load(event_id: int) -> EventPage | None:
    """The event with all that its letters say."""
    found = EventPage.objects.with_details().prefetch_related(
        "reminder_rules", "quotas", "documents", "takeaways"
    )
    return found.filter(pk=event_id).first()


def of(event: EventPage, *, now: datetime) -> Timeline:
    """As many queries for many registrations as for one."""
    window.load([event])
    holds = list(MailHold.objects.in_force().filter(event=event))
    by_key = {rule.key: rule for rule in event.reminder_rules.all()}
    past = [_with_rule(entry, by_key) for entry in _gone(event)]
    future = [*_waiting(event, now=now), *_due(event, now=now), *_planned(event, now=now)]
    future += [*_foreseen(event, now=now), *_mailings(event, now=now)]
    return Timeline(
        past=sorted(past, key=_when),
        undecided=[*_changes(event), *_requests(event, now=now)],
        future=[_with_hold(_with_rule(entry, by_key), holds) for entry in sorted(future, key=_when)],
        holds=holds,
    )


# --- What has been written ------------------------------------------------------------------------


def letters_about(event: EventPage) -> Any:
    """Letters about the event; what staff send to themselves to look at it is none."""
    rows = OutboxMessage.objects.filter(Q(registration__event=event) | Q(event=event))
    return rows.exclude(kind=kinds.MAILING_TEST)


def with_moment(rows: Any) -> Any:
    """The Swedish day on which a letter went, or would have gone."""
    moment = Coalesce("sent_at", "due_at", output_field=DateTimeField())
    return rows.annotate(moment=moment, day=TruncDate(moment, tzinfo=STOCKHOLM), rule=KT("details__rule"))


def _gone(event: EventPage) -> Iterator[Entry]:
    ended = with_moment(letters_about(event).exclude(state__in=OutboxMessage.UNFINISHED))
    groups = (
        ended.order_by()
        .values("kind", "rule", "mailing_id", "day")
        .annotate(
            sent=Count("pk", filter=Q(state=State.SENT)),
            failed=Count("pk", filter=Q(state__in=TROUBLE)),
            dropped=Count("pk", filter=Q(state=State.DROPPED)),
            first=Min("moment"),
        )
    )
    for group in groups:
        yield Entry(
            stage=Stage.GONE,
            kind=group["kind"],
            rule_key=group["rule"] or "",
            mailing_id=group["mailing_id"],
            at=group["first"],
            day=group["day"],
            count=group["sent"],
            failed=group["failed"],
            dropped=group["dropped"],
        )


def _waiting(event: EventPage, *, now: datetime) -> Iterator[Entry]:
    groups = (
        letters_about(event)
        .unfinished()
        .annotate(rule=KT("details__rule"))
        .order_by()
        .values("kind", "rule", "mailing_id")
        .annotate(count=Count("pk"), first=Min("due_at"))
    )
    for group in groups:
        yield Entry(
            stage=Stage.WAITING,
            kind=group["kind"],
            rule_key=group["rule"] or "",
            mailing_id=group["mailing_id"],
            at=max(group["first"], now),
            count=group["count"],
        )


# --- What the clock will do -----------------------------------------------------------------------


def _due(event: EventPage, *, now: datetime) -> Iterator[Entry]:
    """What beat will queue within the minute, or would if staff did not hold it."""
    if not event.live or event.is_cancelled:
        return
    for due in reminders.due_now(event, now=now, holds={}):
        count = reminders.count_untold(due.people.reached(), rule=due.rule, event=event)
        waits = reminders.waits_for_morning(due, event=event, now=now)
        if count:
            at = quiet_hours.morning_after(now) if waits else now
            yield _of_rule(due.rule, at=at, count=count, is_overdue=True)


def _planned(event: EventPage, *, now: datetime) -> Iterator[Entry]:
    if not event.live:
        return
    for planned in reminders.planned(event, now):
        people = reminders.recipients(planned.rule, event).reached()
        yield _of_rule(
            planned.rule,
            at=None if planned.awaits_documentation and planned.due_at <= now else planned.due_at,
            count=reminders.count_untold(people, rule=planned.rule, event=event),
            awaits_documentation=planned.awaits_documentation,
        )


def _of_rule(
    rule: ReminderRule,
    *,
    at: datetime | None,
    count: int,
    awaits_documentation: bool = False,
    is_overdue: bool = False,
) -> Entry:
    return Entry(
        stage=Stage.PLANNED,
        kind=rules.kind_of(rule),
        rule_key=rule.key,
        rule=rule,
        at=at,
        count=count,
        awaits_documentation=awaits_documentation,
        is_overdue=is_overdue,
    )


def at_hand(person: Registration, event: EventPage) -> Registration:
    person.event = event
    return person


def _foreseen(event: EventPage, *, now: datetime) -> Iterator[Entry]:
    def together(one: seat_forecast.Foreseen) -> tuple[datetime, str, str]:
        return one.letter.due_at, one.letter.kind, one.cause

    found = sorted(seat_forecast.of(event, now=now), key=together)
    for (at, kind, cause), group in groupby(found, key=together):
        rows = tuple(one.letter for one in group)
        yield Entry(
            stage=Stage.FORESEEN, kind=kind, cause=Cause(cause), at=at, count=len(rows), foreseen=rows
        )


def _mailings(event: EventPage, *, now: datetime) -> Iterator[Entry]:
    """What staff have written and planned, and of it what has not been written to the outbox yet."""
    for mailing in event.mailings.under_way().filter(planned_at__isnull=False).order_by("planned_at", "pk"):
        people = not_written_to(mailing, event)
        rows = unwritten(mailing, people, event, now=now)
        if rows:
            yield Entry(
                stage=Stage.PLANNED,
                kind=kinds.MAILING,
                at=max(mailing.planned_at or now, now),
                count=people.count(),
                mailing_id=mailing.pk,
                foreseen=tuple(rows),
            )


def not_written_to(mailing: Mailing, event: EventPage, *, search: str = "") -> RegistrationQuerySet:
    ids = [one.registration_id for one in mailing_recipients.missing(mailing)]
    return people_search.narrowed(Registration.objects.filter(pk__in=ids, event=event), search)


def unwritten(
    mailing: Mailing, people: RegistrationQuerySet, event: EventPage, *, now: datetime
) -> list[OutboxMessage]:
    count = mailing.events.count()
    return [
        mailing_letters.row(mailing, at_hand(person, event), events=count, now=now)
        for person in people.order_by("pk")[:MOST_LETTERS]
    ]


# --- What staff have to press ---------------------------------------------------------------------


def _changes(event: EventPage) -> Iterator[Entry]:
    for notice in ChangeNotice.objects.undecided().filter(event=event):
        kind = kinds.EVENT_CANCELLED if event.is_cancelled else kinds.CHANGED
        count = len(change_notices.concerned(notice))
        yield Entry(stage=Stage.UNDECIDED, kind=kind, at=None, count=count, notice_id=notice.pk)


def _requests(event: EventPage, *, now: datetime) -> Iterator[Entry]:
    if event.is_cancelled or event.has_begun(now):
        return
    asked = requests.queue(event, now=now)
    first = min((one.due_at for one in asked if one.due_at is not None), default=None)
    if asked:
        yield Entry(stage=Stage.UNDECIDED, kind="approved", at=first, count=len(asked))


# --- Putting together -----------------------------------------------------------------------------


def _with_rule(entry: Entry, by_key: dict[str, ReminderRule]) -> Entry:
    return replace(entry, rule=by_key.get(entry.rule_key)) if entry.rule is None else entry


def _with_hold(entry: Entry, holds: Iterable[MailHold]) -> Entry:
    if not entry.what:
        return entry
    held_as = {entry.what, MailHold.ALL, mail_holds.of_kind(entry.kind)}
    return replace(entry, hold=next((hold for hold in holds if hold.what in held_as), None))


def _when(entry: Entry) -> tuple[bool, float, str]:
    """By time; what has none stands last."""
    return entry.at is None, entry.at.timestamp() if entry.at else 0.0, entry.name
