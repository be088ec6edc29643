"""Calendar entries to test with: what is stored of an event, without an event or a database."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from events import calendar
from events.calendar import Entry

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CHANGED_AT = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
ORGANIZER = ("Bostadsforum", "bostadsforum@example.org")
BO = ("Bo Ängström", "bo@tegelbruket.example")
LINK = "https://mote.example.org/möte?pwd=a,b;c"


def words(language: str = "sv", **changed: str) -> dict[str, str]:
    return {
        "title": "Från markanvisning till inflyttning",
        "summary": "Från markanvisning till inflyttning",
        "ingress": "Var tar tiden vägen?",
        "location": "Byggmästarsalen, Murbruksgatan 12, 111 00 Stockholm",
        "online_location": "Digitalt",
        "description": "Var tar tiden vägen?\n\nHitta hit: Två trappor upp.",
        "meeting_link_label": "Möteslänk",
        "path": "/evenemang/fran-markanvisning/",
        **changed,
    }


def entry(
    *,
    starts: datetime = datetime(2027, 3, 4, 8, 30, tzinfo=STOCKHOLM),
    ends: datetime | None = None,
    sv: dict | None = None,
    number: int = 1,
    **changed: object,
) -> Entry:
    ends = ends or (starts.astimezone(UTC) + timedelta(minutes=90))
    english = {
        "summary": "From land to moving in",
        "path": "/en/evenemang/fran-markanvisning/",
        "meeting_link_label": "Meeting link",
    }
    snapshot = {
        "status": "confirmed",
        "format": "hybrid",
        "starts_at": f"{starts.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "ends_at": f"{ends.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "geo": ["59.334591", "18.063240"],
        "online_link": LINK,
        "sv": words(**(sv or {})),
        "en": words(**english),
        **changed,
    }
    return Entry(
        uid=uuid.UUID(int=number), sequence=2, changed_at=CHANGED_AT, created_at=CHANGED_AT, snapshot=snapshot
    )


def invitation(shown: Entry | None = None, **changed: object) -> bytes:
    facts = {
        "method": "REQUEST",
        "organizer": ORGANIZER,
        "attendee": BO,
        "sequence": 5,
        "changed_at": CHANGED_AT + timedelta(days=1),
        "language": "sv",
        "attends_online": False,
        "shows_online_link": False,
    }
    return calendar.invitation(shown or entry(), **(facts | changed))


def read(stream: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(stream).events
    return event
