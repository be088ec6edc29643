"""One rule for a Redis that is away or silent: whoever finds out lets it rest, and nobody waits for it again.

Each silent answer costs the visitor half a second. After one, everything in this process that would have
asked Redis (cache, rate limits, the nudge to the worker) goes on without it for a while.
"""

import logging
import threading
import time

logger = logging.getLogger(__name__)

REST_SECONDS = 30.0

_lock = threading.Lock()
_rests_until = 0.0


def is_resting() -> bool:
    return time.monotonic() < _rests_until


def let_rest(error: Exception, *, during: str) -> None:
    global _rests_until
    with _lock:
        was_resting = is_resting()
        _rests_until = time.monotonic() + REST_SECONDS
    if not was_resting:
        logger.warning("redis rests", extra={"error": type(error).__name__, "reason": during})


def wake() -> None:
    """Ask Redis again at once."""
    global _rests_until
    with _lock:
        _rests_until = 0.0
