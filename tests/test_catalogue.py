"""The Swedish catalogue says everything that the source says in English: nothing missing, nothing fuzzy.

What the source says is read by GNU gettext from a copy of it, so that no file here is touched.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "sv" / "LC_MESSAGES" / "django.po"
READ = ("home", "events", "registration", "bostadsforum", "templates")
ENDINGS = ("py", "html", "txt", "mjml")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> polib.POFile:
    """What gettext finds in the source now."""
    folder = tmp_path_factory.mktemp("source")
    for name in READ:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    (folder / "locale").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "sv", "--no-wrap"]
    command += ["--extension", ",".join(ENDINGS)]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return polib.pofile(str(folder / "locale" / "sv" / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def identity(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def in_use(catalogue: polib.POFile) -> list[polib.POEntry]:
    return [entry for entry in catalogue if not entry.obsolete]


def test_catalogue_holds_what_the_source_says_and_nothing_else(source, catalogue):
    said = {identity(entry) for entry in in_use(source)}
    kept = {identity(entry) for entry in in_use(catalogue)}

    assert len(said) > 200
    assert sorted(said - kept, key=str) == []
    assert sorted(kept - said, key=str) == []


def test_every_sentence_is_translated(catalogue):
    untranslated = [
        entry.msgid
        for entry in in_use(catalogue)
        if not all(entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
    ]

    assert untranslated == []


def test_nothing_is_fuzzy_or_left_over(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_translations_have_the_same_blanks_to_fill(catalogue):
    def blanks(text: str) -> list[str]:
        return sorted(match.group() for match in PLACEHOLDER.finditer(text))

    assert [
        (entry.msgid, entry.msgstr)
        for entry in in_use(catalogue)
        if entry.msgstr and blanks(entry.msgid) != blanks(entry.msgstr)
    ] == []


def test_swedish_has_two_forms(catalogue):
    assert catalogue.metadata["Plural-Forms"].startswith("nplurals=2;")
    assert [
        entry.msgid for entry in in_use(catalogue) if entry.msgid_plural and len(entry.msgstr_plural) != 2
    ] == []
