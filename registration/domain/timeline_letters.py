"""The letters of one entry of the time line, one by one, with their people (domain/timeline.py)."""

from datetime import datetime

from events.models import EventPage
from registration.domain import people_search, reminders, timeline
from registration.domain.timeline import MOST_LETTERS
from registration.domain.timeline_entries import Entry, Stage
from registration.mail import letters
from registration.models import Mailing, OutboxMessage, Registration


def letters_of(entry: Entry, event: EventPage, *, now: datetime, search: str = "") -> list[OutboxMessage]:
    """Its letters one by one, with their people: rows of the outbox, or unsaved ones as they would be
    written; the first few hundred of those whose people are found by `search`."""
    if entry.stage in (Stage.GONE, Stage.WAITING):
        found = timeline.letters_about(event).filter(kind=entry.kind).select_related("registration", "person")
        if entry.rule_key:
            found = found.filter(details__rule=entry.rule_key)
        if entry.mailing_id:
            found = found.filter(mailing=entry.mailing_id).select_related("mailing", "registration", "person")
        if entry.stage == Stage.WAITING:
            found = found.unfinished()
        else:
            ended = found.exclude(state__in=OutboxMessage.UNFINISHED)
            found = timeline.with_moment(ended).filter(day=entry.day)
        rows = list(people_search.narrowed(found, search, of="registration__").order_by("pk")[:MOST_LETTERS])
        for row in rows:
            if row.registration is not None:
                row.registration.event = event
        return rows
    if entry.foreseen:
        rows = list(entry.foreseen)
        if search and entry.mailing_id:
            mailing = Mailing.objects.get(pk=entry.mailing_id)
            people = timeline.not_written_to(mailing, event, search=search)
            rows = timeline.unwritten(mailing, people, event, now=now)
        return [row for row in rows if people_search.fits(row.its_registration, search)][:MOST_LETTERS]
    if entry.rule is None or entry.stage == Stage.UNDECIDED:
        return []
    return [
        _planned_row(person, entry, event, now=now)
        for person in _people(entry, event, now=now, search=search)[:MOST_LETTERS]
    ]


def _people(entry: Entry, event: EventPage, *, now: datetime, search: str) -> list[Registration]:
    """Who would get a planned letter if it went at its time, as they stand now."""
    if entry.rule is None:
        return []
    people = reminders.recipients(entry.rule, event)
    if entry.is_overdue:
        due = {one.rule.key: one.people for one in reminders.due_now(event, now=now, holds={})}
        people = due.get(entry.rule_key, people.none())
    found = people_search.narrowed(people.reached(), search)
    return reminders.untold(found, rule=entry.rule, event=event)


def _planned_row(person: Registration, entry: Entry, event: EventPage, *, now: datetime) -> OutboxMessage:
    if entry.rule is None:
        raise TypeError(f"{entry.name} is of no rule")
    person = timeline.at_hand(person, event)
    return letters.reminder_row(
        person, rule=entry.rule, start_at=reminders.start_in_utc(event), now=entry.at or now
    )
