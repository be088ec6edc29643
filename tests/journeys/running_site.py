"""The whole site in its own processes, as in production: gunicorn, Celery, Redis, mail in a folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from celery import Celery

from tests import services
from tests.services import INHERITED

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60.0


@dataclass
class RunningSite:
    origin: str
    folder: Path
    redis_url: str
    environment: dict[str, str]
    stack: ExitStack
    worker: subprocess.Popen[bytes] | None = field(default=None, init=False)

    # --- Asking the site ------------------------------------------------------------------------

    def manage(self, *arguments: str) -> str:
        """A command of manage.py; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def make_event(self, *options: str) -> dict[str, Any]:
        return json.loads(self.manage("make_event", *options))

    def counts(self, event: dict[str, Any]) -> dict[str, Any]:
        return json.loads(self.manage("event_counts", str(event["id"])))

    # --- Mail -----------------------------------------------------------------------------------

    def letters(self, address: str) -> list[EmailMessage]:
        """What has been sent to this address, in the order in which it left."""
        parsed = [
            message_from_bytes(file.read_bytes(), policy=policy.default)
            # Not one that is just being written.
            for file in sorted((self.folder / "mail").glob("[!.]*.eml"))
        ]
        return [letter for letter in parsed if letter["To"].addresses[0].addr_spec == address]

    def wait_for_letters(self, address: str, count: int, *, seconds: float = 60.0) -> list[EmailMessage]:
        """The letters to this address once there are so many; fails when they do not come, or more do."""
        wait_until(lambda: len(self.letters(address)) >= count, seconds=seconds)
        letters = self.letters(address)
        assert len(letters) == count
        return letters

    # --- Celery ---------------------------------------------------------------------------------

    def start_worker(self) -> None:
        """Without waiting for it: what comes meanwhile stays in Redis."""
        command = [sys.executable, "-m", "celery", "-A", "bostadsforum", "worker", "--concurrency=1"]
        # Without the chatter between workers, which only makes a start slower.
        command += ["--without-gossip", "--without-mingle"]
        log = self.folder / f"worker-{uuid4().hex[:6]}.log"
        running = services.running(command, log=log, cwd=ROOT, env=self.environment)
        self.worker = self.stack.enter_context(running)

    def kill_worker(self) -> None:
        """SIGKILL for the worker and the processes that do its work, all at once."""
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()

    def tick(self, *tasks: str) -> None:
        """What beat does every minute, now: the tasks go through Redis to the worker."""
        beat = Celery(broker=self.redis_url)
        for task in tasks:
            beat.send_task(task, ignore_result=True)
        beat.close()


@contextmanager
def running_site(folder: Path, *, redis_url: str, **variables: str) -> Iterator[RunningSite]:
    """A fresh site without events and with a worker, ended with this block whatever happens in it."""
    with ExitStack() as stack:
        port = services.free_port()
        origin = f"http://127.0.0.1:{port}"
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ} | {
            "VAR": str(folder),
            "SITE_ORIGIN": origin,
            "REDIS_URL": redis_url,
            "FORM_MIN_SECONDS": "0",
            "DATABASE_URL": stack.enter_context(_database()),
            **variables,
        }
        site = RunningSite(origin, folder, redis_url, environment, stack)
        # What tests/run has prepared once; migrating and compressing files anew takes twenty seconds a site.
        if prepared := os.environ.get("TEST_PREPARED_SITE"):
            shutil.copytree(prepared, folder, dirs_exist_ok=True)
        site.manage("prepare")
        log = folder / "web.log"
        command = [sys.executable, "-m", "gunicorn", "bostadsforum.wsgi", "--bind", f"127.0.0.1:{port}"]
        command += ["--workers=1", "--threads=8"]
        stack.enter_context(services.running(command, log=log, cwd=ROOT, env=environment))
        wait_until(lambda: services.accepts(port), log=log)
        site.start_worker()
        yield site


@contextmanager
def _database() -> Iterator[str]:
    """A database of its own on the server that the tests use, or nothing: SQLite in the site's folder."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield ""
        return
    with new_database(server) as address:
        yield address


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """An empty database on this PostgreSQL, gone afterwards; its address."""
    name = f"site_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def wait_until(is_so: Callable[[], bool], *, seconds: float = START_SECONDS, log: Path | None = None) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            said = ""
            with suppress(AttributeError, OSError):
                said = log.read_text(errors="replace")
            raise AssertionError(f"not so after {seconds:.0f} seconds\n{said}")
        time.sleep(0.1)
