"""The letters about a change: one each, with the newest facts, and what other letters tell meanwhile."""

from dataclasses import replace

import pytest

from registration.domain import cancellation, change_notices, reminders
from registration.domain.errors import NothingToDecide
from registration.mail import compose, letters, recording, sending
from registration.models import ChangeNotice, OutboxMessage
from tests import ics
from tests.factories import EventFactory, VenueFactory
from tests.registration.domain.conftest import HOUR, WEEK, body, stream, undecided

pytestmark = pytest.mark.django_db

State = ChangeNotice.State


# --- Sending --------------------------------------------------------------------------------------


def test_one_press_writes_once_to_everybody_with_the_new_calendar(
    event, olof, petra, told, change, stina, send_mail, now
):
    told(olof, event)
    told(petra, event)
    change(event, start_at=event.start_at + WEEK)

    assert change_notices.send(undecided(event).pk, by=stina, now=now) == 2

    sent = send_mail()
    assert sorted(letter.to[0] for letter in sent) == [olof.address, petra.address]
    assert [letter.subject for letter in sent] == [f"Ny tid eller lokal: {event.title}"] * 2
    assert "torsdag 11 mars 2027 kl. 8.30–10.00" in body(sent[0])
    assert "torsdag 4 mars 2027 kl. 8.30–10.00" in body(sent[0])
    assert ics.values(stream(sent[0]), "DTSTART") == ["20270311T083000"]
    assert ics.values(stream(sent[0]), "SEQUENCE") == ["1"]
    change_notices.settle_all(now=now)
    assert undecided(event) is None
    assert send_mail() == []


def test_moved_twice_before_sending_is_one_letter_from_first_to_newest(
    event, olof, told, change, stina, send_mail, now
):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    change(event, start_at=event.start_at + 2 * WEEK)

    change_notices.send(undecided(event).pk, by=stina, now=now)

    [letter] = send_mail()
    assert "torsdag 4 mars 2027" in body(letter)
    assert "torsdag 18 mars 2027" in body(letter)
    assert "11 mars" not in body(letter)


def test_moved_again_while_the_letters_wait_they_tell_the_newest(
    event, olof, told, change, stina, send_mail, now
):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    change_notices.send(undecided(event).pk, by=stina, now=now)

    change(event, start_at=event.start_at + 2 * WEEK)

    assert undecided(event) is None
    [letter] = send_mail()
    assert "torsdag 18 mars 2027" in body(letter)
    change_notices.settle_all(now=now)
    assert undecided(event) is None


def test_moved_back_while_the_letters_wait_nobody_is_written_to(
    event, olof, told, change, stina, send_mail, now
):
    told(olof, event)
    start_at = event.start_at
    change(event, start_at=start_at + WEEK)
    change_notices.send(undecided(event).pk, by=stina, now=now)

    change(event, start_at=start_at)

    assert send_mail() == []
    assert OutboxMessage.objects.get(kind="changed").reason == "nothing_left"


def test_staff_add_their_own_words_in_both_languages(event, olof, petra, told, change, stina, send_mail, now):
    told(olof, event)
    english = told(petra, event)
    english.language = "en"
    english.save(update_fields=["language"])
    change(event, start_at=event.start_at + WEEK)

    change_notices.send(
        undecided(event).pk,
        by=stina,
        now=now,
        sentence="Lokalen var dubbelbokad.",
        sentence_en="The room was taken.",
    )

    bodies = {letter.to[0]: body(letter) for letter in send_mail()}
    assert "Lokalen var dubbelbokad." in bodies[olof.address]
    assert "The room was taken." in bodies[petra.address]
    assert "Thursday 11 March 2027" in bodies[petra.address]


def test_who_waits_in_line_is_told_without_a_calendar(olof, petra, told, change, stina, send_mail, now):
    event = EventFactory(capacity=1)
    told(olof, event)
    told(petra, event)
    change(event, start_at=event.start_at + WEEK)

    change_notices.send(undecided(event).pk, by=stina, now=now)

    parts = {letter.to[0]: letter.attachments for letter in send_mail()}
    assert len(parts[olof.address]) == 1
    assert parts[petra.address] == []
    change_notices.settle_all(now=now)
    assert undecided(event) is None


def test_pressing_twice_writes_once(event, olof, told, change, stina, send_mail, now):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    notice = undecided(event)
    change_notices.send(notice.pk, by=stina, now=now)

    with pytest.raises(NothingToDecide):
        change_notices.send(notice.pk, by=stina, now=now)

    assert len(send_mail()) == 1


def test_refused_letter_does_not_open_the_notice_again(event, olof, told, change, stina, now):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    change_notices.send(undecided(event).pk, by=stina, now=now)
    OutboxMessage.objects.filter(kind="changed").update(state=OutboxMessage.State.FAILED)

    change_notices.settle_all(now=now)

    assert undecided(event) is None


def test_letter_that_is_leaving_with_the_old_time_is_followed_by_the_new_one(
    event, olof, petra, told, sign_up, change, stina, send_mail, now
):
    told(olof, event)
    sign_up(petra, event)
    leaving = sending.claim(OutboxMessage.objects.get(address=petra.address).pk, now=now)
    written = compose.compose(leaving, now=now, token="x")
    change(event, start_at=event.start_at + WEEK)
    change_notices.send(undecided(event).pk, by=stina, now=now)
    recording.sent(leaving, written, now=now)

    assert sorted(letter.to[0] for letter in send_mail()) == [olof.address, petra.address]


# --- Letters that go out meanwhile ----------------------------------------------------------------


def test_reminder_in_between_tells_it_and_settles_it_for_that_person(olof, told, change, send_mail, now):
    event = EventFactory(reminders=[{"minutes_before": 60}])
    told(olof, event)
    moved_to = event.start_at + 4 * HOUR
    change(event, start_at=moved_to)
    at = moved_to - HOUR

    reminders.enqueue_due(at)
    [letter] = send_mail(at=at)
    change_notices.settle_all(now=at)

    assert letter.subject == f"I dag: {event.title} kl. 12.30"
    assert "kl. 12.30–14.00" in body(letter).split("Tidigare:")[0]
    assert "kl. 8.30–10.00" in body(letter)
    assert ChangeNotice.objects.get().state == State.CLOSED


def test_who_registers_afterwards_is_not_concerned(event, olof, bo, told, change, stina, send_mail, now):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    told(bo, event)

    change_notices.send(undecided(event).pk, by=stina, now=now)

    assert [letter.to for letter in send_mail()] == [[olof.address]]


def test_who_left_is_not_written_to_and_comes_back_without_old_news(
    event, olof, told, change, sign_up, send_mail, now
):
    registration = told(olof, event)
    cancellation.cancel(registration.pk, now=now)
    send_mail()

    change(event, start_at=event.start_at + WEEK)
    assert undecided(event) is None
    sign_up(olof, event)
    [letter] = send_mail()

    assert "Tidigare:" not in body(letter)
    assert undecided(event) is None


def test_new_link_tells_it_but_does_not_settle_it_without_a_calendar(
    event, olof, told, change, send_mail, now
):
    registration = told(olof, event)
    change(event, start_at=event.start_at + WEEK)

    letters.new_link(registration, now=now)
    [letter] = send_mail()
    change_notices.settle_all(now=now)

    assert "Tidigare:" in body(letter)
    assert undecided(event) is not None


def test_when_it_is_over_no_letter_tells_of_it_any_more(event, olof, told, change, stina, send_mail, now):
    registration = told(olof, event)
    change(event, start_at=event.start_at + HOUR)
    change_notices.dismiss(undecided(event).pk, by=stina, reason="Alla vet", now=now)
    after = event.start_at + WEEK

    letters.new_link(registration, now=after)
    [letter] = send_mail(at=after)

    assert "Tidigare:" not in letter.body


# --- Online ---------------------------------------------------------------------------------------


def test_new_meeting_link_concerns_only_who_takes_part_online(
    olof, petra, told, change, stina, send_mail, now
):
    event = EventFactory(format="hybrid", online_link="https://meet.example/old")
    told(replace(olof, attendance="online"), event)
    told(petra, event)

    change(event, online_link="https://meet.example/new")
    notice = undecided(event)
    change_notices.send(notice.pk, by=stina, now=now)

    assert "meet.example" not in str([notice.before, notice.after])
    [letter] = send_mail()
    assert letter.to == [olof.address]
    assert letter.subject == f"Ny möteslänk: {event.title}"
    assert "https://meet.example/new" in body(letter)


def test_new_room_does_not_concern_who_takes_part_online(olof, petra, told, change, stina, send_mail, now):
    event = EventFactory(format="hybrid", online_link="https://meet.example/room")
    told(replace(olof, attendance="online"), event)
    told(petra, event)

    change(event, venue=VenueFactory(name="Kalkgården", address="Kalkgränd 3"))
    change_notices.send(undecided(event).pk, by=stina, now=now)

    assert [letter.to for letter in send_mail()] == [[petra.address]]
