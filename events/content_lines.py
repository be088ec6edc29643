"""The content lines of iCalendar: escaping, parameters, folding (RFC 5545 §3.1–3.3).

Written here rather than taken from the icalendar library, whose escaping turns a typed `\\N` (as in
`C:\\New`) into a line break and whose folding may part the two halves of an escaped backslash.
Text goes in as people typed it; what comes out is always a legal stream.
"""

import re

MAX_OCTETS = 75
CRLF = b"\r\n"

# What word processors and operating systems use for a new line: vertical tab is Word's soft return.
_LINE_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NEEDS_QUOTES = re.compile("[,;:]")


def text(value: str) -> str:
    """A TEXT value that may hold line breaks."""
    escaped = _printable(_LINE_BREAKS.sub("\n", value))
    for character in ("\\", ";", ","):
        escaped = escaped.replace(character, f"\\{character}")
    return escaped.replace("\n", "\\n")


def one_line(value: str) -> str:
    """A TEXT value on a single line."""
    return text(plain(value))


def plain(value: str) -> str:
    """As it is, but on one line: what was broken is joined by a blank."""
    return _printable(_LINE_BREAKS.sub(" ", value))


def parameter(value: str) -> str:
    """A parameter's value. No double quote may stand in it, not even escaped."""
    unquoted = plain(value).replace('"', "'")
    return f'"{unquoted}"' if _NEEDS_QUOTES.search(unquoted) else unquoted


def fold(line: str) -> bytes:
    """The line in pieces of at most 75 octets, each but the first after a blank that counts as one of them.

    Never cut inside a character, nor between a backslash and what it escapes.
    """
    octets = line.encode()
    pieces = []
    start, room = 0, MAX_OCTETS
    while len(octets) - start > room:
        cut = start + room
        while octets[cut] & 0b1100_0000 == 0b1000_0000:
            cut -= 1
        piece = octets[start:cut]
        backslashes = len(piece) - len(piece.rstrip(b"\\"))
        if backslashes % 2:
            cut -= 1
        pieces.append(octets[start:cut])
        start, room = cut, MAX_OCTETS - 1
    pieces.append(octets[start:])
    return (CRLF + b" ").join(pieces) + CRLF


def _printable(value: str) -> str:
    return _CONTROL_CHARACTERS.sub("", value.replace("\t", " "))
