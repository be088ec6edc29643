"""Anybody's letter is found on the time line, also beyond those that are listed."""

import pytest

from registration.domain import mailings, reminders, timeline, timeline_letters
from registration.domain.mailings import Words
from registration.domain.timeline_entries import Stage
from registration.models import Segment
from tests.factories import DEFAULT_REMINDERS, NOW, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return EventFactory(reminders=DEFAULT_REMINDERS)


@pytest.fixture
def many(event, monkeypatch):
    """Five people, of whom two are listed; Olof is the last."""
    monkeypatch.setattr(timeline, "MOST_LETTERS", 2)
    monkeypatch.setattr(timeline_letters, "MOST_LETTERS", 2)
    RegistrationFactory.create_batch(4, event=event, confirmed_at=NOW, created_at=NOW)
    return RegistrationFactory(
        event=event, first_name="Olof", last_name="Öberg", confirmed_at=NOW, created_at=NOW
    )


def found(event, *, stage, kind, search, now=NOW):
    line = timeline.of(timeline.load(event.pk), now=now)
    entry = next(one for one in line.entries() if (one.stage, one.kind) == (stage, kind))
    rows = timeline_letters.letters_of(entry, timeline.load(event.pk), now=now, search=search)
    return [row.registration_id for row in rows]


def test_of_a_planned_reminder(event, many):
    planned = {"stage": Stage.PLANNED, "kind": "reminder"}

    assert many.pk not in found(event, search="", **planned)
    assert found(event, search="olof öberg", **planned) == [many.pk]
    assert found(event, search="nobody", **planned) == []


def test_of_letters_that_wait(event, many):
    week_before = timeline.of(timeline.load(event.pk), now=NOW).future[0].at
    reminders.enqueue_due(week_before)
    waiting = {"stage": Stage.WAITING, "kind": "reminder", "now": week_before}

    assert many.pk not in found(event, search="", **waiting)
    assert found(event, search="öberg", **waiting) == [many.pk]


def test_of_a_planned_mailing(event, many, stina):
    words = Words("Parkering", "Ta tåget.")
    mailing = mailings.create(words, events=[event], segment=Segment(), attachments=[], by=stina, now=NOW)
    mailings.send(mailing.pk, by=stina, at=NOW.replace(hour=15), now=NOW)
    planned = {"stage": Stage.PLANNED, "kind": "mailing"}

    assert many.pk not in found(event, search="", **planned)
    assert found(event, search="olof", **planned) == [many.pk]
