"""A letter that is filled in among many is byte for byte the one that is written whole."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from registration.domain import letter_texts
from registration.mail import compose, letter_samples, texts, writing
from registration.mail.batch import Shared
from registration.mail.texts import Wording
from registration.models import OutboxMessage
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TOKENS = ("a" * 42 + "_", "b" * 42 + "-")
NAMES = ["Åsa", "O'Brien & <b>Co</b>", '"Bo"', "Null", "محمد", "A  B", "&amp;", "{titel}"]


@pytest.mark.parametrize("with_words", [False, True])
@pytest.mark.parametrize("kind", texts.edited_kinds())
def test_letters_filled_in_are_letters_written_whole(kind, with_words, seminar, stina):
    if with_words:
        words = Wording(
            subject="Hej {förnamn}", opening="Först,\n{förnamn}.", closing="Sist {roll} {förnamn}."
        )
        letter_texts.save(kind, words, language="sv", event=None, by=stina, now=NOW)
    written = [
        sample(kind, seminar, language=language, name=name) for language in ("sv", "en") for name in NAMES
    ]
    shared = Shared(texts.of_many(written), writing.Ready())

    for number, message in enumerate(written):
        tokens = {"token": TOKENS[number % 2], "stop_token": TOKENS[1 - number % 2]}
        whole = compose.compose(message, now=NOW, **tokens)
        assert compose.compose(message, now=NOW, **tokens, shared=shared) == whole

    # But for one name that is read differently in different places they were filled in.
    assert len(shared.ready.kept) == 2


def sample(kind: str, event, *, language: str, name: str) -> OutboxMessage:
    message = letter_samples.to_somebody(kind, event, language=language, now=NOW)
    message.its_registration.first_name = name
    message.its_registration.job_title = name
    return message


def test_templates_see_of_a_registration_only_what_tells_letters_apart():
    folder = Path(settings.BASE_DIR, "templates", "emails")
    seen = {
        name
        for template in folder.rglob("*.*")
        for name in re.findall(r"registration\.(\w+)", template.read_text())
    }

    # `is_ended` is how the status is read.
    assert seen - {"first_name", "is_ended"} <= set(writing.SEEN)
