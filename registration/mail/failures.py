"""What went wrong when a letter was sent, and what follows from it (docs/rules.md R 2.4, R 2.5)."""

import random
import smtplib
from datetime import timedelta

from django.conf import settings

from registration.mail import status_codes

# SMTP codes about our own log-in: a wrong password must not end every letter for good.
_LOGIN_CODES = {530, 534, 535, 538}
_ABOUT_THE_LETTER = (smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


class NoConnectionError(OSError):
    """No connection to the mail server, and so no answer about any letter; says which error it was."""


class NothingSentError(Exception):
    """The mail backend took the letter without a complaint and without sending it."""


def is_final(error: Exception) -> bool:
    """The server refuses this letter for good; a 5xx to our greeting says nothing of the letter."""
    code = _smtp_code(error)
    return (
        isinstance(error, _ABOUT_THE_LETTER) and code is not None and code >= 500 and code not in _LOGIN_CODES
    )


def no_such_mailbox(error: Exception) -> str:
    """The code with which a server refused the recipient's address itself; empty for every other refusal."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    answers = list(error.recipients.values())
    plain, words = answers[0] if answers else (0, b"")
    told = words.decode("ascii", "replace") if isinstance(words, bytes) else str(words)
    code = status_codes.code_in(told) or str(plain)
    return code if status_codes.is_no_such_mailbox(code) else ""


def is_known(error: Exception) -> bool:
    """An answer of the server, or trouble on the way to it; anything else may be our own fault."""
    if _smtp_code(error) is not None:
        return True
    return isinstance(error, OSError) and not _is_about_a_file(error)


def is_certainly_unsent(error: Exception) -> bool:
    """The server said no: nobody has the letter. After a lost connection that cannot be known."""
    return _smtp_code(error) is not None


def name_of(error: Exception) -> str:
    """The class and the SMTP code; never the server's text, which may hold addresses."""
    if isinstance(error, NoConnectionError):
        return str(error)
    return f"{type(error).__name__} {_smtp_code(error) or ''}".strip()


def retry_pause(attempts: int) -> timedelta:
    """The pause after this many attempts: 1, 5, 15, 60 minutes, then hourly, with jitter from then on."""
    pauses = settings.OUTBOX_RETRY_SECONDS
    if attempts <= len(pauses):
        return timedelta(seconds=pauses[attempts - 1])
    return timedelta(seconds=pauses[-1] * random.uniform(1.0, 1.1))


def _is_about_a_file(error: OSError) -> bool:
    """An attachment that is gone or cannot be read; waiting brings none back."""
    return isinstance(error, FileNotFoundError) or error.filename is not None


def _smtp_code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        # One recipient, so one answer.
        return next((code for code, _ in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
