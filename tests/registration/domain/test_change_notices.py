"""Moving and cancelling an event that people have registered for, and what they are told of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import EventPage
from registration.domain import cancellation, change_notices, publication, reminders
from registration.domain.errors import NothingToDecide
from registration.mail import compose, letters, outbox
from registration.models import ChangeNotice, OutboxMessage
from tests import ics
from tests.factories import EventFactory, VenueFactory

pytestmark = pytest.mark.django_db

State = ChangeNotice.State
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


@pytest.fixture
def change(now):
    """`change(event, start_at=…)`: publish the event with these values, with everything that follows."""

    def publish(event, *, at=now, **values):
        if "start_at" in values:
            values.setdefault("end_at", values["start_at"] + timedelta(minutes=90))
        EventPage.objects.filter(pk=event.pk).update(last_published_at=at, **values)
        publication.handle(event.pk, now=at)

    return publish


@pytest.fixture
def told(sign_up, send_mail):
    """`told(olof, event)`: somebody with a seat who has had the confirmation."""

    def registered(person, event):
        registration = sign_up(person, event)
        send_mail()
        return registration

    return registered


def undecided(event):
    return ChangeNotice.objects.undecided().filter(event=event).first()


def body(message):
    """The text, with plain blanks where it holds a time together."""
    return message.body.replace("\u00a0", " ")


def subjects(messages):
    return [message.subject for message in messages]


def stream(message):
    return message.attachments[0].get_payload(decode=True)


# --- Opening and closing --------------------------------------------------------------------------


def test_moving_an_event_opens_a_notice_and_writes_to_nobody(event, olof, told, change, send_mail):
    told(olof, event)

    change(event, start_at=event.start_at + WEEK)

    notice = undecided(event)
    assert change_notices.concerned(notice)[0].first_name == "Olof"
    assert (notice.before["starts_at"], notice.after["starts_at"]) == (
        "2027-03-04T07:30:00Z",
        "2027-03-11T07:30:00Z",
    )
    assert send_mail() == []


def test_event_that_nobody_was_told_of_opens_none(event, change):
    change(event, start_at=event.start_at + WEEK)

    assert undecided(event) is None


def test_new_words_on_the_page_open_none(event, olof, told, change):
    told(olof, event)

    change(event, title="Bygga tätt", ingress="Nya ord.", status=EventPage.Status.RESCHEDULED)

    assert undecided(event) is None


def test_moving_back_closes_the_notice_and_nobody_is_written_to(event, olof, told, change, send_mail):
    told(olof, event)
    start_at = event.start_at
    change(event, start_at=start_at + WEEK)

    change(event, start_at=start_at)

    assert ChangeNotice.objects.get().state == State.CLOSED
    assert send_mail() == []


def test_publishing_again_opens_no_second_notice(event, olof, told, change):
    told(olof, event)

    change(event, start_at=event.start_at + WEEK)
    change(event, start_at=event.start_at + WEEK, capacity=30)

    assert ChangeNotice.objects.count() == 1


def test_new_address_of_the_venue_is_a_change(event, olof, told, now):
    told(olof, event)
    event.venue.address = "Kalkgränd 3"
    event.venue.save()
    # As saving it in the admin does, or a tick of the clock.
    publication.handle(event.pk, now=now)

    assert "Kalkgränd 3" in undecided(event).after["place"]


def test_tick_finds_what_no_publication_has_told(event, olof, told, change, now):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    ChangeNotice.objects.all().delete()

    change_notices.settle_all(now=now)

    assert undecided(event) is not None


def test_tick_takes_as_many_queries_for_many_events(
    event, olof, told, sign_up, send_mail, now, django_assert_num_queries
):
    told(olof, event)

    with django_assert_num_queries(4):
        change_notices.settle_all(now=now)
    told(olof, EventFactory())
    told(olof, EventFactory())
    with django_assert_num_queries(4):
        change_notices.settle_all(now=now)


def test_notice_of_an_event_that_is_over_closes_itself(event, olof, told, change, now):
    told(olof, event)
    change(event, start_at=event.start_at + DAY)

    change_notices.settle_all(now=event.start_at + 2 * DAY)

    assert ChangeNotice.objects.get().state == State.CLOSED


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
    assert subjects(sent) == [f"Ny tid eller lokal: {event.title}"] * 2
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
    leaving = outbox.claim(OutboxMessage.objects.get(address=petra.address).pk, now=now)
    written = compose.compose(leaving, now=now, token="x")
    change(event, start_at=event.start_at + WEEK)
    change_notices.send(undecided(event).pk, by=stina, now=now)
    outbox._record_sent(leaving, written, now=now)

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


# --- Dismissing and taking back -------------------------------------------------------------------


def test_dismissed_change_is_not_asked_about_again(event, olof, told, change, stina, send_mail, now):
    told(olof, event)
    change(event, start_at=event.start_at + HOUR)

    change_notices.dismiss(undecided(event).pk, by=stina, reason="Alla vet", now=now)
    change_notices.settle_all(now=now)

    assert undecided(event) is None
    assert send_mail() == []
    notice = ChangeNotice.objects.get()
    assert (notice.state, notice.decided_by_name, notice.reason) == ("dismissed", "Stina", "Alla vet")


def test_another_change_after_a_dismissed_one_is_asked_about(event, olof, told, change, stina, now):
    told(olof, event)
    start_at = event.start_at
    change(event, start_at=start_at + HOUR)
    change_notices.dismiss(undecided(event).pk, by=stina, reason="Alla vet", now=now)

    change(event, start_at=start_at + WEEK)

    assert undecided(event).before["starts_at"] == "2027-03-04T07:30:00Z"


def test_nothing_has_left_so_it_is_taken_back_with_the_words(
    event, olof, told, change, stina, send_mail, now
):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    notice = undecided(event)
    change_notices.send(notice.pk, by=stina, now=now, sentence="Fel ord", sentence_en="")

    change_notices.take_back(notice.pk, by=stina, now=now)

    assert send_mail() == []
    again = undecided(event)
    assert again.sentence == "Fel ord"
    change_notices.send(again.pk, by=stina, now=now)
    assert len(send_mail()) == 1


def test_letter_that_has_left_cannot_be_taken_back(event, olof, told, change, stina, send_mail, now):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    notice = undecided(event)
    change_notices.send(notice.pk, by=stina, now=now)
    send_mail()

    with pytest.raises(NothingToDecide):
        change_notices.take_back(notice.pk, by=stina, now=now)


# --- Cancelling -----------------------------------------------------------------------------------


def test_cancelled_event_is_told_and_taken_out_of_calendars(event, olof, told, change, stina, send_mail, now):
    told(olof, event)
    change(event, status=EventPage.Status.CANCELLED, status_note="Talaren är sjuk.")

    change_notices.send(undecided(event).pk, by=stina, now=now)

    [letter] = send_mail()
    assert letter.subject == f"Inställt: {event.title}, 4 mars"
    assert "Talaren är sjuk." in body(letter)
    assert "METHOD:CANCEL" in ics.lines(stream(letter))
    assert ics.values(stream(letter), "STATUS") == ["CANCELLED"]
    assert ics.values(stream(letter), "SEQUENCE") == ["1"]


def test_cancelled_after_a_move_nobody_knew_of_names_the_time_they_know(
    event, olof, told, change, stina, send_mail, now
):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    notice = undecided(event)
    change_notices.reword(notice.pk, sentence="Vi flyttar en vecka.", sentence_en="")
    change(event, status=EventPage.Status.CANCELLED)

    change_notices.send(notice.pk, by=stina, now=now)

    [letter] = send_mail()
    assert "Det vi skrev senast var torsdag 4 mars 2027 kl. 8.30–10.00." in body(letter)
    assert "Vi flyttar en vecka." not in body(letter)


def test_cancelled_and_held_after_all_comes_back_into_calendars(
    event, olof, told, change, stina, send_mail, now
):
    told(olof, event)
    change(event, status=EventPage.Status.CANCELLED)
    change_notices.send(undecided(event).pk, by=stina, now=now)
    send_mail()

    change(event, status=EventPage.Status.CONFIRMED)
    change_notices.send(undecided(event).pk, by=stina, now=now)

    [letter] = send_mail()
    assert "METHOD:REQUEST" in ics.lines(stream(letter))
    assert ics.values(stream(letter), "SEQUENCE") == ["2"]


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
