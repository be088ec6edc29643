"""Mail to a server as Django sends it, but that plain addresses are not taken apart for each of thousands.

To do that takes longer than to make a letter's bytes.
"""

import re
import smtplib
from functools import lru_cache

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

# Of these Django makes the same again (tests/bostadsforum/test_smtp.py compares the two).
_ATOM, _LABEL = r"[A-Za-z0-9_+-]{1,60}", r"[A-Za-z0-9-]{1,63}"
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")


class SmtpBackend(EmailBackend):
    def _send(self, email_message: EmailMessage) -> bool:
        if not email_message.recipients() or self.connection is None:
            return False
        encoding = str(email_message.encoding or "utf-8")
        sender = _sanitized(email_message.from_email, encoding)
        recipients = [envelope_address(address, encoding) for address in email_message.recipients()]
        # Django's own class of message takes the line ending; the stubs know the general one only.
        content = email_message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        try:
            self.connection.sendmail(sender, recipients, content)
        except smtplib.SMTPException:
            if not self.fail_silently:
                raise
            return False
        return True


def envelope_address(address: str, encoding: str = "utf-8") -> str:
    return address if _PLAIN.fullmatch(address) else sanitize_address(address, encoding)


# There is one sender.
_sanitized = lru_cache(maxsize=8)(sanitize_address)
