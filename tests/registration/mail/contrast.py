"""How well the words of a letter stand out, as they are and as clients turn them for dark screens."""

import colorsys
import re

from bs4 import Comment, NavigableString, Tag

Colour = tuple[float, float, float]


def pairs_of(body: Tag) -> set[tuple[Colour, Colour]]:
    """Ink and ground of every word, as said between the word and its cell: what is said farther out may be
    turned by a client without the rest."""
    found = set()
    for words in body.find_all(string=True):
        if isinstance(words, Comment) or not words.strip("\u200a\u00a0 \n") or _is_hidden(words):
            continue
        within = _up_to_cell(words)
        inks = [colour for element in within if (colour := _said(element, r"(?<![-\w])color"))]
        grounds = [colour for element in within if (colour := _said(element, r"background(?:-color)?"))]
        assert inks, words
        assert grounds, words
        found.add((inks[0], grounds[0]))
    return found


def between(one: Colour, other: Colour) -> float:
    """WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def inverted(colour: Colour) -> Colour:
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    return colorsys.hls_to_rgb(hue, 1 - lightness, saturation)


def _up_to_cell(words: NavigableString) -> list[Tag]:
    elements = []
    for element in words.parents:
        elements.append(element)
        if element.name in {"td", "th"}:
            break
    return elements


def _is_hidden(words: NavigableString) -> bool:
    return any("display:none" in element.get("style", "") for element in words.parents)


def _said(element: Tag, name: str) -> Colour | None:
    match = re.search(rf"{name}:\s*#([0-9A-Fa-f]{{6}})", element.get("style", ""))
    if match is None:
        return None
    red, green, blue = (int(match[1][place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
