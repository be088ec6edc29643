"""When people are reminded (docs/rules.md 4.10, R 3).

Times are computed from the event's start at every tick, from what is published: when an event moves, its
unsent reminders move with it; when it is cancelled, they end.
"""

from datetime import UTC, datetime, timedelta

from events.models import EventPage, ReminderRule
from registration.mail import letters
from registration.models import OutboxMessage

# A move of more than this makes a reminder that was sent count as unsent.
SMALL_MOVE = timedelta(hours=24)


def enqueue_due(now: datetime) -> int:
    """Queue every reminder whose time has come, in events that have not begun; returns how many."""
    events = (
        EventPage.objects.live()
        .filter(start_at__gt=now)
        .exclude(status=EventPage.Status.CANCELLED)
        .select_related("calendar_identity")
        .prefetch_related("reminder_rules")
    )
    return sum(_enqueue_for(event, now=now) for event in events)


def latest_due(event: EventPage, *, now: datetime) -> tuple[ReminderRule, datetime] | None:
    """The rule whose time came last, with that time; None before the first.

    After an outage only the latest overdue reminder is sent: nobody wants three at once.
    """
    if event.start_at is None:
        return None
    due = [(rule.due_at(event.start_at), rule.pk, rule) for rule in event.reminder_rules.all()]
    passed = [entry for entry in due if entry[0] <= now]
    if not passed:
        return None
    moment, _, rule = max(passed, key=lambda entry: entry[:2])
    return rule, moment


def _enqueue_for(event: EventPage, *, now: datetime) -> int:
    latest = latest_due(event, now=now)
    if latest is None or event.start_at is None:
        return 0
    rule, due_at = latest
    # Who came after the reminder's time was told in the confirmation what it would have said.
    people = {
        person.pk: person for person in event.registrations.confirmed().filter(confirmed_at__lte=due_at)
    }
    sent = letters.reminders_sent(people, rule=rule)
    unreminded = [
        person
        for pk, person in people.items()
        if pk not in sent or _counts_as_unsent(sent[pk], event=event, due_at=due_at)
    ]
    for person in unreminded:
        person.event = event
    return letters.reminders(unreminded, rule=rule, start_at=event.start_at.astimezone(UTC), now=now)


def _counts_as_unsent(earlier: OutboxMessage, *, event: EventPage, due_at: datetime) -> bool:
    """After a move of more than a day, if the rule's new time lay ahead when the event was moved.

    The time of the move is that of the last change in calendars: it is at most later.
    """
    told_start = datetime.fromisoformat(earlier.details["start_at"])
    moved_at = event.calendar_identity.changed_at or earlier.created_at
    if event.start_at is None or abs(event.start_at - told_start) <= SMALL_MOVE:
        return False
    return due_at > max(moved_at, earlier.created_at)
