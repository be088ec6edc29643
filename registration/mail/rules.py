"""What the reminder rules of an event have to do with a letter: which one it comes from, and which ones came
too early for its recipient (docs/rules.md R 3.3).

The rule is looked up when the letter is written, so that a sentence that is corrected while the mail is
stopped goes out corrected.
"""

from datetime import datetime

from django.db.models import prefetch_related_objects

from events.models import EventPage, ReminderRule
from registration.models import OutboxMessage, Registration

Status = Registration.Status
REMINDER, REMINDER_WAITING, AFTER_EVENT = "reminder", "reminder_waiting", "after_event"
BY_RULE = (REMINDER, REMINDER_WAITING, AFTER_EVENT)
# To who has just got a seat: what reminders whose time has passed would have said is said at once.
WELCOMES = {"confirmed", "promoted", "approved", "took_over", "attendance_changed"}
# The same for who waits, as far as there is anything to say to them.
FIRST_LETTERS = WELCOMES | {"waitlisted", "requested"}


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
    """The reminders that went to others before this person stood as they do, the earliest first."""
    registration = message.its_registration
    event = registration.event
    since = _since(message)
    if since is None or event.start_at is None:
        return []
    found = [
        (rule.due_at(event.start_at, event.end_at), rule)
        for rule in _rules(event)
        if rule.is_reminder
        and rule.is_for(
            status=registration.status, role=registration.role, attendance=registration.attendance
        )
    ]
    passed = [entry for entry in found if entry[0] <= since]
    return [rule for _due_at, rule in sorted(passed, key=lambda entry: entry[0])]


def says_the_way(message: OutboxMessage) -> bool:
    """Whether what a reminder says of the place stands in this letter."""
    return message.kind == REMINDER or (message.kind in WELCOMES and bool(missed(message)))


def sentences(message: OutboxMessage) -> list[str]:
    """What the editor wants to have said in it, each thing once; plain text, never a template."""
    rule = rule_of(message)
    rules = [rule] if rule is not None else missed(message)
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
