"""A letter as a mail: parts, order and encoding (docs/rules.md C 3; RFC 6047 2.4, RFC 3834)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import encoders
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.utils import formatdate
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import utf8_charset_qp

from registration.mail import wire


@dataclass(frozen=True)
class CalendarAttachment:
    """The calendar as it was made, with the version it tells of."""

    content: bytes
    method: str
    sequence: int
    changed_at: datetime
    filename: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter, such as a document."""

    filename: str
    content: bytes
    mimetype: str


class LetterEmail(EmailMultiAlternatives):
    """Text, HTML and, last of the alternatives, the calendar; the same bytes once more as a file.

    Everything is quoted-printable or base64, so that no server on the way has to recode it.
    """

    encoding = utf8_charset_qp

    def __init__(
        self,
        *,
        html: str,
        calendar: CalendarAttachment | None,
        files: Iterable[Attachment] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.calendar = calendar
        self.attach_alternative(html, "text/html")
        if calendar is not None:
            self.attach(_calendar_part(calendar, is_file=True))
        for file in files:
            self.attach(_file_part(file))

    def message(self) -> Message:  # type: ignore[override]  # the stubs describe a later Django
        """What a mail server is handed: bytes, and parts for whoever asks for those."""
        return cast(Message, _Message(self))

    def in_parts(self) -> Message:
        message = super().message()
        # Encoded with its name in mind, so that the first line of the header is not an empty one.
        subject = Header(str(self.subject), header_name="Subject").encode()
        message.replace_header("Subject", subject)
        if self.calendar is not None:
            alternative = cast(MIMEMultipart, message.get_payload(0))
            alternative.attach(_calendar_part(self.calendar, is_file=False))
        return message

    def as_bytes(self) -> bytes:
        """As `in_parts`, without taking it apart."""
        alternatives = [wire.text_part(str(self.body), subtype="plain")]
        alternatives += [wire.text_part(str(html), subtype="html") for html, _kind in self.alternatives]
        files = []
        if (calendar := self.calendar) is not None:
            alternatives.append(wire.calendar_part(calendar.content, method=calendar.method))
            files = [wire.calendar_part(calendar.content, method=calendar.method, filename=calendar.filename)]
        files += [wire.any_part(file) for file in self.attachments[len(files) :]]
        if not files:
            return wire.several("alternative", alternatives, headers=self._headers())
        return wire.several(
            "mixed", [wire.several("alternative", alternatives), *files], headers=self._headers()
        )

    def _headers(self) -> bytes:
        named = {"From": self.from_email, "To": ", ".join(self.to), "Reply-To": ", ".join(self.reply_to)}
        named |= {"Date": formatdate(localtime=settings.EMAIL_USE_LOCALTIME), **self.extra_headers}
        lines = [wire.header(name, str(value)) for name, value in named.items() if value]
        return b"".join([wire.subject(str(self.subject)), *lines])


class _Message:
    """A letter as Django asks for it: mail servers want its bytes, its parts are made for who wants those."""

    def __init__(self, email: LetterEmail) -> None:
        self._email = email

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return self._email.as_bytes().replace(b"\n", linesep.encode())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._email.in_parts(), name)


def _calendar_part(calendar: CalendarAttachment, *, is_file: bool) -> MIMEBase:
    part = MIMEBase("text", "calendar")
    # Unquoted: some calendar clients compare the parameter letter by letter.
    part.replace_header("Content-Type", f"text/calendar; method={calendar.method}; charset=utf-8")
    part.set_payload(calendar.content)
    encoders.encode_base64(part)
    if is_file:
        part.add_header("Content-Disposition", "attachment", filename=calendar.filename)
    return part


def _file_part(file: Attachment) -> MIMEBase:
    main, _slash, sub = file.mimetype.partition("/")
    part = MIMEBase(main, sub)
    part.set_payload(file.content)
    encoders.encode_base64(part)
    name = file.filename if file.filename.isascii() else ("utf-8", "", file.filename)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part
