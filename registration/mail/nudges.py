"""Telling a worker that there is mail, without anybody waiting for it (docs/rules.md R 2.2).

In a rush one nudge a second is enough for all: the worker sends whatever is due, and many letters at once are
cheaper. A thread of its own gives it, so that a Redis that is silent holds up no visitor. Losing a nudge
delays a letter to the next sweep, nothing more.
"""

import atexit
import logging
import threading
import time

from celery import current_app
from django.conf import settings

from home import redis_breaker

logger = logging.getLogger(__name__)

SEND_TASK = "registration.send_letters"
PAUSE_SECONDS = 1.0

_wanted = threading.Event()
_giving = threading.Lock()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def give() -> None:
    """Have a worker told, at once or as soon as the last nudge is a moment ago."""
    global _thread
    if redis_breaker.is_resting():
        return
    _wanted.set()
    with _starting:
        # A process that was forked has the name of the thread, but not the thread.
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_go_on_giving, name="nudges", daemon=True)
            _thread.start()


def _go_on_giving() -> None:
    while True:
        _wanted.wait()
        _give_if_wanted()
        time.sleep(PAUSE_SECONDS)


@atexit.register
def _give_if_wanted() -> None:
    """Also at the end of a command that has written letters and is done before the thread has been heard."""
    with _giving:
        if not _wanted.is_set():
            return
        # Before it is given: who wants one meanwhile gets another.
        _wanted.clear()
        _send()


def _send() -> None:
    try:
        current_app.send_task(SEND_TASK, expires=60, ignore_result=True, retry=False)
    except Exception as error:
        logger.warning("nudge failed", extra={"error": type(error).__name__})
        if settings.REDIS_URL:
            redis_breaker.let_rest(error, during="nudge")
