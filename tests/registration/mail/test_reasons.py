import re
from pathlib import Path

from registration.domain import delivery, mail_holds
from registration.mail import by_hand, kinds, notices, reasons, recording, sending


def test_every_reason_that_is_written_has_words():
    code = "".join(
        Path(module.__file__).read_text()
        for module in (by_hand, delivery, kinds, mail_holds, notices, recording, sending)
    )
    written = set(re.findall(r'(?:return|reason=) ?"(\w+)"', code)) | {by_hand.SENT_AGAIN}

    assert written == set(reasons.WORDS)


def test_reason_without_words_is_shown_as_it_is():
    assert reasons.words_for("of_old") == "of_old"
