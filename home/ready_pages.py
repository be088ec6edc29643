"""Pages that are the same for everybody but for a few values, kept in memory for a moment.

A page is written once with blanks, and each visitor gets it with their own values filled in. What the page
depends on belongs in the key; what may be some seconds old, such as the menu, need not.
"""

import re
from collections.abc import Callable, Hashable, Mapping

from django.core.cache import caches
from django.utils.html import escape

# Long enough for a rush, too short for anybody to see that the menu or the footer has changed since.
KEPT_SECONDS = 5
MEMORY = "memory"

# Private use characters, which no text of ours holds.
_OPENS, _CLOSES = "\ue0b0", "\ue0b1"
_BLANK = re.compile(f"{_OPENS}([a-z_]+){_CLOSES}")


def blank(name: str) -> str:
    """What stands in the page where this visitor's value will be."""
    return f"{_OPENS}{name}{_CLOSES}"


def filled(key: Hashable, *, write: Callable[[], str], values: Mapping[str, str]) -> str:
    """The page of this key, written now if nobody has asked for it a moment ago, with the values in place
    of their blanks. `write` returns HTML; values are escaped here."""
    memory = caches[MEMORY]
    # What tells pages apart may be long; a hash of it is not.
    cache_key = f"ready-page:{hash(key)}"
    kept = memory.get(cache_key)
    if kept is None or kept[0] != key:
        kept = (key, write())
        memory.set(cache_key, kept, KEPT_SECONDS)
    # In one pass: what somebody typed is not looked through for blanks.
    return _BLANK.sub(lambda found: escape(values[found[1]]), kept[1])
