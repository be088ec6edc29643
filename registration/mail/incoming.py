"""A message that somebody has sent us, read without trusting it."""

import logging
from email import message_from_bytes, policy
from email.message import Message

logger = logging.getLogger(__name__)

# A report returns our letter, which is smaller than 100 KB; what comes after this is not looked at.
LONGEST = 256 * 1024
# More than any report has; a message of thousands of parts only keeps the reader busy.
MOST_PARTS = 50
# Others that the library knows are no charsets of mail, and some take their time or make what no text holds.
_CHARSETS = {"us-ascii", "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252"}


def parsed(raw: bytes) -> Message | None:
    """The message, or None when it cannot be read as one.

    The older policy of the library takes headers as they are, and complains about none.
    """
    try:
        message = message_from_bytes(raw[:LONGEST], policy=policy.compat32)
        if sum(1 for _ in message.walk()) > MOST_PARTS:
            return None
    except Exception as error:
        # Nested a thousand times, say. It stays in the mailbox for people.
        logger.info("incoming mail cannot be read", extra={"error": type(error).__name__})
        return None
    return message


def header(message: Message, name: str) -> str:
    """One header as text; empty when there is none."""
    return str(message.get(name, "")).strip()


def text_of(part: Message) -> str:
    """The body of a text part."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset("utf-8")
    return content.decode(charset if charset in _CHARSETS else "utf-8", "replace")
