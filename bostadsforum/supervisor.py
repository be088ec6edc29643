"""Web, worker and beat under one parent: what dies is started again, and when the parent ends all end.

For an installation on one computer (`manage.py serve`). Elsewhere each is a service of its own.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bostadsforum.processes import die_with_parent

logger = logging.getLogger(__name__)

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# A stop may take thirty seconds; whoever needs longer is killed, which loses nothing.
STOP_SECONDS = 25.0
# The pause before a start again grows while a child keeps dying, and is short again once it has lived.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
LIVED_SECONDS = 60.0
TICK_SECONDS = 0.2


@dataclass
class Child:
    name: str
    command: list[str]
    before_start: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause: float = field(default=FIRST_PAUSE)

    def start(self, *, folder: Path) -> None:
        self.before_start()
        # A session of its own: Ctrl-C reaches the parent alone, which stops its children in order.
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, parent=os.getpid()),
        )
        self.started_at = time.monotonic()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    def __init__(self, children: list[Child], *, folder: Path) -> None:
        self.children = children
        self.folder = folder
        self.is_stopping = False

    def run(self, *, once_started: Callable[[], None]) -> None:
        """Until a stop signal comes. `once_started` is called when all have been started the first time."""
        with self._stop_on_signals():
            try:
                for child in self.children:
                    child.start(folder=self.folder)
                once_started()
                while not self.is_stopping:
                    self.look_after(now=time.monotonic())
                    time.sleep(TICK_SECONDS)
            finally:
                self.stop()

    def look_after(self, *, now: float) -> None:
        for child in self.children:
            if child.is_running():
                continue
            if not child.start_again_at:
                if now - child.started_at > LIVED_SECONDS:
                    child.pause = FIRST_PAUSE
                child.start_again_at = now + child.pause
                logger.error("process ended", extra={"kind": child.name, "seconds": round(child.pause)})
                child.pause = min(child.pause * 2, LONGEST_PAUSE)
            elif now >= child.start_again_at:
                child.start_again_at = 0.0
                child.start(folder=self.folder)

    def stop(self) -> None:
        running = [child.process for child in self.children if child.process and child.is_running()]
        for process in running:
            process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(timeout=max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                # Its whole session, since its own children might not notice.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    @contextlib.contextmanager
    def _stop_on_signals(self) -> Iterator[None]:
        def ask_to_stop(number: int, frame: object) -> None:
            self.is_stopping = True

        before = {number: signal.signal(number, ask_to_stop) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def web(*, root: Path, reload: bool) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "-c", str(root / "gunicorn.conf.py"), "bostadsforum.wsgi"]
    return [*command, "--reload"] if reload else command


def worker() -> list[str]:
    # A demo in a container runs as root; Celery's long warning of it would hide the addresses printed above.
    quiet = ["-W", "ignore:You're running the worker with superuser"]
    celery = [sys.executable, *quiet, "-m", "celery", "-q", "-A", "bostadsforum"]
    return [*celery, "worker", "--pool=threads", "-c", "4", "--without-gossip", "--without-mingle"]


def beat() -> list[str]:
    return [sys.executable, "-m", "celery", "-q", "-A", "bostadsforum", "beat", "--pidfile="]
