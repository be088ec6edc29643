"""Reading a calendar stream as raw bytes, by the letter of RFC 5545 and without the code that wrote it."""

import re

UNESCAPED = {"n": "\n", "N": "\n"}


def lines(stream: bytes) -> list[str]:
    """The unfolded content lines; fails when the stream breaks a rule of its form."""
    assert not stream.startswith(b"\xef\xbb\xbf")
    assert stream.endswith(b"\r\n")
    raw = stream[:-2].split(b"\r\n")
    assert all(raw)
    assert not any(re.search(rb"[\x00-\x1f\x7f]", line) for line in raw)
    assert max(map(len, raw)) <= 75
    for line in raw:
        # Decoding each piece by itself shows that none was cut inside a character, counting that no
        # escape was parted from its letter.
        line.decode("utf-8")
        assert (len(line) - len(line.rstrip(b"\\"))) % 2 == 0
    return stream.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]


def event_lines(stream: bytes) -> list[str]:
    """The lines of the only event in the stream."""
    found = lines(stream)
    assert found.count("BEGIN:VEVENT") == 1
    return found[found.index("BEGIN:VEVENT") + 1 : found.index("END:VEVENT")]


def values(stream: bytes, name: str) -> list[str]:
    """What stands after the colon in each of the event's lines of this name, parameters left out."""
    pattern = re.compile(rf'{name}(?:;[^:"]*(?:"[^"]*")?)*:(.*)', re.DOTALL)
    return [match[1] for line in event_lines(stream) if (match := pattern.fullmatch(line))]


def text(stream: bytes, name: str) -> str:
    """A TEXT property of the event, as a calendar shows it."""
    (value,) = values(stream, name)
    return unescape(value)


def unescape(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda match: UNESCAPED.get(match[1], match[1]), value)
