"""Moving and cancelling an event that people have registered for: when staff are asked, what they decide."""

from datetime import timedelta

import pytest

from events.models import EventPage
from registration.domain import change_notices, mail_holds, mailings, publication
from registration.domain.errors import NothingToDecide
from registration.domain.mailings import Words
from registration.mail import letters
from registration.models import AddressMark, ChangeNotice, OutboxMessage, Segment
from tests import ics
from tests.factories import EventFactory
from tests.registration.domain.conftest import HOUR, WEEK, body, stream, undecided

pytestmark = pytest.mark.django_db

State = ChangeNotice.State


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


def test_who_cannot_be_reached_is_not_counted_until_the_address_is_cleared(
    event, olof, petra, told, change, now
):
    for person in (olof, petra):
        told(person, event)
    mark = AddressMark.objects.create(address_key=olof.address, kind="bounced", at=now)
    change(event, start_at=event.start_at + WEEK)
    assert [one.first_name for one in change_notices.concerned(undecided(event))] == ["Petra"]
    AddressMark.objects.create(address_key=petra.address, kind="bounced", at=now)

    change_notices.settle_all(now=now)
    assert undecided(event) is None

    mark.delete()
    change_notices.settle_all(now=now)
    assert [one.first_name for one in change_notices.concerned(undecided(event))] == ["Olof"]


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
    change(event, start_at=event.start_at + timedelta(days=1))

    change_notices.settle_all(now=event.start_at + timedelta(days=2))

    assert ChangeNotice.objects.get().state == State.CLOSED


# --- Letters that tell nothing of it --------------------------------------------------------------


@pytest.fixture
def worded(event, olof, told, change):
    """A change that Olof has not been told of, with the words of staff; and Olof's registration."""
    registration = told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    change_notices.reword(undecided(event).pk, sentence="Lokalen var dubbelbokad.", sentence_en="")
    return registration


def test_mailing_neither_closes_the_notice_nor_loses_its_words(event, worded, stina, send_mail, now):
    mailing = mailings.create(
        Words("Parkering", "Garaget är stängt."),
        events=[event],
        segment=Segment(),
        attachments=[],
        by=stina,
        now=now,
    )
    mailings.send(mailing.pk, by=stina, at=now, now=now)
    assert worded.letters.unfinished().get().kind == "mailing"

    change_notices.settle_all(now=now)
    assert undecided(event).sentence == "Lokalen var dubbelbokad."
    send_mail()
    change_notices.settle_all(now=now)
    assert undecided(event).sentence == "Lokalen var dubbelbokad."


def test_letter_to_mitt_bostadsforum_does_not_close_it(event, worded, now):
    letters.forum(worded, now=now)

    change_notices.settle_all(now=now)

    assert undecided(event).sentence == "Lokalen var dubbelbokad."


def test_held_letter_does_not_close_it(event, worded, stina, now):
    mail_holds.hold(event.pk, "all", by=stina, reason="Vi väntar", now=now)
    letters.attendance_changed(worded, now=now)

    change_notices.settle_all(now=now)

    assert undecided(event).sentence == "Lokalen var dubbelbokad."


def test_letter_that_waits_to_be_tried_again_does_not_close_it(event, worded, now):
    letters.attendance_changed(worded, now=now)
    worded.letters.filter(kind="attendance_changed").update(
        attempts=3, first_tried_at=now, due_at=now + timedelta(hours=6)
    )

    change_notices.settle_all(now=now)

    assert undecided(event).sentence == "Lokalen var dubbelbokad."


def test_letter_that_has_told_it_closes_it(event, worded, send_mail, now):
    letters.attendance_changed(worded, now=now)
    send_mail()

    change_notices.settle_all(now=now)

    assert ChangeNotice.objects.get().state == State.CLOSED


def test_change_is_asked_about_although_another_letter_waits(event, olof, told, change, stina, now):
    registration = told(olof, event)
    mail_holds.hold(event.pk, "all", by=stina, reason="Vi väntar", now=now)
    letters.attendance_changed(registration, now=now)

    change(event, start_at=event.start_at + WEEK)

    assert [person.pk for person in change_notices.concerned(undecided(event))] == [registration.pk]


def test_second_notice_waits_for_letters_of_the_first_with_nobody_to_send_to(
    event, olof, petra, told, change, stina, send_mail, now
):
    told(olof, event)
    change(event, start_at=event.start_at + WEEK)
    change_notices.send(undecided(event).pk, by=stina, now=now)
    OutboxMessage.objects.filter(kind="changed").update(due_at=now + HOUR)
    second = told(petra, event)
    change(event, start_at=event.start_at + 2 * WEEK)
    notice = undecided(event)
    letters.attendance_changed(second, now=now)
    send_mail()

    change_notices.settle_all(now=now)
    assert undecided(event) == notice
    assert change_notices.concerned(notice) == []
    send_mail(at=now + HOUR)
    change_notices.settle_all(now=now + HOUR)

    assert undecided(event) is None


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
