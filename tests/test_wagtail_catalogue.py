"""Wagtail's own words are all in Swedish too: what its catalogues leave out stands in ours, and nothing else.

A new version of Wagtail may bring new sentences and drop old ones; both show here.
"""

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

OURS = Path(settings.BASE_DIR) / "bostadsforum" / "locale_wagtail" / "sv" / "LC_MESSAGES"
DOMAINS = ["django", "djangojs"]
BLANK = re.compile(r"%\(\w+\)[sd]")

pytestmark = [pytest.mark.once, pytest.mark.parametrize("domain", DOMAINS)]


def catalogues_of_wagtail(language: str, domain: str) -> dict[str, polib.POEntry]:
    """By their English, what the installed parts of Wagtail say in a language."""
    found = {}
    for app in apps.get_app_configs():
        file = Path(app.path) / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
        if app.name.startswith("wagtail") and file.exists():
            found |= {entry.msgid: entry for entry in polib.pofile(str(file)) if not entry.obsolete}
    return found


def ours(domain: str) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(OURS / f"{domain}.po"))}


def words_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_wagtail_says_nothing_in_english(domain):
    said = catalogues_of_wagtail("en", domain)

    assert said
    assert sorted(said.keys() - catalogues_of_wagtail("sv", domain).keys() - ours(domain).keys()) == []


def test_nothing_is_kept_that_wagtail_does_not_say(domain):
    assert sorted(ours(domain).keys() - catalogues_of_wagtail("en", domain).keys()) == []


def test_what_wagtail_says_well_is_left_to_it(domain):
    theirs = catalogues_of_wagtail("sv", domain)

    assert [
        entry.msgid
        for entry in ours(domain).values()
        if entry.msgid in theirs and words_of(entry) == words_of(theirs[entry.msgid])
    ] == []


def test_translations_fill_no_other_blanks_than_there_are(domain):
    def blanks(*texts: str) -> set[str]:
        return {blank for text in texts for blank in BLANK.findall(text)}

    assert [
        entry.msgid
        for entry in ours(domain).values()
        if not all(words_of(entry)) or blanks(*words_of(entry)) - blanks(entry.msgid, entry.msgid_plural)
    ] == []


def test_ours_come_before_those_of_wagtail(domain):
    entry = next(entry for entry in ours(domain).values() if not entry.msgid_plural)

    with translation.override("sv"):
        spoken = translation.gettext if domain == "django" else _gettext_of_scripts()

        assert spoken(entry.msgid) == entry.msgstr


def _gettext_of_scripts():
    return translation.trans_real.DjangoTranslation("sv", domain="djangojs").gettext
