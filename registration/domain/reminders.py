"""Who gets a letter by the clock, before and after an event, and when (docs/rules.md 4.10, R 3).

Times are computed at every tick from what is published: when an event moves, its unsent reminders move with
it; when it is cancelled, they end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.models import EventPage, ReminderRule
from registration.domain import mail_holds
from registration.domain.mail_holds import Holds
from registration.mail import letters, quiet_hours, rules
from registration.models import HistoryEntry, OutboxMessage, Registration
from registration.models.registration import RegistrationQuerySet

# A move of more than this makes a reminder that was sent count as unsent.
SMALL_MOVE = timedelta(hours=24)
# After an outage: thanks that come later than this are an apology.
THANKS_KEPT = timedelta(days=7)
# So long after its time a letter is exact no more.
LATE = timedelta(minutes=30)
# Documentation waits until there is something to read.
DOCUMENTATION_AWAITED = timedelta(days=30)
# The most that a rule can lie after an event, with a long holiday before the next working day.
LATEST_RULE = timedelta(days=70)


@dataclass(frozen=True)
class PlannedReminder:
    """A letter that will go. `due_at` may have passed where it `awaits_documentation`."""

    rule: ReminderRule
    due_at: datetime
    segment_words: str
    awaits_documentation: bool = False


@dataclass(frozen=True)
class Due:
    """A rule whose time has come, and whom it is for."""

    rule: ReminderRule
    due_at: datetime
    people: RegistrationQuerySet


def enqueue_due(now: datetime) -> int:
    """Queue every letter whose time has come, but for those that staff hold; returns how many."""
    holds = mail_holds.in_force()
    coming = _taking_place().filter(start_at__gt=now).prefetch_related("reminder_rules")
    over = (
        _taking_place()
        .filter(
            Exists(
                ReminderRule.objects.filter(event=OuterRef("pk")).exclude(
                    purpose=ReminderRule.Purpose.REMINDER
                )
            ),
            end_at__lte=now,
            end_at__gt=now - LATEST_RULE - DOCUMENTATION_AWAITED,
        )
        .prefetch_related("reminder_rules", "documents", "takeaways")
    )
    queued = 0
    for event in [*coming, *over]:
        for due in due_now(event, now=now, holds=holds):
            if waits_for_morning(due, event=event, now=now):
                continue
            queued += _enqueue(due.people, rule=due.rule, event=event, now=now)
    return queued


def waits_for_morning(due: Due, *, event: EventPage, now: datetime) -> bool:
    """A rule is exact, at night too; what is late waits until somebody is up (mail/quiet_hours.py)."""
    is_late = now - due.due_at > LATE and not quiet_hours.is_quiet(due.due_at)
    until = event.start_at if due.rule.is_reminder else None
    return is_late and quiet_hours.wait(now, useful_until=until)


def due_now(event: EventPage, *, now: datetime, holds: Holds) -> list[Due]:
    """The rules whose time has come, with those they are for, whether these have had the letter or not;
    without those that staff hold."""
    if event.start_at is None:
        return []
    if now < event.start_at:
        return _before(event, now=now, holds=holds)
    return _after(event, now=now, holds=holds)


def untold(people: QuerySet[Registration], *, rule: ReminderRule, event: EventPage) -> list[Registration]:
    """Those of them who have not had this letter, in the order in which they came."""
    if event.start_at is None:
        return []
    # Most ticks find nobody here, with one question to an index, however many have been reminded.
    missing = people.exclude(letters.has_had(rule, start_at=start_in_utc(event))).order_by("pk")
    found = {person.pk: person for person in missing}
    if not found:
        return []
    earlier = letters.reminders_sent(found, rule=rule)
    return [
        person
        for pk, person in found.items()
        if pk not in earlier or _counts_as_unsent(earlier[pk], event=event, rule=rule)
    ]


def count_untold(people: QuerySet[Registration], *, rule: ReminderRule, event: EventPage) -> int:
    """How many they are, without reading them where nobody has had this letter of another start."""
    if event.start_at is None:
        return 0
    missing = people.exclude(letters.has_had(rule, start_at=start_in_utc(event)))
    had = OutboxMessage.objects.filter(registration=OuterRef("pk"), details__rule=rule.key)
    if not missing.filter(Exists(had.exclude(state=OutboxMessage.State.DROPPED))).exists():
        return missing.count()
    return len(untold(people, rule=rule, event=event))


def start_in_utc(event: EventPage) -> datetime:
    """As the key of a reminder knows it."""
    if event.start_at is None:
        raise TypeError(f"event {event.pk} has no date")
    return event.start_at.astimezone(UTC)


def planned(event: EventPage, now: datetime) -> list[PlannedReminder]:
    """What will still go of this event, in order, as it is published now; what is due already is no plan but
    lies in the outbox within a minute."""
    if event.start_at is None or event.is_cancelled:
        return []
    found = []
    for rule, due_at in _in_order(event):
        if rule.is_reminder and not now < due_at < event.start_at:
            continue
        waits = _awaits_documentation(rule, event) and now < due_at + DOCUMENTATION_AWAITED
        if now < due_at or waits:
            found.append(PlannedReminder(rule, due_at, rule.segment_words, awaits_documentation=waits))
    return found


def recipients(rule: ReminderRule, event: EventPage) -> RegistrationQuerySet:
    """Who is in the rule's segment now, whether they have had the letter or not; what comes after the event
    is a mailing, which people can refuse."""
    found = event.registrations.filter(_segment(rule)).exclude(address="")
    return found if rule.is_reminder else found.taking_mailings()


def _taking_place() -> QuerySet[EventPage]:
    return (
        EventPage.objects.live()
        .exclude(status=EventPage.Status.CANCELLED)
        .select_related("calendar_identity")
    )


def _segment(rule: ReminderRule) -> Q:
    found = Q(status=rule.standing)
    if rule.roles:
        found &= Q(role__in=rule.roles)
    if rule.attendance:
        found &= Q(attendance=rule.attendance)
    return found


def _in_order(event: EventPage) -> list[tuple[ReminderRule, datetime]]:
    """The rules with their times, the earliest first."""
    if event.start_at is None:
        return []
    times = [(rule.due_at(event.start_at, event.end_at), rule.pk or 0, rule) for rule in _rules(event)]
    return [(rule, due_at) for due_at, _pk, rule in sorted(times, key=lambda entry: entry[:2])]


def _rules(event: EventPage) -> Iterable[ReminderRule]:
    return event.reminder_rules.all()


# --- Before the event -----------------------------------------------------------------------------


def _before(event: EventPage, *, now: datetime, holds: Holds) -> list[Due]:
    """After an outage each person gets the latest overdue reminder only: nobody wants three at once."""
    passed = [(rule, due_at) for rule, due_at in _in_order(event) if rule.is_reminder and due_at <= now]
    found, later = [], Q(pk__in=[])
    for rule, due_at in reversed(passed):
        if _is_held(rule, holds):
            continue
        stood = _stood_so(rule, due_at) | _was_not_told(rule, due_at)
        people = recipients(rule, event).filter(stood).exclude(later)
        found.append(Due(rule, due_at, people))
        later |= _segment(rule)
    return found


def _stood_so(rule: ReminderRule, due_at: datetime) -> Q:
    """Who came after the reminder's time was told in the first letter what it would have said."""
    if rule.standing != ReminderRule.Standing.CONFIRMED:
        came_later = HistoryEntry.objects.filter(
            registration=OuterRef("pk"), action__in=rules.BEGINS_TO_WAIT, at__gt=due_at
        )
        return Q(created_at__lte=due_at) & ~Q(Exists(came_later))
    stood = Q(confirmed_at__lte=due_at)
    if rule.attendance:
        # Who has changed over to this way of taking part since: the letter about it said so.
        stood &= Q(calendar_changed_at__isnull=True) | Q(calendar_changed_at__lte=due_at)
    return stood


def _was_not_told(rule: ReminderRule, due_at: datetime) -> Q:
    """Who came after its time and while staff held it: the first letter could not say what it says."""
    found = Q(pk__in=[])
    if not (rule.sentence or rule.sentence_en):
        return found
    for held_at, let_go_at in mail_holds.ended(rule, kind=rules.kind_of(rule), after=due_at):
        first = OutboxMessage.objects.filter(
            registration=OuterRef("pk"),
            kind__in=rules.FIRST_LETTERS,
            sent_at__gt=max(due_at, held_at),
            sent_at__lte=let_go_at,
        )
        found |= _stood_so(rule, let_go_at) & Q(Exists(first))
    return found


# --- After the event ------------------------------------------------------------------------------


def _after(event: EventPage, *, now: datetime, holds: Holds) -> list[Due]:
    return [
        Due(rule, due_at, recipients(rule, event))
        for rule, due_at in _in_order(event)
        if not rule.is_reminder
        and due_at <= now < due_at + _kept(rule)
        and not _awaits_documentation(rule, event)
        and not _is_held(rule, holds)
    ]


def _is_held(rule: ReminderRule, holds: Holds) -> bool:
    return mail_holds.holds_rule(holds, rule, kind=rules.kind_of(rule))


def _kept(rule: ReminderRule) -> timedelta:
    return DOCUMENTATION_AWAITED if _is_documentation(rule) else THANKS_KEPT


def _awaits_documentation(rule: ReminderRule, event: EventPage) -> bool:
    return _is_documentation(rule) and not event.has_outcome


def _is_documentation(rule: ReminderRule) -> bool:
    return rule.purpose == ReminderRule.Purpose.DOCUMENTATION


# --- Each letter once -----------------------------------------------------------------------------


def _enqueue(people: QuerySet[Registration], *, rule: ReminderRule, event: EventPage, now: datetime) -> int:
    chosen = untold(people, rule=rule, event=event)
    for person in chosen:
        person.event = event
    if not chosen:
        return 0
    return letters.reminders(chosen, rule=rule, start_at=start_in_utc(event), now=now)


def _counts_as_unsent(earlier: OutboxMessage, *, event: EventPage, rule: ReminderRule) -> bool:
    """After a move of more than a day, if the rule's new time lay ahead when the event was moved there.

    Once unsent it stays so: smaller moves after it take the reminder along, as any that is to come.
    """
    told_start = datetime.fromisoformat(earlier.details["start_at"])
    if event.start_at is None or abs(event.start_at - told_start) <= SMALL_MOVE:
        return False
    length = event.end_at - event.start_at if event.end_at else timedelta()
    return any(
        abs(start - told_start) > SMALL_MOVE and rule.due_at(start, start + length) > moved_at
        for moved_at, start in _moves_since(earlier, event=event)
    )


def _moves_since(earlier: OutboxMessage, *, event: EventPage) -> list[tuple[datetime, datetime]]:
    """When the event was moved after this reminder had been queued, and to which start."""
    identity = event.calendar_identity
    if identity.moves is None:
        # Moved before such moves were kept: the last change in calendars came then, or later.
        moves = [(identity.changed_at or earlier.created_at, event.start_at)]
    else:
        moves = [(datetime.fromisoformat(at), datetime.fromisoformat(start)) for at, start in identity.moves]
    # Moves are kept in whole seconds.
    return [
        (max(at, earlier.created_at), start)
        for at, start in moves
        if start is not None and at > earlier.created_at - timedelta(seconds=1)
    ]
