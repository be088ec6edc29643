from dataclasses import replace
from datetime import UTC, timedelta

import icalendar
import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from events import identity
from events.models import EventPage
from registration import links
from registration.domain import cancellation, changes, corrections, personal_feed
from registration.models import Registration
from tests import ics
from tests.factories import START_AT, EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(olof, now):
    return links.keep_feed(links.new_token(), olof.address, now=now)


def events_in(link, *, now) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(personal_feed.stream_of(link, now=now).body).events


def version_in(stream: bytes) -> dict[str, str]:
    names = ("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "STATUS")
    return {name: ics.values(stream, name)[0] for name in names}


def invitation_in(message) -> bytes:
    return next(part.get_payload(decode=True) for part in message.message().walk() if part.get_filename())


def uid(event) -> str:
    return str(EventPage.objects.get(pk=event.pk).calendar_identity.uid)


# --- What is in it --------------------------------------------------------------------------------


def test_seats_of_this_person_and_nobody_elses_in_the_order_of_their_start(olof, petra, sign_up, link, now):
    later, sooner = EventFactory(start_at=START_AT + timedelta(days=7)), EventFactory()
    for event in (later, sooner):
        sign_up(olof, event)
    sign_up(petra, EventFactory())

    assert [str(event["UID"]) for event in events_in(link, now=now)] == [uid(sooner), uid(later)]


@pytest.mark.parametrize("status", ["waitlisted", "pending", "offered", "declined", "expired", "cancelled"])
def test_who_has_never_had_a_seat_has_nothing_in_the_calendar(olof, sign_up, link, now, status):
    registration = sign_up(olof, EventFactory(capacity=0))
    Registration.objects.filter(pk=registration.pk).update(status=status, offer_expires_at=START_AT)

    assert events_in(link, now=now) == []


def test_who_has_left_keeps_the_event_as_cancelled_with_a_word_in_its_title(olof, event, sign_up, link, now):
    cancellation.cancel(sign_up(olof, event).pk, now=now)

    stream = personal_feed.stream_of(link, now=now).body

    assert ics.values(stream, "STATUS") == ["CANCELLED"]
    assert ics.text(stream, "SUMMARY").endswith(f": {event.title}")
    assert "INSTÄLLT" not in ics.text(stream, "SUMMARY")


def test_who_left_and_waits_now_is_not_shown_as_coming(olof, petra, sign_up, link, now):
    event = EventFactory(capacity=1)
    cancellation.cancel(sign_up(olof, event).pk, now=now)
    sign_up(petra, event)
    assert sign_up(olof, event).status == Registration.Status.WAITLISTED

    assert [entry["STATUS"] for entry in events_in(link, now=now)] == ["CANCELLED"]


@pytest.mark.parametrize("has_left", [False, True])
def test_cancelled_event_says_so_to_who_came_and_who_left(olof, event, sign_up, link, now, has_left):
    registration = sign_up(olof, event)
    if has_left:
        cancellation.cancel(registration.pk, now=now)
    event.status = "cancelled"
    event.save_revision().publish()

    stream = personal_feed.stream_of(link, now=now + timedelta(days=31)).body

    assert ics.values(stream, "STATUS") == ["CANCELLED"]
    assert ics.text(stream, "SUMMARY") == f"INSTÄLLT: {event.title}"


def test_held_event_stays_for_ninety_days(olof, event, sign_up, link):
    sign_up(olof, event)
    leaves_at = event.end_at.astimezone(UTC) + timedelta(days=90)

    assert len(events_in(link, now=leaves_at - timedelta(seconds=1))) == 1
    assert events_in(link, now=leaves_at) == []


def test_empty_calendar_has_its_zone_and_its_name(link, now):
    lines = ics.lines(personal_feed.stream_of(link, now=now).body)

    assert "BEGIN:VTIMEZONE" in lines
    assert "BEGIN:VEVENT" not in lines
    with translation.override("sv"):
        name = _("My Bostadsforum")
    assert {f"NAME:{name}", f"X-WR-CALNAME:{name}"} <= set(lines)
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} <= set(lines)


def test_nobody_is_named_and_nothing_is_asked(olof, event, sign_up, link, now):
    sign_up(olof, event)

    stream = personal_feed.stream_of(link, now=now).body

    text = "\n".join(ics.lines(stream))
    for forbidden in ("METHOD", "ORGANIZER", "ATTENDEE", "VALARM", "min-anmalan", olof.address, "Olof"):
        assert forbidden not in text


def test_words_are_in_the_language_of_the_registration(olof, sign_up, link, now):
    event = EventFactory(title="Att bygga", title_en="Building")
    sign_up(replace(olof, language="en"), event)

    assert [str(entry["SUMMARY"]) for entry in events_in(link, now=now)] == ["Building"]


def test_who_takes_part_online_is_not_sent_to_the_room_and_the_meeting_link_is_not_told(
    olof, sign_up, link, now
):
    event = EventFactory(
        format=EventPage.Format.HYBRID, online_capacity=5, online_link="https://meet.example/secret"
    )
    sign_up(replace(olof, attendance="online"), event)

    stream = personal_feed.stream_of(link, now=now).body

    assert ics.text(stream, "LOCATION") == "Digitalt"
    assert ics.values(stream, "CONFERENCE") == []
    assert "meet.example" not in "\n".join(ics.lines(stream))


# --- Versions (docs/rules.md C 4.7) ---------------------------------------------------------------


def test_versions_equal_those_of_the_last_letter(olof, event, sign_up, send_mail, link, now):
    """Register, cancel, come back: after each letter both say the same."""
    told = []

    def compare(at):
        invitation = invitation_in(send_mail(at=at)[-1])
        shown = personal_feed.stream_of(link, now=at).body
        assert version_in(shown) == version_in(invitation)
        told.append(int(version_in(shown)["SEQUENCE"]))

    registration = sign_up(olof, event)
    compare(now)
    cancellation.cancel(registration.pk, now=now)
    compare(now)
    sign_up(olof, event, at=now + timedelta(minutes=1))
    compare(now + timedelta(minutes=1))

    assert told == sorted(set(told))


def test_moved_event_is_higher_than_the_last_letter(olof, event, sign_up, send_mail, link, now):
    sign_up(olof, event)
    letter = version_in(invitation_in(send_mail()[-1]))
    event.start_at += timedelta(days=1)
    event.end_at += timedelta(days=1)
    event.save_revision().publish()
    identity.refresh(event, now=now)

    shown = version_in(personal_feed.stream_of(link, now=now).body)

    assert int(shown["SEQUENCE"]) == int(letter["SEQUENCE"]) + 1
    assert shown["DTSTAMP"] > letter["DTSTAMP"]
    assert shown["UID"] == letter["UID"]
    assert shown["DTSTART"] != letter["DTSTART"]


def test_from_room_to_line_takes_the_event_away_with_a_higher_version(olof, petra, sign_up, link, now):
    event = EventFactory(format=EventPage.Format.HYBRID, online_capacity=1)
    sign_up(replace(petra, attendance="online"), event)
    registration = sign_up(olof, event)
    before = version_in(personal_feed.stream_of(link, now=now).body)

    changes.change_attendance(registration.pk, attendance="online", now=now, joins_line=True)

    after = version_in(personal_feed.stream_of(link, now=now).body)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


# --- Since when it is as it is --------------------------------------------------------------------


def test_nothing_changed_is_the_same_bytes_and_the_same_time(olof, event, sign_up, link, now):
    sign_up(olof, event)

    today, tomorrow = (personal_feed.stream_of(link, now=now + timedelta(days=days)) for days in (0, 1))

    assert today == tomorrow


def test_every_change_is_a_later_time(olof, event, sign_up, link, now):
    """For who only sends If-Modified-Since: coming, leaving, and growing too old."""
    moments = [personal_feed.stream_of(link, now=now).changed_at]
    registration = sign_up(olof, event, at=now + timedelta(minutes=1))
    moments.append(personal_feed.stream_of(link, now=now + timedelta(minutes=1)).changed_at)
    cancellation.cancel(registration.pk, now=now + timedelta(minutes=2))
    moments.append(personal_feed.stream_of(link, now=now + timedelta(minutes=2)).changed_at)
    moments.append(personal_feed.stream_of(link, now=START_AT + timedelta(days=100)).changed_at)

    assert moments == sorted(set(moments))


def test_calendar_of_the_old_address_ends_when_staff_correct_it(olof, event, sign_up, stina, link, now):
    registration = sign_up(olof, event)

    corrections.correct_address(registration.pk, address="olof.oberg@nacka.example", by=stina, now=now)

    assert links.feed_of(olof.address) is None


def test_the_calendar_costs_one_question(olof, sign_up, link, now, django_assert_num_queries):
    for event in EventFactory.create_batch(5):
        sign_up(olof, event)

    with django_assert_num_queries(1):
        personal_feed.stream_of(link, now=now)
