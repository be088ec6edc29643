"""Subject lines: at most sixty characters before the date, and never more than one line."""

from typing import Any

from django.template.loader import render_to_string

from home import dates

LONGEST = 60
SHORTEST_TITLE = 12


def subject_of(kind: str, context: dict[str, Any], *, title: str) -> str:
    """The template of this kind, with as much of the title as there is room for."""
    template = f"emails/{kind}-subject.txt"
    frame = one_line(render_to_string(template, context | {"title": "_", "day": ""}))
    room = LONGEST - len(frame.replace("_", "", 1))
    return one_line(render_to_string(template, context | {"title": shortened(one_line(title), room)}))


def shortened(title: str, room: int) -> str:
    """At most `room` characters, cut between two words where there is one to cut at."""
    room = max(room, SHORTEST_TITLE)
    if len(title) <= room:
        return title
    cut = title[: room - 1]
    if not title[room - 1].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(f" ,.:;?!-{dates.DASH}") + "…"


def one_line(text: str) -> str:
    """Header values hold no line break and no control character (docs/rules.md R 2.8)."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())
