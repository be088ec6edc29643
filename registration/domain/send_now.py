"""Sending letters of an event before their time, because staff press.

A reminder that goes now has the key that the clock would give it, so that nobody gets it twice; who registers
later gets it at its time.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import EventPage, ReminderRule
from home.models import User
from registration.domain import mail_holds, reminders, window
from registration.domain.errors import NothingToDecide
from registration.mail import letters, nudges, rules
from registration.models import MailHold, OutboxMessage

State = OutboxMessage.State


def reminder(event_id: int, rule_key: str, *, by: User, now: datetime) -> int:
    """Queue the letter of a rule to all who are in its segment now and have not had it; returns how many."""
    event = EventPage.objects.with_details().get(pk=event_id)
    rule = event.reminder_rules.filter(key=rule_key).first()
    if rule is None:
        raise NothingToDecide(_("The event has no such letter any more."))
    _refuse_out_of_time(event, rule, now=now)
    if mail_holds.holds_rule(mail_holds.in_force([event_id]), rule, kind=rules.kind_of(rule)):
        raise _it_is_held()
    people = reminders.untold(reminders.recipients(rule, event), rule=rule, event=event)
    if not people:
        raise NothingToDecide(_("Everybody it is for has had it already."))
    for person in people:
        person.event = event
    with transaction.atomic():
        count = letters.reminders(people, rule=rule, start_at=reminders.start_in_utc(event), now=now)
        window.write_down(event, mail_holds.SENT_NOW, by=by, what=mail_holds.of_rule(rule))
    return count


def waiting(event_id: int, kind: str, rule_key: str, *, by: User, now: datetime) -> int:
    """Let letters that wait for a later time, such as another try, go now; returns how many."""
    event = EventPage.objects.get(pk=event_id)
    later = OutboxMessage.objects.filter(
        registration__event=event, kind=kind, state=State.WAITING, due_at__gt=now
    )
    if rule_key:
        later = later.filter(details__rule=rule_key)
    if later.held().exists():
        raise _it_is_held()
    ids = list(later.values_list("pk", flat=True))
    with transaction.atomic():
        # Asked again: a sender may have taken one meanwhile.
        count = OutboxMessage.objects.filter(pk__in=ids, state=State.WAITING).update(due_at=now)
        if not count:
            raise NothingToDecide(_("They are leaving already."))
        what = f"{MailHold.RULE}{rule_key}" if rule_key else mail_holds.of_kind(kind)
        window.write_down(event, mail_holds.SENT_NOW, by=by, what=what)
        transaction.on_commit(nudges.give, robust=True)
    return count


def _refuse_out_of_time(event: EventPage, rule: ReminderRule, *, now: datetime) -> None:
    if not event.live or event.is_cancelled or event.start_at is None:
        raise NothingToDecide(_("The event is cancelled, not published or has no date."))
    if rule.is_reminder and event.has_begun(now):
        raise NothingToDecide(_("It has already begun or is over."))
    if not rule.is_reminder and not event.is_over(now):
        raise NothingToDecide(_("Thanks go when the event is over."))


def _it_is_held() -> NothingToDecide:
    return NothingToDecide(_("The letters are held. Let them go first."))
