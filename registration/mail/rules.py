"""What the reminder rules of an event have to do with a letter: which one it comes from, and which ones came
too early for its recipient (docs/rules.md R 3.3).

The rule is looked up when the letter is written, so that a sentence that is corrected while the mail is
stopped goes out corrected.
"""

from datetime import datetime

from django.db.models import prefetch_related_objects

from events.models import EventPage, ReminderRule
from registration.models import HistoryEntry, MailHold, OutboxMessage, Registration

Status = Registration.Status
REMINDER, REMINDER_WAITING, AFTER_EVENT = "reminder", "reminder_waiting", "after_event"
BY_RULE = (REMINDER, REMINDER_WAITING, AFTER_EVENT)
# To who has just got a seat: what reminders whose time has passed would have said is said at once.
WELCOMES = {"confirmed", "promoted", "approved", "took_over", "attendance_changed"}
# The same for who waits, as far as there is anything to say to them.
FIRST_LETTERS = WELCOMES | {"waitlisted", "requested"}
# These tell of a move, and with it what reminders would have said whose time it has put into the past.
AFTER_A_MOVE = {"changed", REMINDER, REMINDER_WAITING}
Action = HistoryEntry.Action
BEGINS_TO_WAIT = (Action.WAITLISTED, Action.REQUESTED, Action.APPROVED, Action.ADDED)


def kind_of(rule: ReminderRule) -> str:
    """The letter that a rule sends."""
    if not rule.is_reminder:
        return AFTER_EVENT
    return REMINDER if rule.standing == ReminderRule.Standing.CONFIRMED else REMINDER_WAITING


def rule_of(message: OutboxMessage) -> ReminderRule | None:
    """The rule that this letter comes from; None where it comes from none, or the rule is gone."""
    if message.kind not in BY_RULE:
        return None
    rules = _rules(message.its_registration.event)
    return next((rule for rule in rules if rule.key == message.details.get("rule")), None)


def is_taken_away(message: OutboxMessage) -> bool:
    """Whether an editor has published the event without the rule of this letter."""
    return message.kind in BY_RULE and "rule" in message.details and rule_of(message) is None


def missed(message: OutboxMessage) -> list[ReminderRule]:
    """The reminders with words of the editor that this person does not get, the earliest first: that went to
    others before they stood as they do, or whose time a move has put before that. What staff hold is not
    said."""
    found = _missed_by_a_move(message) if message.kind in AFTER_A_MOVE else _passed(message)
    with_words = [rule for rule in found if rule.sentence or rule.sentence_en]
    return _not_held(with_words, event=message.its_registration.event) if with_words else []


def _passed(message: OutboxMessage) -> list[ReminderRule]:
    """The reminders whose time had passed when this person came to stand as they do."""
    since = _since(message)
    return [] if since is None else [rule for due_at, rule in _for(message) if due_at <= since]


def _missed_by_a_move(message: OutboxMessage) -> list[ReminderRule]:
    """The reminders that still lay ahead when this person came, and by the new time had passed already:
    neither the first letter nor the clock has told what they say."""
    registration = message.its_registration
    told = registration.told_facts or {}
    if not told.get("starts_at"):
        return []
    start_at = datetime.fromisoformat(told["starts_at"])
    if start_at == registration.event.start_at:
        return []
    end_at = datetime.fromisoformat(told["ends_at"]) if told["ends_at"] else None
    found = []
    for due_at, rule in _for(message):
        came_at = _came_at(registration, rule)
        if due_at < came_at < rule.due_at(start_at, end_at):
            found.append(rule)
    if not found:
        return []
    had = OutboxMessage.objects.filter(
        registration=registration, kind__in=BY_RULE, details__rule__in=[rule.key for rule in found]
    ).exclude(state=OutboxMessage.State.DROPPED)
    keys = set(had.exclude(pk=message.pk).values_list("details__rule", flat=True))
    return [rule for rule in found if rule.key not in keys]


def _for(message: OutboxMessage) -> list[tuple[datetime, ReminderRule]]:
    """The reminders that are for who stands as this person does, with their times, the earliest first."""
    registration = message.its_registration
    event = registration.event
    if event.start_at is None:
        return []
    found = [
        (rule.due_at(event.start_at, event.end_at), rule)
        for rule in _rules(event)
        if rule.is_reminder
        and rule.is_for(
            status=registration.status, role=registration.role, attendance=registration.attendance
        )
    ]
    return sorted(found, key=lambda entry: entry[0])


def _came_at(registration: Registration, rule: ReminderRule) -> datetime:
    """From when on this rule was for this person, as the clock asks it (domain/reminders.py)."""
    if rule.standing != ReminderRule.Standing.CONFIRMED:
        began = registration.history.filter(action__in=BEGINS_TO_WAIT).order_by("at").last()
        return max(registration.created_at, began.at) if began else registration.created_at
    came_at = registration.confirmed_at or registration.created_at
    changed_over = registration.calendar_changed_at if rule.attendance else None
    return max(came_at, changed_over) if changed_over else came_at


def _not_held(found: list[ReminderRule], *, event: EventPage) -> list[ReminderRule]:
    """What staff hold may be wrong; in any other letter it would go out all the same."""
    held = set(MailHold.objects.in_force().filter(event=event).values_list("what", flat=True))
    return [
        rule
        for rule in found
        if held.isdisjoint({MailHold.ALL, f"{MailHold.RULE}{rule.key}", f"{MailHold.KIND}{kind_of(rule)}"})
    ]


def says_the_way(message: OutboxMessage) -> bool:
    """Whether what a reminder says of the place stands in this letter."""
    return message.kind == REMINDER or (message.kind in WELCOMES and bool(_passed(message)))


def sentences(message: OutboxMessage) -> list[str]:
    """What the editor wants to have said in it, each thing once; plain text, never a template."""
    rule = rule_of(message)
    rules = [*missed(message), *([rule] if rule is not None else [])]
    language = message.its_registration.language
    return list(dict.fromkeys(filter(None, (rule.sentence_in(language).strip() for rule in rules))))


def _since(message: OutboxMessage) -> datetime | None:
    """From when on this person could have been reminded; None in letters that do not welcome anybody."""
    if message.kind not in FIRST_LETTERS:
        return None
    # Who changes between room and online was told the way to the other one.
    if message.kind == "attendance_changed" or message.its_registration.status != Status.CONFIRMED:
        return message.created_at
    return message.its_registration.confirmed_at


def _rules(event: EventPage) -> list[ReminderRule]:
    # Does nothing where whoever writes many letters has read them already.
    prefetch_related_objects([event], "reminder_rules")
    return list(event.reminder_rules.all())
