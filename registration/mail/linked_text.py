"""Plain text that somebody has typed, as paragraphs of HTML in which addresses of the web can be followed."""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# What has no scheme of the web stays text, whatever it calls itself.
_ADDRESS = re.compile(r"https?://[^\s<>\"\u201d]+")
# Ends a sentence rather than an address.
_TAIL = ".,;:!?'\u2026"
_STYLE = "color:#0B5947;text-decoration:underline;"


def paragraphs(text: str) -> list[SafeString]:
    """A blank line parts two paragraphs; nothing of the text is read as HTML."""
    return [_linked(part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _linked(text: str) -> SafeString:
    found: list[str] = []
    at = 0
    for match in _ADDRESS.finditer(text):
        address = _without_tail(match.group())
        found.append(escape(text[at : match.start()]))
        found.append(format_html('<a href="{0}" style="{1}">{0}</a>', address, _STYLE))
        at = match.start() + len(address)
    found.append(escape(text[at:]))
    # Every piece has been escaped above.
    return mark_safe("".join(found).replace("\n", "<br />"))  # noqa: S308


def _without_tail(address: str) -> str:
    """`(https://example.org/a).` is an address in brackets at the end of a sentence."""
    address = address.rstrip(_TAIL)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_TAIL)
    return address
