"""What machines write back: reports of undelivered letters (RFC 3464) and of unwanted ones (RFC 5965).

Anybody can mail us anything, so nothing here is believed further than it can be: a report names one of our
letters by its Message-ID, which only its recipient and the servers on its way have seen.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message

from registration.mail import calendar_answers, status_codes
from registration.mail.calendar_answers import CalendarAnswer
from registration.mail.incoming import header, parsed, text_of

logger = logging.getLogger(__name__)

# As outbox.new_message_id writes it; the domain may have been another one then.
_OUR_ID = re.compile(r"<[0-9a-f]{32}@[A-Za-z0-9.-]{1,253}>")
_NO_COMPLAINT = {"not-spam", "auth-failure", "dmarc"}


@dataclass(frozen=True)
class Failure:
    """One of these letters could not be delivered; `code` says why."""

    message_ids: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class Complaint:
    """One of these letters was called unwanted."""

    message_ids: tuple[str, ...]


def read(raw: bytes) -> Failure | Complaint | CalendarAnswer | None:
    """What the message reports; None when it is for people. Never raises, whatever it holds."""
    message = parsed(raw)
    if message is None:
        return None
    try:
        return _failure(message) or _complaint(message) or calendar_answers.find(message)
    except Exception as error:
        # The library promises to parse anything, not that what it parsed can be read.
        logger.info("incoming mail cannot be read", extra={"error": type(error).__name__})
        return None


def _failure(message: Message) -> Failure | None:
    """Of a letter that was given up; one that only is late has no answer yet."""
    for part in _parts_of_report(message, "message/delivery-status"):
        for block in _blocks(part):
            if header(block, "Action").lower() == "failed":
                code = status_codes.code_in(header(block, "Status"), header(block, "Diagnostic-Code"))
                return Failure(message_ids=_our_ids(message), code=code)
    return None


def _complaint(message: Message) -> Complaint | None:
    for part in _parts_of_report(message, "message/feedback-report"):
        for block in _blocks(part):
            kind = header(block, "Feedback-Type").lower()
            if kind and kind not in _NO_COMPLAINT:
                return Complaint(message_ids=_our_ids(message))
    return None


def _parts_of_report(message: Message, content_type: str) -> Iterator[Message]:
    if message.get_content_type() == "multipart/report":
        yield from (part for part in message.walk() if part.get_content_type() == content_type)


def _blocks(part: Message) -> Iterable[Message]:
    """The groups of fields in a report, which the parser takes for messages."""
    found = part.get_payload()
    return [block for block in found if isinstance(block, Message)] if isinstance(found, list) else []


def _our_ids(report: Message) -> tuple[str, ...]:
    """Message-IDs that can be ours, the returned letter's own first."""
    found: list[str] = []
    for part in report.walk():
        if part is report:
            continue
        if part.get_content_type() == "text/rfc822-headers":
            found += _OUR_ID.findall(header(message_from_string(text_of(part)), "Message-ID"))
        found += _OUR_ID.findall(header(part, "Message-ID"))
        found += _OUR_ID.findall(header(part, "Original-Message-ID"))
    for name in ("In-Reply-To", "References"):
        found += _OUR_ID.findall(header(report, name))
    return tuple(dict.fromkeys(found))
