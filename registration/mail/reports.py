"""What machines write back: reports of undelivered letters (RFC 3464) and of unwanted ones (RFC 5965).

Anybody can mail us anything, so nothing here is believed further than it can be: a report names one of our
letters by its Message-ID, which only its recipient and the servers on its way have seen, and its recipient.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message

from registration.addresses import address_key
from registration.mail import calendar_answers, status_codes
from registration.mail.calendar_answers import CalendarAnswer
from registration.mail.incoming import header, parsed, text_of

logger = logging.getLogger(__name__)

# As outbox.new_message_id writes it; the domain may have been another one then.
_OUR_ID = re.compile(r"<[0-9a-f]{32}@[A-Za-z0-9.-]{1,253}>")
# `rfc822; olof@nacka.example`, some leave the type out; other types are names of files and programs.
_RECIPIENT = re.compile(r"(?:(?:rfc822|utf-8)\s*;\s*)?<?([^\s<>;]+@[^\s<>;]+)", re.IGNORECASE)
_NO_COMPLAINT = {"not-spam", "auth-failure", "dmarc"}


@dataclass(frozen=True)
class Failure:
    """One of these letters could not be delivered. `failed`: why, and to whom as far as the report says so,
    as keys of addresses; where letters are passed on, it may be somebody we never wrote to."""

    message_ids: tuple[str, ...]
    failed: tuple[tuple[str, frozenset[str]], ...]

    def code_for(self, address: str) -> str | None:
        """Why the letter did not arrive at this address; None when the report is about others alone."""
        key = address_key(address)
        about = (code for code, recipients in self.failed if not recipients or key in recipients)
        return next(about, None)


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
    failed = tuple(
        (status_codes.code_in(header(block, "Status"), header(block, "Diagnostic-Code")), _recipients(block))
        for part in _parts_of_report(message, "message/delivery-status")
        for block in _blocks(part)
        if header(block, "Action").lower() == "failed"
    )
    return Failure(message_ids=_our_ids(message), failed=failed) if failed else None


def _recipients(block: Message) -> frozenset[str]:
    """Whom a group of fields is about: as we wrote to them, and as their server knows them."""
    fields = (header(block, name) for name in ("Final-Recipient", "Original-Recipient"))
    found = (_RECIPIENT.match(field) for field in fields)
    return frozenset(address_key(match[1]) for match in found if match)


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
