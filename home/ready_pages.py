"""Pages that are the same for everybody but for a few values, kept in memory for a moment.

A page is written once with blanks, and each visitor gets it with their own values filled in. What the page
depends on belongs in the key; what may be some seconds old, such as the menu, need not.
"""

import re
from collections.abc import Callable, Hashable, Mapping

from django.utils.html import escape

from home.memory import remembered

# Long enough for a rush, too short for anybody to see that the menu or the footer has changed since.
KEPT_SECONDS = 5

# Private use characters, which no text of ours holds.
_OPENS, _CLOSES = "\ue0b0", "\ue0b1"
_BLANK = re.compile(f"{_OPENS}([a-z_]+){_CLOSES}")


def blank(name: str) -> str:
    """What stands in the page where this visitor's value will be."""
    return f"{_OPENS}{name}{_CLOSES}"


def filled(key: Hashable, *, write: Callable[[], str], values: Mapping[str, str]) -> str:
    """The page of this key, written now if nobody has asked for it a moment ago, with the values in place
    of their blanks. `write` returns HTML; values are escaped here."""
    page = remembered(("page", key), as_of=None, make=write, seconds=KEPT_SECONDS)
    # In one pass: what somebody typed is not looked through for blanks.
    return _BLANK.sub(lambda found: escape(values[found[1]]), page)
