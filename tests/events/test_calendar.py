"""The streams as bytes, and as the icalendar library reads them."""

import pytest

from events import calendar
from tests import ics
from tests.entries import entry, invitation, read


def test_every_stream_is_one_calendar_with_its_zone():
    for stream in (calendar.download(entry()), calendar.feed([], name="Bostadsforum"), invitation()):
        found = ics.lines(stream)

        assert found[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
        assert found[2].startswith("PRODID:")
        assert found[3] == "CALSCALE:GREGORIAN"
        assert found[-1] == "END:VCALENDAR"
        assert found.count("BEGIN:VCALENDAR") == found.count("BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize(
    "name",
    [
        "UID",
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "STATUS",
        "URL",
    ],
)
def test_an_event_says_each_thing_once(name):
    for stream in (calendar.download(entry()), invitation(), invitation(method="CANCEL")):
        assert len(ics.values(stream, name)) == 1


def test_a_download_invites_nobody():
    found = ics.lines(calendar.download(entry()))

    names = {line.split(":")[0].split(";")[0] for line in found}
    assert not names & {"METHOD", "ORGANIZER", "ATTENDEE", "CONFERENCE"}
    assert "BEGIN:VALARM" not in found
    assert "mote.example.org" not in "".join(found)


def test_the_feed_says_its_name_and_how_often_to_look():
    found = ics.lines(calendar.feed([calendar.public_event(entry())], name="Bostadsforum, öppet"))

    assert "NAME:Bostadsforum\\, öppet" in found
    assert "X-WR-CALNAME:Bostadsforum\\, öppet" in found
    assert "X-WR-TIMEZONE:Europe/Stockholm" in found
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in found
    assert "X-PUBLISHED-TTL:PT1H" in found


def test_an_event_is_the_same_bytes_in_the_feed_and_in_its_download():
    first, second = entry(number=1), entry(number=2)

    feed = calendar.feed(map(calendar.public_event, [first, second]), name="Bostadsforum")

    for shown in (first, second):
        stream = calendar.download(shown)
        event = stream[stream.index(b"BEGIN:VEVENT") : stream.index(b"END:VCALENDAR")]
        assert feed.count(event) == 1


def test_nothing_changed_means_the_same_bytes():
    assert calendar.download(entry()) == calendar.download(entry())
    assert calendar.feed([calendar.public_event(entry())], name="B") == calendar.feed(
        [calendar.public_event(entry())], name="B"
    )
    assert invitation() == invitation()


def test_version_and_times_are_the_stored_ones():
    stream = calendar.download(entry())

    assert ics.values(stream, "UID") == ["00000000-0000-0000-0000-000000000001"]
    assert ics.values(stream, "SEQUENCE") == ["2"]
    for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
        assert ics.values(stream, name) == ["20270111T080000Z"]


def test_addresses_are_absolute_and_of_the_site(settings):
    settings.SITE_ORIGIN = "https://bostadsforum.example"

    stream = calendar.download(entry())

    assert ics.values(stream, "URL") == ["https://bostadsforum.example/evenemang/fran-markanvisning/"]
    assert ics.text(stream, "DESCRIPTION").endswith(
        "\n\nhttps://bostadsforum.example/evenemang/fran-markanvisning/"
    )


def test_geo_is_latitude_before_longitude():
    assert ics.values(calendar.download(entry()), "GEO") == ["59.334591;18.063240"]
    assert ics.values(calendar.download(entry(geo=None)), "GEO") == []


@pytest.mark.parametrize(
    ("status", "written"),
    [
        ("preliminary", "TENTATIVE"),
        ("confirmed", "CONFIRMED"),
        ("rescheduled", "CONFIRMED"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_status_is_said_in_the_calendars_words(status, written):
    assert ics.values(calendar.download(entry(status=status)), "STATUS") == [written]


TITLES = {
    "Swedish letters": "Åäö – ÅÄÖ é ü",
    "commas and semicolons": "Mark, bygg; flytta in",
    "backslashes": "C:\\New\\nu och \\;",
    "quotes": 'Vad är "bostad"? ’så’ ”här”',
    "emoji": "Bygg 🏗️ för 👩‍👩‍👧‍👦",
    "two hundred characters": "Överenskommelse " * 12 + "åäö, slut",
    "brackets and ampersands": "<b>Plan & bygg</b> &amp; mark",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_comes_out_as_typed(title):
    stream = calendar.download(entry(sv={"summary": title}))

    assert ics.text(stream, "SUMMARY") == title
    assert str(read(stream)["SUMMARY"]) == title


def test_a_broken_title_is_one_line_and_a_broken_text_stays_broken():
    stream = calendar.download(entry(sv={"summary": "Ett\r\ntvå", "description": "Ett\r\n\r\ntvå"}))

    assert ics.text(stream, "SUMMARY") == "Ett två"
    assert ics.text(stream, "DESCRIPTION").startswith("Ett\n\ntvå\n\nhttp")


def test_text_pasted_from_a_word_processor_reads_as_it_looked():
    pasted = (
        "Mötet är kl.\u00a08.30\u2013\u200b10.00.\vNy rad,\u2028till; "
        "\u201dcitat\u201d\u2026 \u00ad\uf0b7\tpunkt\x07\x02"
    )

    stream = calendar.download(entry(sv={"description": pasted}))

    assert ics.text(stream, "DESCRIPTION").split("\n\n")[0] == (
        "Mötet är kl.\u00a08.30\u2013\u200b10.00.\nNy rad,\ntill; \u201dcitat\u201d\u2026 \u00ad\uf0b7 punkt"
    )


def test_an_event_without_a_place_has_no_empty_line_for_it():
    stream = calendar.download(entry(sv={"location": "", "description": ""}))

    assert ics.values(stream, "LOCATION") == []
    assert ics.text(stream, "DESCRIPTION") == "http://127.0.0.1:8000/evenemang/fran-markanvisning/"
