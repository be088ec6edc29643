"""A letter as bytes, for whoever hands it to a mail server.

The email package takes longer to write a letter than we to make it: it looks for a boundary that occurs
nowhere and folds every header of every part anew. Here are its bytes, put together from parts that are known
(tests/registration/mail/test_wire.py compares the two).
"""

import base64
import binascii
import random
from collections.abc import Iterable
from email.header import Header
from email.message import Message
from email.policy import compat32
from functools import lru_cache

from django.core.mail.message import forbid_multi_line_headers, utf8_charset_qp

Part = bytes
_SHORT = 78
# An address has no blank to be folded at: folded before it, the first line would be an empty one.
_UNFOLDED = {"List-Unsubscribe"}


def text_part(text: str, *, subtype: str) -> Part:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (
        f'Content-Type: text/{subtype}; charset="utf-8"\nMIME-Version: 1.0\n'
        "Content-Transfer-Encoding: quoted-printable\n\n"
    ).encode() + binascii.b2a_qp(text.encode(), istext=True)


def calendar_part(content: bytes, *, method: str, filename: str = "") -> Part:
    """`filename`: where it is attached as a file."""
    disposition = f'Content-Disposition: attachment; filename="{filename}"\n' if filename else ""
    return (
        f"Content-Type: text/calendar; method={method}; charset=utf-8\nMIME-Version: 1.0\n"
        f"Content-Transfer-Encoding: base64\n{disposition}\n"
    ).encode() + _base64(content)


def any_part(part: Message) -> Part:
    return part.as_bytes()


def several(subtype: str, parts: Iterable[Part], *, headers: bytes = b"") -> Part:
    # Neither quoted-printable nor base64 can hold this.
    boundary = f"==============={random.getrandbits(63):019d}=="
    begins = header("Content-Type", f'multipart/{subtype}; boundary="{boundary}"') + b"MIME-Version: 1.0\n"
    line = f"\n--{boundary}".encode()
    return begins + headers + b"".join(line + b"\n" + part for part in parts) + line + b"--\n"


def header(name: str, value: str) -> bytes:
    """As Django writes it: encoded where needed, folded, refused when it holds a line break."""
    fits = len(name) + 2 + len(value) <= _SHORT or name in _UNFOLDED
    if value.isascii() and value.isprintable() and fits:
        return f"{name}: {value}\n".encode()
    return _folded(name, value)


@lru_cache(maxsize=64)
def subject(value: str) -> bytes:
    # Encoded with its name in mind, so that the first line of the header is not an empty one.
    return compat32.fold("Subject", Header(value, header_name="Subject").encode()).encode()


@lru_cache(maxsize=64)
def _folded(name: str, value: str) -> bytes:
    """Most are the same in letter after letter: sender, subject, whom to answer."""
    return compat32.fold(*forbid_multi_line_headers(name, value, utf8_charset_qp)).encode()


@lru_cache(maxsize=8)
def _base64(content: bytes) -> bytes:
    """A calendar is in its letter twice."""
    return base64.encodebytes(content)
