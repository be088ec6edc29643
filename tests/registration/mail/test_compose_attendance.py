"""What the letters say to who changes between the room and online."""

from dataclasses import replace

import pytest

from events.models import EventPage, ReminderRule
from registration.domain import cancellation, changes
from registration.models import Registration
from tests.factories import GatheringFactory
from tests.registration.mail.conftest import TOKEN

pytestmark = pytest.mark.django_db
Status = Registration.Status
MINE = f"/min-anmalan/{TOKEN}/"


@pytest.fixture
def hybrid():
    return GatheringFactory(
        title="Trähus",
        format=EventPage.Format.HYBRID,
        capacity=1,
        online_link="https://meet.example/r",
        online_note="Slå av mikrofonen.",
    )


def test_who_moves_online_gets_the_meeting_link_and_a_new_entry(hybrid, bo, sign_up, latest, send_mail, now):
    registration = sign_up(bo, hybrid)
    send_mail()
    changes.change_attendance(registration.pk, attendance="online", now=now)

    letter = latest(registration)

    assert letter.subject == "Du deltar nu digitalt: Trähus, 4 mars"
    assert "Du har en digital plats, och någon annan kan få din plats i lokalen." in letter.text
    assert "https://meet.example/r" in letter.text
    assert hybrid.venue.name not in letter.text
    assert (letter.calendar.method, letter.calendar.sequence) == ("REQUEST", 1)


def test_who_moves_into_the_room_sees_the_meeting_link_no_more(hybrid, bo, sign_up, latest, send_mail, now):
    registration = sign_up(replace(bo, attendance="online"), hybrid)
    send_mail()
    changes.change_attendance(registration.pk, attendance="on_site", now=now)

    letter = latest(registration)

    assert letter.subject == "Du deltar nu på plats: Trähus, 4 mars"
    assert hybrid.venue.name in letter.text
    assert "meet.example" not in letter.text + letter.html + letter.calendar.content.decode()


def test_who_moves_after_a_reminder_is_told_what_it_would_have_said(hybrid, bo, sign_up, latest, now):
    ReminderRule.objects.create(event_id=hybrid.pk, minutes_before=60 * 24 * 40)
    registration = sign_up(bo, hybrid)
    changes.change_attendance(registration.pk, attendance="online", now=now)

    assert "Slå av mikrofonen." in latest(registration).text


def test_who_gives_up_a_seat_to_wait_for_the_room_has_the_entry_taken_away(
    hybrid, bo, petra, sign_up, latest, send_mail, now
):
    sign_up(petra, hybrid)
    registration = sign_up(replace(bo, attendance="online"), hybrid)
    send_mail()
    changes.change_attendance(registration.pk, attendance="on_site", joins_line=True, now=now)

    letter = latest(registration)

    assert "Din tidigare plats är nu ledig för någon annan." in letter.text
    assert "Det är väntelistan för platser i lokalen." in letter.text
    assert "Kalenderfilen i mejlet tar bort tillfället ur din kalender." in letter.text
    assert letter.calendar.method == "CANCEL"
    assert "meet.example" not in letter.text + letter.html + letter.calendar.content.decode()


def test_who_has_ended_is_not_promised_a_meeting_link(hybrid, bo, sign_up, latest, now):
    registration = sign_up(replace(bo, attendance="online"), hybrid)
    cancellation.cancel(registration.pk, now=now)

    letter = latest(registration)

    assert "Var\n  Digitalt" in letter.text
    assert "Möteslänken kommer" not in letter.text
