"""What the letters say to who takes part online, and together with the calendar they carry."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import EventPage
from registration.domain import cancellation, publication
from registration.models import Registration
from tests import ics
from tests.factories import GatheringFactory
from tests.registration.mail.conftest import in_status

pytestmark = pytest.mark.django_db
Status = Registration.Status


# --- Online ---------------------------------------------------------------------------------------


@pytest.fixture
def hybrid():
    return GatheringFactory(
        format=EventPage.Format.HYBRID,
        online_link="https://meet.example/r?a=1&b=2",
        online_note="Slå av mikrofonen.",
    )


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.WAITLISTED, Status.CANCELLED])
@pytest.mark.parametrize("attendance", ["on_site", "online"])
@pytest.mark.parametrize("kind", ["reminder", "already_registered", "new_link"])
def test_the_meeting_link_goes_only_to_confirmed_people_online(
    kind, attendance, status, hybrid, olof, sign_up, letter_of
):
    registration = in_status(sign_up(replace(olof, attendance=attendance), hybrid), status)

    letter = letter_of(kind, registration)

    everything = letter.text + letter.html + (letter.calendar.content.decode() if letter.calendar else "")
    may_see = attendance == "online" and status == Status.CONFIRMED
    assert ("meet.example" in everything) == may_see
    assert ("https://meet.example/r?a=1&b=2" in letter.text) == may_see


def test_who_takes_part_online_is_not_sent_to_the_room(hybrid, olof, sign_up, letter_of):
    letter = letter_of("reminder", sign_up(replace(olof, attendance="online"), hybrid))

    assert hybrid.venue.name not in letter.text
    assert "Slå av mikrofonen." in letter.text


# --- With the calendar ----------------------------------------------------------------------------


def test_text_and_calendar_tell_the_same_although_a_publication_was_not_handled(
    seminar, olof, sign_up, send_mail, now
):
    sign_up(olof, seminar)
    later = seminar.start_at + timedelta(days=1)
    EventPage.objects.update(start_at=later, end_at=later + timedelta(hours=1), last_published_at=now)

    [message] = send_mail()

    stream = message.attachments[0].get_payload(decode=True)
    assert "fredag 5 mars 2027" in message.body
    assert ics.values(stream, "DTSTART") == ["20270305T083000"]


def test_the_forums_own_mailbox_is_never_its_own_guest(seminar, olof, sign_up, letter_of):
    letter = letter_of("confirmed", sign_up(replace(olof, address="Bostadsforum@example.org"), seminar))

    assert letter.calendar is None
    assert "Kalenderfilen" not in letter.text


def test_a_whole_life_in_a_calendar(seminar, olof, sign_up, send_mail, now, write):
    def stream_of(messages):
        [message] = messages
        return message.attachments[0].get_payload(decode=True)

    day = timedelta(days=1)
    registration = sign_up(olof, seminar)
    confirmed = stream_of(send_mail())
    write("reminder", registration, at=now + day)
    reminded = stream_of(send_mail(at=now + day))
    EventPage.objects.update(start_at=seminar.start_at + timedelta(minutes=15), last_published_at=now + day)
    publication.handle(seminar.pk, now=now + day)
    write("reminder", registration, at=now + 2 * day)
    moved = stream_of(send_mail(at=now + 2 * day))
    cancellation.cancel(registration.pk, now=now + 3 * day)
    cancelled = stream_of(send_mail(at=now + 3 * day))
    sign_up(olof, seminar, at=now + 3 * day)
    again = stream_of(send_mail(at=now + 3 * day))

    told = [confirmed, moved, cancelled, again]
    assert reminded == confirmed
    assert [ics.values(stream, "SEQUENCE") for stream in told] == [["0"], ["1"], ["2"], ["3"]]
    stamps = [ics.values(stream, "DTSTAMP")[0] for stream in told]
    assert stamps == sorted(set(stamps))
    assert len({ics.values(stream, "UID")[0] for stream in told}) == 1
    methods = [next(line for line in ics.lines(stream) if line.startswith("METHOD")) for stream in told]
    assert methods == ["METHOD:REQUEST", "METHOD:REQUEST", "METHOD:CANCEL", "METHOD:REQUEST"]


def test_who_left_the_line_has_no_entry_to_take_away(seminar, bo, sign_up, letter_of):
    registration = in_status(sign_up(bo, seminar), Status.CANCELLED)

    assert letter_of("cancelled", registration, had_seat=False).calendar is None


def test_an_entry_nobody_has_taken_away_is_taken_away_by_the_last_letter(
    seminar, olof, sign_up, letter_of, send_mail, now
):
    registration = sign_up(olof, seminar)
    send_mail()
    cancellation.cancel(registration.pk, now=now)
    registration.refresh_from_db()

    letter = letter_of("cancelled", registration, had_seat=False)

    assert letter.calendar.method == "CANCEL"
