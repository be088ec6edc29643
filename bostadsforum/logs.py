"""Logs: JSON lines in UTC with the request's id, and nothing about people (docs/rules.md R 7.4, 9.5).

Of what a caller adds only the fields in `FIELDS` are written. Of an exception the kind and the places are
written, not its words: a database's complaint about a duplicate quotes the address.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

FIELDS = (
    "attempts", "count", "error", "event", "kind", "letter", "method", "milliseconds", "page", "path",
    "process", "reason", "registration", "seconds", "status", "status_code", "task",
)  # fmt: skip

_request_id: ContextVar[str] = ContextVar("request_id", default="")

# What comes behind these is a secret of one person, whatever it looks like.
_SECRET_PATHS = re.compile(
    r"(?P<before>/(?:min-anmalan|mitt-bostadsforum|inga-utskick|inbjudan|kalender/p|password_reset/confirm)/)[^/\s\"'?#]+(?:/[\w-]+-[0-9a-f]{32})?"
)
# 256 random bits in URL-safe base64, wherever they stand.
_TOKENS = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")
_MAIL_ADDRESSES = re.compile(r"[^\s<>\"'(),:;=\[\]]+@[^\s<>\"'(),:;=\[\]]+")
MASK = "***"


@contextmanager
def request(identity: str) -> Iterator[None]:
    """Everything logged inside belongs to this request."""
    token = _request_id.set(identity)
    try:
        yield
    finally:
        _request_id.reset(token)


def mask(text: str) -> str:
    text = _SECRET_PATHS.sub(rf"\g<before>{MASK}", text)
    return _MAIL_ADDRESSES.sub(MASK, _TOKENS.sub(MASK, text))


class MaskTokens(logging.Filter):
    """Mask in the record itself, so that no handler after this one sees more."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        record.msg, record.args = mask(message), None
        for name in FIELDS:
            value = record.__dict__.get(name)
            if isinstance(value, str):
                record.__dict__[name] = mask(value)
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if identity := _request_id.get():
            line["request"] = identity
        # `process` is the number that every record carries anyway.
        line |= {name: record.__dict__[name] for name in FIELDS if name in record.__dict__}
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["at"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-12:]
            ]
        return json.dumps(line, ensure_ascii=False, default=str)
