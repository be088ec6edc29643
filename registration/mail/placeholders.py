"""What staff can put into their texts in braces: `{titel}`, `{förnamn}` and so on.

No template language: known names are replaced by what they stand for in one pass, so that nothing in a
name or a title is ever read as a placeholder itself. The names are the same in texts of both languages.
"""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home import dates
from registration.mail import facts
from registration.mail.subject import LONGEST, one_line, shortened

_IN_BRACES = re.compile(r"\{([^{}]*)\}")
# A subject can hold a long name beside the title; this is where it ends in any case.
LONGEST_SUBJECT = 120

MEANINGS = {
    "förnamn": gettext_lazy("first name of the recipient"),
    "titel": gettext_lazy("title of the event"),
    "datum": gettext_lazy("weekday, day and year"),
    "dag": gettext_lazy("day and month"),
    "veckodag": gettext_lazy("weekday"),
    "klockslag": gettext_lazy("time of the start"),
    "lokal": gettext_lazy("venue, for who comes on site"),
    "roll": gettext_lazy("role of the recipient"),
    "processledare": gettext_lazy("name of the process leader"),
    "när": gettext_lazy("how near the day is, such as tomorrow"),
    "svara_senast": gettext_lazy("until when the seat is held"),
    "besked_senast": gettext_lazy("when the answer comes"),
    "överlåt_senast": gettext_lazy("until when the seat can be handed over"),
    "kollega": gettext_lazy("name of the colleague"),
}
_COMMON = (
    "förnamn",
    "titel",
    "datum",
    "dag",
    "veckodag",
    "klockslag",
    "lokal",
    "roll",
    "processledare",
)
_OF_KIND = {
    "confirmed": ("överlåt_senast",),
    "promoted": ("överlåt_senast",),
    "approved": ("överlåt_senast",),
    "took_over": ("överlåt_senast", "kollega"),
    "reminder": ("när", "överlåt_senast"),
    "reminder_waiting": ("när",),
    "requested": ("besked_senast",),
    "offered": ("svara_senast",),
    "handed_over": ("kollega",),
    "handover_declined": ("kollega",),
}
# It is about more than one event.
_FORUM = ("förnamn",)


def names_for(kind: str) -> tuple[str, ...]:
    """What can be used in this letter."""
    return _FORUM if kind == "forum" else (*_COMMON, *_OF_KIND.get(kind, ()))


def why_wrong(text: str, *, kind: str) -> str:
    """Why a text cannot be used, as a sentence that says what there is; empty when it can."""
    there_is = ", ".join(f"{{{name}}}" for name in names_for(kind))
    for name in _IN_BRACES.findall(text):
        if name not in names_for(kind):
            return _("{%(name)s} is not known in this letter. There is: %(there_is)s.") % {
                "name": name,
                "there_is": there_is,
            }
    if re.search(r"[{}]", _IN_BRACES.sub("", text)):
        return _("A brace stands without its other half. Write placeholders like this: %(there_is)s.") % {
            "there_is": there_is
        }
    return ""


def own_words(text: str) -> str:
    """The text without its placeholders."""
    return one_line(_IN_BRACES.sub("", text))


def values_of(context: dict[str, Any]) -> dict[str, str]:
    """What each stands for in this letter, in the active language; what there is not is empty."""
    event, registration, contact = context["event"], context["registration"], context["contact"]
    is_there = event.venue is not None and not facts.takes_part_online(registration)
    found = {
        "förnamn": registration.first_name,
        "titel": context["title"],
        "datum": dates.weekday_day_year(event.start_at) if event.start_at else "",
        "dag": context["day"],
        "veckodag": context["weekday"],
        "klockslag": context["starts"],
        "lokal": event.venue.name if is_there else "",
        "roll": str(registration.get_role_display()).lower(),
        "processledare": contact.full_name if contact is not None else "",
        "när": _nearness(context),
        "svara_senast": context["accept_by"],
        "besked_senast": context["answer_comes_by"],
        "överlåt_senast": context["hand_over_by"],
        "kollega": context["colleague"],
    }
    # A no-break space is what a clock time is kept together by, and no line break.
    return {
        name: dates.NBSP.join(one_line(part) for part in str(value).split(dates.NBSP))
        for name, value in found.items()
    }


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its placeholders replaced; empty when one of them stands for nothing here, since a
    sentence with a hole in it must not leave."""
    if any(not values.get(name) for name in _IN_BRACES.findall(text)):
        return ""
    return _replaced(text, values)


def fill_subject(text: str, values: dict[str, str]) -> str:
    """As `fill`, on one line, with as much of the title as there is room for."""
    if not fill(text, values):
        return ""
    dated = {"titel": "", "dag": "", "datum": "", "veckodag": "", "klockslag": ""}
    room = LONGEST - len(one_line(_replaced(text, values | dated)))
    title = shortened(values["titel"], room)
    return shortened(one_line(_replaced(text, values | {"titel": title})), LONGEST_SUBJECT)


def _replaced(text: str, values: dict[str, str]) -> str:
    return _IN_BRACES.sub(lambda found: values[found[1]], text)


def _nearness(context: dict[str, Any]) -> str:
    if not context["day"]:
        return ""
    words = {
        "today": _("today"),
        "tomorrow": _("tomorrow"),
        "this_week": _("on %(weekday)s") % {"weekday": context["weekday"]},
    }
    return words.get(context["nearness"]) or _("on %(day)s") % {"day": context["day"]}
