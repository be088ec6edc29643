"""The letters about a change: one each, with the newest facts, and what other letters tell meanwhile."""

from dataclasses import replace
from datetime import time, timedelta

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


# --- Reminders that a move has put into the past --------------------------------------------------

THREE_DAYS_BEFORE = {"days_before": 3, "clock_time": time(9), "sentence": "Ta med skyddsskor."}
DAY = timedelta(days=1)


def test_event_moved_near_tells_with_the_change_what_the_reminder_would_have_said(
    olof, told, change, stina, send_mail, now
):
    event = EventFactory(reminders=[THREE_DAYS_BEFORE])
    told(olof, event)
    change(event, start_at=now + 2 * DAY)
    change_notices.send(undecided(event).pk, by=stina, sentence="Vi flyttar.", sentence_en="", now=now)

    assert reminders.enqueue_due(now) == 0
    [letter] = send_mail()

    assert "Vi flyttar.\n\nTa med skyddsskor." in letter.body
    assert "Ta med skyddsskor." in letter.alternatives[0].content


def test_who_gets_the_reminder_after_all_does_not_read_it_twice(olof, sign_up, change, stina, send_mail, now):
    event = EventFactory(reminders=[THREE_DAYS_BEFORE])
    sign_up(olof, event)
    send_mail()
    at = now + 10 * DAY
    change(event, start_at=at + 2 * DAY, at=at)
    change_notices.send(undecided(event).pk, by=stina, now=at)

    assert reminders.enqueue_due(at) == 1
    sent = send_mail(at=at) + send_mail(at=at)

    assert [letter.body.count("Ta med skyddsskor.") for letter in sent] == [0, 1]


def test_what_a_reminder_has_said_is_not_said_again_when_the_event_moves_nearer(
    olof, sign_up, change, stina, send_mail
):
    event = EventFactory(reminders=[THREE_DAYS_BEFORE])
    came_at = event.start_at - 4 * DAY + 4 * HOUR
    sign_up(olof, event, at=came_at)
    send_mail(at=came_at)
    reminded_at = event.start_at - 3 * DAY + HOUR
    reminders.enqueue_due(reminded_at)
    [reminder] = send_mail(at=reminded_at)
    at = reminded_at + HOUR
    change(event, start_at=event.start_at - DAY, at=at)
    change_notices.send(undecided(event).pk, by=stina, now=at)

    [letter] = send_mail(at=at)

    assert "Ta med skyddsskor." in reminder.body
    assert "Ta med skyddsskor." not in letter.body


def test_who_waits_in_line_reads_it_with_the_change_too(olof, petra, told, change, stina, send_mail, now):
    in_line = THREE_DAYS_BEFORE | {"standing": "waitlisted", "sentence": "Håll telefonen nära."}
    event = EventFactory(capacity=1, reminders=[in_line])
    told(olof, event)
    told(petra, event)
    change(event, start_at=now + 2 * DAY)
    change_notices.send(undecided(event).pk, by=stina, now=now)

    bodies = {letter.to[0]: letter.body for letter in send_mail()}

    assert "Håll telefonen nära." in bodies[petra.address]
    assert "Håll telefonen nära." not in bodies[olof.address]


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


def test_letter_about_a_cancelled_event_no_longer_shows_the_meeting(
    olof, told, change, stina, send_mail, now
):
    event = EventFactory(format="hybrid", online_link="https://meet.example/room")
    told(replace(olof, attendance="online"), event)

    change(event, status="cancelled")
    change_notices.send(undecided(event).pk, by=stina, now=now)

    [letter] = send_mail()
    assert "meet.example" not in letter.body + letter.alternatives[0].content
    assert ics.values(stream(letter), "CONFERENCE") == []
    assert "METHOD:CANCEL" in ics.lines(stream(letter))
