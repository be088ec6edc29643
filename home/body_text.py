"""Plain parts of a text (heading, paragraph, list, table) as the stream that a page's body keeps.

The starting texts of a new site and the sample content are written as such parts, so that they can be
read and changed by people who do not know how a stream is stored.
"""

import re
import uuid
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MADE_HERE = uuid.UUID("6f1d6a3e-6f0c-4f0e-9d3a-5f3a1f5d7c11")


def stream_of(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a StreamField keeps, as a list. The same parts give the same ids, so nothing looks changed."""
    return [
        {"type": part["type"], "value": _value(part), "id": _id(position, part["type"])}
        for position, part in enumerate(parts)
    ]


def paragraph(text: str) -> str:
    """A paragraph of rich text; mail addresses in it become links."""
    linked = _ADDRESS.sub(
        lambda found: f'<a href="mailto:{found[0]}">{found[0]}</a>', escape(text, quote=False)
    )
    return f"<p>{linked}</p>"


def _value(part: Mapping[str, Any]) -> Any:
    if part["type"] == "paragraph":
        return paragraph(part["text"])
    if part["type"] == "list":
        return [
            {"type": "item", "value": paragraph(item), "id": _id(position, item)}
            for position, item in enumerate(part["items"])
        ]
    if part["type"] == "table":
        return {
            "data": [part["header"], *part["rows"]],
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_header_choice": "row",
            "table_caption": part.get("caption", ""),
            "cell": [],
            "mergeCells": [],
        }
    if part["type"] == "heading":
        return part["text"]
    # A block that needs no text of its own.
    return None


def _id(position: int, text: str) -> str:
    return str(uuid.uuid5(_MADE_HERE, f"{position} {text}"))
