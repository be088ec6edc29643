"""Subject, text and HTML of a letter, from the templates of its kind and the words of staff.

Many letters at once differ in names and links alone: then the parts that are the same are written once, with
blanks, and each letter is filled in. It is byte for byte the letter that is written whole.
"""

import copy
import re
import secrets
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import mrml
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import EventPage
from home.models import SiteSettings
from registration.mail import letter_links, texts
from registration.mail.letter_links import LetterLinks
from registration.mail.subject import one_line, subject_of

# Of letters and digits, so that nothing on the way treats it as anything but a word, and nobody can type it.
_TOKENS = ("own", "stop")
_MARK = f"blank{secrets.token_hex(12)}"
_BLANK = re.compile(f"{_MARK}([a-z]+){_MARK}")
# What templates and placeholders see of a registration beside the name; a template that wants more fails a
# test (tests/registration/mail/test_writing.py).
SEEN = ("status", "role", "attendance", "language", "status_before_cancelling", "wants_directly")
# The same for all letters about one event, as long as they share what was read of it; and what `SEEN` is of.
_LEFT_OUT = {"event", "contact", "site", "registration"}


@dataclass
class Written:
    subject: str
    text: str
    html: str


@dataclass
class Ready:
    """What letters that are written together share. It is only as fresh as what was read for them."""

    kept: dict[Hashable, "_WithBlanks"] = field(default_factory=dict)

    _links: dict[Hashable, LetterLinks] = field(default_factory=dict)

    @cached_property
    def site(self) -> SiteSettings:
        return _site()

    def links(self, event: EventPage, *, token: str, stop_token: str) -> LetterLinks:
        """As `letter_links.of`, whose addresses take long to find and differ in their secrets alone."""
        key = (event.pk, get_language())
        if key not in self._links:
            self._links[key] = letter_links.of(event, token=_blank("own"), stop_token=_blank("stop"))
        return _with_other_words(self._links[key], {_blank("own"): token, _blank("stop"): stop_token})


@dataclass(frozen=True)
class _WithBlanks:
    """Text and HTML in pieces: what stays, and in every second place the name of a blank.

    `subject` is None where it is each letter's own.
    """

    subject: str | None
    text: list[str]
    html: list[str]


def written(
    kind: str,
    context: dict[str, Any],
    *,
    title: str,
    layers: texts.Layers = (),
    tokens: Mapping[str, str] | None = None,
    ready: Ready | None = None,
) -> Written:
    """`tokens`: the secret parts of links, by a name of each. `ready`: among letters that share it."""
    site = site_of(ready)
    context = context | {"site": site, "organisers": _(" and ").join(site.organiser_names())}
    values = _values_of_blanks(context, tokens or {}) if ready is not None else None
    if ready is None or values is None:
        return _whole(kind, context, title=title, layers=layers)
    masked = _masked(context, values)
    key = (kind, title, layers, *_frozen_items(masked))
    if key not in ready.kept:
        ready.kept[key] = _with_blanks(kind, masked, title=title, layers=layers)
    return _filled(ready.kept[key], kind, context, values, title=title, layers=layers)


def site_of(ready: Ready | None) -> SiteSettings:
    return ready.site if ready is not None else _site()


def _site() -> SiteSettings:
    return SiteSettings.objects.filter(site__is_default_site=True).first() or SiteSettings()


def _whole(kind: str, context: dict[str, Any], *, title: str, layers: texts.Layers) -> Written:
    wording = texts.read(kind, layers, context)
    context = context | {"opening": wording.opening, "closing": wording.closing}
    subject = wording.subject or subject_of(kind, context, title=title)
    return Written(subject, *_rendered(kind, context | {"subject": subject}))


def _rendered(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    text = _tidied(render_to_string(f"emails/{kind}.txt", context))
    return text, mrml.to_html(render_to_string(f"emails/{kind}.mjml", context)).content


def _tidied(text: str) -> str:
    """Parts that are not there leave no hole."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


# --- With blanks ----------------------------------------------------------------------------------


def _values_of_blanks(context: dict[str, Any], tokens: Mapping[str, str]) -> dict[str, str] | None:
    """What differs from letter to letter; None where a letter has to be written whole: a name with two blanks
    in a row is read differently in different places."""
    registration = context["registration"]
    first_name = registration.first_name
    if not first_name or one_line(first_name) != first_name:
        return None
    return {"name": first_name, "who": registration.job_and_organisation, **tokens}


def _masked(context: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """The context with blanks where this letter's values stand."""
    registration = copy.copy(context["registration"])
    registration.first_name = _blank("name")
    secrets_in_links = {value: _blank(name) for name, value in values.items() if name in _TOKENS and value}
    links = _with_other_words(context["links"], secrets_in_links)
    *others, role = context["facts"]
    who = values["who"]
    if who and role.lines[-1] == who:
        role = replace(role, lines=(*role.lines[:-1], _blank("who")))
    return context | {"registration": registration, "links": links, "facts": [*others, role]}


def _with_other_words(links: LetterLinks, words: Mapping[str, str]) -> LetterLinks:
    found = vars(links)
    for word, other in words.items():
        found = {name: address.replace(word, other) for name, address in found.items()}
    return LetterLinks(**found)


def _with_blanks(kind: str, masked: dict[str, Any], *, title: str, layers: texts.Layers) -> _WithBlanks:
    wording = texts.read(kind, layers, masked)
    context = masked | {"opening": wording.opening, "closing": wording.closing}
    is_own = any("{" in layer.subject for layer in layers)
    subject = "" if is_own else wording.subject or subject_of(kind, context, title=title)
    if is_own or _MARK in subject:
        subject = _blank("subject")
    text, html = _rendered(kind, context | {"subject": subject})
    return _WithBlanks(
        subject=None if _MARK in subject else subject, text=_BLANK.split(text), html=_BLANK.split(html)
    )


def _filled(
    pieces: _WithBlanks,
    kind: str,
    context: dict[str, Any],
    values: dict[str, str],
    *,
    title: str,
    layers: texts.Layers,
) -> Written:
    subject = pieces.subject
    if subject is None:
        wording = texts.read(kind, layers, context)
        words = {"opening": wording.opening, "closing": wording.closing}
        subject = wording.subject or subject_of(kind, context | words, title=title)
    values = values | {"subject": subject}
    escaped = {name: escape(value) for name, value in values.items()}
    return Written(subject, _joined(pieces.text, values), _joined(pieces.html, escaped))


def _joined(pieces: list[str], values: Mapping[str, str]) -> str:
    whole = pieces.copy()
    whole[1::2] = [values[name] for name in pieces[1::2]]
    return "".join(whole)


def _blank(name: str) -> str:
    return f"{_MARK}{name}{_MARK}"


# --- What tells letters apart ---------------------------------------------------------------------


def _frozen_items(masked: dict[str, Any]) -> tuple[Hashable, ...]:
    registration = masked["registration"]
    return (
        registration.event_id,
        *(getattr(registration, name) for name in SEEN),
        *(_frozen(value) for name, value in masked.items() if name not in _LEFT_OUT),
    )


def _frozen(value: Any) -> Hashable:
    if isinstance(value, list | tuple):
        return tuple(map(_frozen, value))
    return frozenset(value) if isinstance(value, set) else value
