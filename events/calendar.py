"""All iCalendar that leaves the house: downloads, the feed, what goes with letters (docs/rules.md C 1–4).

Made from stored snapshots and stored times alone; knows no HTTP, no mail, no clock and asks no database.
The same entry is therefore the same bytes wherever it is shown.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.encoding import iri_to_uri

from events.content_lines import fold, one_line, parameter, plain, text
from events.models import CalendarIdentity, Tombstone

__all__ = [
    "CONTENT_TYPE",
    "Entry",
    "Mailbox",
    "Method",
    "PersonalEntry",
    "download",
    "feed",
    "invitation",
    "personal_feed",
    "public_event",
]

Method = Literal["REQUEST", "CANCEL"]
Mailbox = tuple[str, str]
Lines = list[str]

CONTENT_TYPE = "text/calendar; charset=utf-8"
PUBLIC_LANGUAGE = "sv"
# How often a subscriber should look again: RFC 7986 §5.7, and what Outlook reads.
REFRESH_INTERVAL = "PT1H"

ZONE = ZoneInfo("Europe/Stockholm")
# A constant, since libraries start the rules at the wrong local time. Each rule begins at the time *before*
# the change (RFC 5545 §3.6.5), in the year from which summer time has ended in October.
VTIMEZONE = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Stockholm",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
]

STATUSES = {
    "preliminary": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "rescheduled": "CONFIRMED",
    "cancelled": "CANCELLED",
}


@dataclass(frozen=True)
class Entry:
    """An event as calendars know it, with the version of what they know."""

    uid: uuid.UUID
    sequence: int
    changed_at: datetime
    created_at: datetime
    snapshot: dict[str, Any]

    @classmethod
    def of(cls, identity: CalendarIdentity | Tombstone) -> Self:
        """Of an identity that has something to show (`can_show`), or of what is left of one."""
        if identity.changed_at is None or identity.created_at is None:
            raise ValueError("Nothing of this event has been published yet.")
        return cls(
            uid=identity.uid,
            sequence=identity.sequence,
            changed_at=identity.changed_at,
            created_at=identity.created_at,
            snapshot=identity.snapshot,
        )

    @staticmethod
    def can_show(identity: CalendarIdentity) -> bool:
        """Published at least once, and with both times set."""
        return bool(identity.snapshot.get("starts_at") and identity.snapshot.get("ends_at"))

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.snapshot["starts_at"])

    @property
    def ends_at(self) -> datetime:
        return datetime.fromisoformat(self.snapshot["ends_at"])

    @property
    def is_cancelled(self) -> bool:
        return STATUSES[self.snapshot["status"]] == "CANCELLED"

    def words(self, language: str) -> dict[str, str]:
        return self.snapshot["en" if language.startswith("en") else PUBLIC_LANGUAGE]

    def address(self, language: str) -> str:
        """Where the event's page is read, absolute."""
        return settings.SITE_ORIGIN + self.words(language)["path"]


@dataclass(frozen=True)
class PersonalEntry:
    """An event as one person's calendar knows it: `sequence` and `changed_at` are this person's.

    `title_if_left` is what it is called when they have no seat any more; then it is cancelled for them.
    """

    entry: Entry
    sequence: int
    changed_at: datetime
    language: str
    attends_online: bool
    title_if_left: str = ""


def download(entry: Entry) -> bytes:
    """One event to keep: a snapshot without METHOD, so no calendar takes it for an invitation."""
    return _calendar([], [public_event(entry)])


def feed(public_events: Iterable[bytes], *, name: str) -> bytes:
    return _calendar(_feed_head(name), [*public_events])


def personal_feed(entries: Iterable[PersonalEntry], *, name: str) -> bytes:
    """A calendar of one person to subscribe to. It names nobody and holds no link but to the event's page."""
    return _calendar(_feed_head(name), [_personal_event(entry) for entry in entries])


def invitation(
    entry: Entry,
    *,
    method: Method,
    organizer: Mailbox,
    attendee: Mailbox,
    sequence: int,
    changed_at: datetime,
    language: str,
    attends_online: bool,
    shows_online_link: bool,
) -> bytes:
    """What goes with a letter to one person: REQUEST puts the event into the calendar, CANCEL takes it away.

    `sequence` and `changed_at` are this person's: those of the event, and higher if the person has left
    and come back. Nobody is asked to answer, since the registration is the answer.
    """
    people = [
        _person("ORGANIZER", organizer),
        _person("ATTENDEE", attendee, "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"),
    ]
    event = _event(
        entry,
        status="CANCELLED" if method == "CANCEL" else None,
        sequence=sequence,
        changed_at=changed_at,
        language=language,
        shows_online_link=shows_online_link,
        attends_online=attends_online,
        people=people,
    )
    return _calendar([f"METHOD:{method}"], [event])


def public_event(entry: Entry) -> bytes:
    """The same bytes in every feed and in the download."""
    return _event(
        entry,
        status=None,
        sequence=entry.sequence,
        changed_at=entry.changed_at,
        language=PUBLIC_LANGUAGE,
        shows_online_link=False,
        people=[],
    )


def _personal_event(own: PersonalEntry) -> bytes:
    return _event(
        own.entry,
        status="CANCELLED" if own.title_if_left else None,
        sequence=own.sequence,
        changed_at=own.changed_at,
        language=own.language,
        shows_online_link=False,
        attends_online=own.attends_online,
        summary="" if own.entry.is_cancelled else own.title_if_left,
        people=[],
    )


def _feed_head(name: str) -> Lines:
    return [
        f"NAME:{one_line(name)}",
        f"X-WR-CALNAME:{one_line(name)}",
        f"X-WR-TIMEZONE:{ZONE.key}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH_INTERVAL}",
        f"X-PUBLISHED-TTL:{REFRESH_INTERVAL}",
    ]


def _calendar(head: Lines, events: list[bytes]) -> bytes:
    opening = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Storsthlm//Bostadsforum//SV",
        "CALSCALE:GREGORIAN",
        *head,
        *VTIMEZONE,
    ]
    return b"".join([*map(fold, opening), *events, fold("END:VCALENDAR")])


def _event(
    entry: Entry,
    *,
    status: str | None,
    sequence: int,
    changed_at: datetime,
    language: str,
    shows_online_link: bool,
    people: Lines,
    attends_online: bool = False,
    summary: str = "",
) -> bytes:
    snapshot, words = entry.snapshot, entry.words(language)
    link = snapshot["online_link"] if shows_online_link else ""
    # Who takes part from afar in an event that also has a room must not be sent to the room.
    is_afar = bool(link) or attends_online
    location = words["online_location"] if is_afar else words["location"]
    geo = None if is_afar else snapshot["geo"]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_stamp(changed_at)}",
        f"CREATED:{_stamp(entry.created_at)}",
        f"LAST-MODIFIED:{_stamp(changed_at)}",
        f"SEQUENCE:{sequence}",
        f"STATUS:{status or STATUSES[snapshot['status']]}",
        *_times(entry),
        f"SUMMARY:{one_line(summary or words['summary'])}",
        f"LOCATION:{one_line(location)}" if location else "",
        f"GEO:{geo[0]};{geo[1]}" if geo else "",
        f"DESCRIPTION:{text(_description(entry, link=link, language=language))}",
        f"URL:{entry.address(language)}",
        f"CONFERENCE;VALUE=URI:{iri_to_uri(link)}" if link else "",
        *people,
        "END:VEVENT",
    ]
    return b"".join(fold(line) for line in lines if line)


def _description(entry: Entry, *, link: str, language: str) -> str:
    """Ends with the page's address, since several calendars show no URL."""
    words = entry.words(language)
    meeting = f"{words['meeting_link_label']}: {link}" if link else ""
    return "\n\n".join(filter(None, (meeting, words["description"], entry.address(language))))


def _times(entry: Entry) -> Lines:
    moments = {"DTSTART": entry.starts_at, "DTEND": entry.ends_at}
    if any(_is_second_pass(moment) for moment in moments.values()):
        return [f"{name}:{_stamp(moment)}" for name, moment in moments.items()]
    return [
        f"{name};TZID={ZONE.key}:{moment.astimezone(ZONE):%Y%m%dT%H%M%S}" for name, moment in moments.items()
    ]


def _is_second_pass(moment: datetime) -> bool:
    """In the hour that the clocks repeat in October, the second time round: a local time there always means
    the first (RFC 5545 §3.3.5), so only UTC can say it."""
    return bool(moment.astimezone(ZONE).fold)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _person(name: str, mailbox: Mailbox, parameters: str = "") -> str:
    person, address = mailbox
    parts = [name, f"CN={parameter(person)}" if person.strip() else "", parameters]
    return ";".join(filter(None, parts)) + f":mailto:{plain(address)}"
