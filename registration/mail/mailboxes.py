"""The mailbox of the sender: where servers, mail programs and calendars answer our letters.

People read it, too. What is ours is marked as read there; everything else is left as it is, unread.
"""

import hashlib
import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from registration.mail.incoming import LONGEST

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30
# Who begins to use a mailbox of years has no use for the reports in it.
LOOKED_BACK = timedelta(days=7)
# Named, since strftime would write them in the language of the computer.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MailboxError(Exception):
    """The mailbox cannot be read now; says which error it was, without words of the server."""


@dataclass(frozen=True)
class Position:
    """How far it has been read; `validity` 0 before the first time."""

    validity: int = 0
    last_uid: int = 0


class Mailbox(Protocol):
    """`since` gives numbers; a message is fetched by its number, and settled when it has been looked at.
    None for one that cannot be read: it is left where it is, and the next has its turn."""

    validity: int

    def since(self, position: Position, *, now: datetime) -> list[int]: ...

    def fetch(self, uid: int) -> bytes | None: ...

    def settle(self, uid: int, *, is_ours: bool) -> None: ...


def name_of(address: str) -> str:
    """What the position in a mailbox is kept under: server, user and folder, and no password."""
    parts = urlsplit(address)
    known_by = f"{parts.scheme} {parts.username} {parts.hostname} {parts.port} {parts.path}"
    return hashlib.sha256(known_by.encode()).hexdigest()


@contextmanager
def opened(address: str) -> Iterator[Mailbox]:
    """The mailbox of MAILBOX_URL. Raises MailboxError for whatever its server does."""
    parts = urlsplit(address)
    connection = None
    try:
        if parts.scheme == "maildir":
            yield MaildirMailbox(Path(unquote(parts.path)))
        else:
            connection = _connected(address)
            yield ImapMailbox(connection, folder=unquote(parts.path.strip("/")) or "INBOX")
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(type(error).__name__) from error
    finally:
        _leave(connection)


def _connected(address: str) -> imaplib.IMAP4:
    """TLS, but for a server on this computer."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "imaps":
        connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT_SECONDS
        )
    else:
        connection = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT_SECONDS)
    try:
        connection.login(unquote(parts.username or ""), unquote(parts.password or ""))
    except BaseException:
        connection.shutdown()
        raise
    return connection


def _leave(connection: imaplib.IMAP4 | None) -> None:
    if connection is None:
        return
    try:
        connection.logout()
    except (imaplib.IMAP4.error, OSError):
        # It has closed the connection itself; there is nothing to leave.
        return


class ImapMailbox:
    """RFC 3501, by UID. Fetching peeks, so that a message stays unread for people."""

    def __init__(self, connection: imaplib.IMAP4, *, folder: str) -> None:
        self._connection = connection
        quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
        self._ask("select", connection.select(f'"{quoted}"'))
        self.validity = _number_in(connection.response("UIDVALIDITY")[1])

    def since(self, position: Position, *, now: datetime) -> list[int]:
        if position.validity == self.validity and position.last_uid:
            wanted = f"UID {position.last_uid + 1}:*"
        else:
            day = now - LOOKED_BACK
            wanted = f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}"
        found = self._ask("search", self._connection.uid("SEARCH", wanted))
        numbers = (int(number) for line in found if line for number in line.split() if number.isdigit())
        # `5:*` finds the last message even when it is number 4.
        last = position.last_uid if position.validity == self.validity else 0
        return sorted(number for number in numbers if number > last)

    def fetch(self, uid: int) -> bytes:
        """The message, or its beginning when it is longer than any report."""
        found = self._ask("fetch", self._connection.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LONGEST}>)"))
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def settle(self, uid: int, *, is_ours: bool) -> None:
        if is_ours:
            self._ask("store", self._connection.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)"))

    def _ask(self, what: str, answer: tuple[str, list]) -> list:
        status, found = answer
        if status != "OK":
            raise imaplib.IMAP4.error(what)
        return found


def _number_in(found: list) -> int:
    digits = re.search(rb"\d+", found[0] or b"") if found else None
    return int(digits[0]) if digits else 0


class MaildirMailbox:
    """A folder that a mail server on the same computer delivers into. What is looked at moves from `new` to
    `cur`, as every mail program does; only what was ours is marked as seen there."""

    validity = 1

    def __init__(self, folder: Path) -> None:
        for part in ("tmp", "new", "cur"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        self._read = folder / "cur"
        # What else stands there is no message.
        self._new = sorted(entry for entry in (folder / "new").iterdir() if entry.is_file())

    def since(self, position: Position, *, now: datetime) -> list[int]:
        """Places in the list of what is new: files have no numbers that rise."""
        return list(range(len(self._new)))

    def fetch(self, uid: int) -> bytes | None:
        try:
            with self._new[uid].open("rb") as message:
                return message.read(LONGEST)
        except OSError as error:
            # Another program has moved it, or it is not ours to read.
            logger.warning("message in the mailbox cannot be read", extra={"error": type(error).__name__})
            return None

    def settle(self, uid: int, *, is_ours: bool) -> None:
        message = self._new[uid]
        message.rename(self._read / f"{message.name}:2,{'S' if is_ours else ''}")
