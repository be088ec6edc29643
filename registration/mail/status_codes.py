"""What a mail server's status code says of an address (RFC 3463): gone for good, not now, or nothing."""

import re
from enum import StrEnum

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_PLAIN = re.compile(r"(?<![\d.])([45]\d\d)(?![\d.])")
# Plain replies to RCPT that are about the mailbox (RFC 5321 4.2.3); 554 is as often about us.
_ABOUT_THE_MAILBOX = {"550", "551", "553"}
# A mailbox that is full, a message too large or a server without room are no reason to give an address up.
_PASSING = {"2.2", "2.3", "3.1", "3.4"}
# The server says only that it failed.
_SAYS_NOTHING = {"0.0"}


class Severity(StrEnum):
    HARD = "hard"
    SOFT = "soft"
    NONE = ""


def code_in(*texts: str) -> str:
    """The first code that says something: `5.1.1` before `550`, and either before `5.0.0`."""
    enhanced = ["{}.{}.{}".format(*found) for text in texts for found in _ENHANCED.findall(text)]
    telling = [code for code in enhanced if code.partition(".")[2] not in _SAYS_NOTHING]
    plain = [code for text in texts for code in _PLAIN.findall(text)]
    return next(iter([*telling, *plain, *enhanced]), "")


def severity(code: str) -> Severity:
    """Of a delivery that has failed: what refuses the letter and not the address counts as passing."""
    if not code or code.startswith("2"):
        return Severity.NONE
    if code.startswith("4"):
        return Severity.SOFT
    if "." not in code:
        return Severity.HARD if code in _ABOUT_THE_MAILBOX else Severity.SOFT
    subject = code.partition(".")[2]
    # 5.6 is about the contents, 5.7 about rules of the receiver, such as filters.
    is_passing = subject in _PASSING or subject.startswith(("6.", "7."))
    return Severity.SOFT if is_passing else Severity.HARD


def is_no_such_mailbox(code: str) -> bool:
    """Whether a refusal at once is about the address alone; `5.7.1` may as well be our own server's rule."""
    if "." in code:
        return severity(code) == Severity.HARD and code != "5.0.0"
    return code in _ABOUT_THE_MAILBOX
