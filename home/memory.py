"""What each process keeps for itself for a moment, made by one thread while the others wait for it.

In a rush all threads miss the same thing at once; making it as often would take as many times the time.
"""

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.core.cache import caches

MEMORY = "memory"
# Two names may share a lock, which costs a wait at worst.
_MAKING = [threading.RLock() for _ in range(32)]

T = TypeVar("T")


def remembered(name: Hashable, *, as_of: Hashable, make: Callable[[], T], seconds: float) -> T:
    """What was made under this name, if it was made as of the same; else made now.

    Everybody gets a copy of their own.
    """
    memory = caches[MEMORY]
    # What tells names apart may be long; a hash of it is not.
    key = f"remembered:{hash(name)}"
    if (kept := memory.get(key)) and kept[0] == (name, as_of):
        return kept[1]
    with _MAKING[hash(name) % len(_MAKING)]:
        if (kept := memory.get(key)) and kept[0] == (name, as_of):
            return kept[1]
        made = make()
        memory.set(key, ((name, as_of), made), seconds)
        return made
