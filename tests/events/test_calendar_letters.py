"""What goes with a letter to one person."""

from datetime import timedelta

from tests import ics
from tests.entries import CHANGED_AT, LINK, invitation, read


def test_a_request_puts_the_event_into_one_persons_calendar():
    found = ics.lines(invitation())

    assert "METHOD:REQUEST" in found
    assert [line for line in found if line.startswith("ORGANIZER")] == [
        "ORGANIZER;CN=Bostadsforum:mailto:bostadsforum@example.org"
    ]
    assert [line for line in found if line.startswith("ATTENDEE")] == [
        "ATTENDEE;CN=Bo Ängström;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"
        ":mailto:bo@tegelbruket.example"
    ]


def test_a_cancel_takes_it_away_with_a_higher_version():
    stream = invitation(method="CANCEL", sequence=6, changed_at=CHANGED_AT + timedelta(days=2))

    assert "METHOD:CANCEL" in ics.lines(stream)
    assert "BEGIN:VALARM" not in ics.lines(stream)
    assert ics.values(stream, "STATUS") == ["CANCELLED"]
    assert ics.values(stream, "SEQUENCE") == ["6"]
    assert ics.values(stream, "DTSTAMP") == ics.values(stream, "LAST-MODIFIED") == ["20270113T080000Z"]
    assert ics.values(stream, "UID") == ics.values(invitation(), "UID")


def test_a_person_is_told_their_own_version():
    stream = invitation(sequence=5)

    assert ics.values(stream, "SEQUENCE") == ["5"]
    assert ics.values(stream, "DTSTAMP") == ["20270112T080000Z"]
    assert ics.values(stream, "CREATED") == ["20270111T080000Z"]


def test_odd_names_and_addresses_are_written_safely():
    stream = invitation(attendee=('Ängström, "Bo"; x', "bo+mote'%@tegelbruket.example"))

    event = read(stream)
    assert event["ATTENDEE"] == "mailto:bo+mote'%@tegelbruket.example"
    assert event["ATTENDEE"].params["CN"] == "Ängström, 'Bo'; x"
    assert len(ics.values(invitation(attendee=("", "bo@x.example\r\nX:y")), "ATTENDEE")) == 1


def test_who_takes_part_online_gets_the_link_and_no_room():
    stream = invitation(shows_online_link=True)

    assert ics.values(stream, "CONFERENCE") == ["https://mote.example.org/m%C3%B6te?pwd=a,b;c"]
    assert "CONFERENCE;VALUE=URI:" in "\n".join(ics.event_lines(stream))
    assert ics.text(stream, "DESCRIPTION").startswith(f"Möteslänk: {LINK}\n\n")
    assert ics.text(stream, "LOCATION") == "Digitalt"
    assert ics.values(stream, "GEO") == []


def test_who_takes_part_online_before_there_is_a_link_is_not_sent_to_the_room():
    stream = invitation(attends_online=True)

    assert ics.text(stream, "LOCATION") == "Digitalt"
    assert ics.values(stream, "GEO") == ics.values(stream, "CONFERENCE") == []


def test_who_comes_to_the_room_gets_no_link():
    stream = invitation(shows_online_link=False)

    assert "mote.example.org" not in "\n".join(ics.lines(stream))
    assert ics.text(stream, "LOCATION").startswith("Byggmästarsalen")


def test_a_letter_in_english_has_an_english_event():
    stream = invitation(language="en")

    assert ics.text(stream, "SUMMARY") == "From land to moving in"
    assert ics.values(stream, "URL") == ["http://127.0.0.1:8000/en/evenemang/fran-markanvisning/"]
