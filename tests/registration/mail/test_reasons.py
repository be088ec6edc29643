import re
from pathlib import Path

import registration
from registration.domain import delivery, mail_holds
from registration.mail import by_hand, kinds, notices, reasons, recording, sending

ASKED_FOR = {reasons.BY_STAFF, reasons.MAILING_STOPPED, reasons.SENT_AGAIN}


def test_every_reason_that_is_written_has_words():
    code = "".join(
        Path(module.__file__).read_text()
        for module in (by_hand, delivery, kinds, mail_holds, notices, recording, sending)
    )
    written = set(re.findall(r'(?:return|reason=) ?"(\w+)"', code))

    assert written | ASKED_FOR == set(reasons.WORDS)


def test_reason_that_is_asked_for_later_is_spelled_in_one_place():
    package = Path(registration.__file__).parent
    files = [path for path in package.rglob("*.py") if "migrations" not in path.parts]
    spelled = {
        (path.relative_to(package).as_posix(), reason)
        for path in files
        for reason in ASKED_FOR
        if f'"{reason}"' in path.read_text()
    }

    assert spelled == {("mail/reasons.py", reason) for reason in ASKED_FOR}


def test_reason_without_words_is_shown_as_it_is():
    assert reasons.words_for("of_old") == "of_old"
