"""What a calendar sends when somebody answers our invitation there (METHOD:REPLY, RFC 5546 3.2.3).

Only four properties are wanted of what may be anything, so the lines are read as they stand.
"""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses

from registration.addresses import address_key
from registration.mail.incoming import text_of
from registration.models import CalendarReply

_CALENDAR_TYPES = {"text/calendar", "application/ics"}
# An answer is about one entry; a whole calendar is not one.
_LONGEST = 64 * 1024
_LONGEST_ADDRESS = 254
# Name, parameters (a quoted one may hold : and ;) and value of a content line (RFC 5545 3.1).
_LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)'
)
_PARTSTAT = re.compile(r';PARTSTAT="?([A-Za-z-]+)"?', re.IGNORECASE)
_ANSWERS = {
    "ACCEPTED": CalendarReply.Answer.ACCEPTED,
    "TENTATIVE": CalendarReply.Answer.TENTATIVE,
    "DECLINED": CalendarReply.Answer.DECLINED,
}


@dataclass(frozen=True)
class CalendarAnswer:
    """`at`: when it was given, as the calendar says; None when it does not."""

    uid: uuid.UUID
    address: str
    answer: str
    at: datetime | None


def find(message: Message) -> CalendarAnswer | None:
    """The answer in a message; None when there is none, none that can be understood, or one for somebody
    else: calendars mail in the name of who answers, and anybody could write what they like."""
    senders = _senders(message)
    for part in message.walk():
        if part.get_content_type() in _CALENDAR_TYPES and (answer := read(text_of(part))):
            return answer if address_key(answer.address) in senders else None
    return None


def _senders(message: Message) -> set[str]:
    fields = [str(field) for name in ("From", "Sender") for field in message.get_all(name, [])]
    return {address_key(address) for _name, address in getaddresses(fields) if address}


def read(stream: str) -> CalendarAnswer | None:
    if len(stream) > _LONGEST:
        return None
    method = ""
    found: dict[str, tuple[str, str]] = {}
    inside: list[str] = []
    for name, parameters, value in _lines(stream):
        if name == "BEGIN":
            inside.append(value.upper())
        elif name == "END" and inside:
            inside.pop()
        elif name == "METHOD" and inside == ["VCALENDAR"]:
            method = value.upper()
        elif inside == ["VCALENDAR", "VEVENT"]:
            found.setdefault(name, (parameters, value))
    return _answer(found) if method == "REPLY" else None


def _lines(stream: str) -> Iterable[tuple[str, str, str]]:
    for line in re.sub(r"\r?\n[ \t]", "", stream).splitlines():
        if match := _LINE.fullmatch(line.strip()):
            name, parameters, value = match.groups()
            yield name.upper(), parameters, value.strip()


def _answer(found: dict[str, tuple[str, str]]) -> CalendarAnswer | None:
    _, uid = found.get("UID", ("", ""))
    parameters, attendee = found.get("ATTENDEE", ("", ""))
    status = _PARTSTAT.search(parameters)
    answer = _ANSWERS.get(status[1].upper()) if status else None
    scheme, _, address = attendee.partition(":")
    if answer is None or scheme.lower() != "mailto" or not _is_address(address):
        return None
    try:
        identity = uuid.UUID(uid)
    except ValueError:
        return None
    return CalendarAnswer(
        uid=identity, address=address, answer=answer, at=_moment(found.get("DTSTAMP", ("", ""))[1])
    )


def _is_address(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_ADDRESS and text.isprintable()


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
