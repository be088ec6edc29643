"""The two sites that are measured: ours with everything on, and the bare one; same server, same database."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from tests import services
from tests.bench.visitors import Site, at_once
from tests.journeys.running_site import INHERITED, ROOT, wait_until

THREADS = 8


class Running:
    """A site under gunicorn; `restart` with another number of workers keeps the data."""

    def __init__(self, *, wsgi: str, environment: dict[str, str], port: int, folder: Path) -> None:
        self.wsgi, self.environment, self.port, self.folder = wsgi, environment, port, folder
        self.stack = ExitStack()

    def start(self, *, workers: int) -> None:
        self.stop()
        log = self.folder / f"web-{uuid4().hex[:6]}.log"
        command = [sys.executable, "-m", "gunicorn", self.wsgi, "--bind", f"127.0.0.1:{self.port}"]
        command += [f"--workers={workers}", "--worker-class=gthread", f"--threads={THREADS}"]
        self.stack.enter_context(services.running(command, log=log, cwd=ROOT, env=self.environment))
        wait_until(lambda: services.accepts(self.port), log=log)

    def stop(self) -> None:
        self.stack.close()

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def path(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class Ours(Running):
    def new_event(self, *, capacity: int) -> int:
        options = ["--title", f"Mätning {uuid4().hex[:8]}", "--start", "2031-03-04T08:30"]
        return json.loads(self.run("manage.py", "make_event", *options, "--capacity", str(capacity)))["id"]

    def event(self, *, capacity: int) -> tuple[int, Site]:
        event_id = self.new_event(capacity=capacity)
        site = Site(self.path(f"/anmalan/{event_id}/"), our_answers)
        _warm(site)
        return event_id, site

    def counts(self, event_id: int) -> dict[str, int]:
        return json.loads(self.run("manage.py", "event_counts", str(event_id)))


class Bare(Running):
    def new_event(self, *, capacity: int) -> int:
        code = (
            "import django; django.setup(); from tests.bench.bare.models import Event; "
            f"print(Event.objects.create(title='Mätning', capacity={capacity}).pk)"
        )
        return int(self.run("-c", code))

    def event(self, *, capacity: int) -> Site:
        event_id = self.new_event(capacity=capacity)
        site = Site(self.path(f"/anmalan/{event_id}/"), bare_answers)
        _warm(site)
        return site


@contextmanager
def ours(folder: Path, *, database: str, redis_url: str, with_worker: bool = True) -> Iterator[Ours]:
    """With its worker and beat, as `manage.py serve` runs them; `database` empty: SQLite in the folder."""
    folder.mkdir()
    port = services.free_port()
    environment = _environment() | {
        "DJANGO_SETTINGS_MODULE": "bostadsforum.settings.production",
        "PYTHONPATH": str(ROOT),
        "VAR": str(folder),
        "SITE_ORIGIN": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "FORM_MIN_SECONDS": "0",
        "RATE_LIMITS": "off",
    }
    site = Ours(wsgi="bostadsforum.wsgi", environment=environment, port=port, folder=folder)
    site.run("manage.py", "prepare")
    with ExitStack() as stack:
        stack.callback(site.stop)
        if with_worker:
            command = [sys.executable, "-m", "celery", "-A", "bostadsforum", "worker", "--concurrency=1"]
            log = folder / "worker.log"
            stack.enter_context(services.running(command, log=log, cwd=ROOT, env=environment))
        yield site


@contextmanager
def bare(folder: Path, *, database: str) -> Iterator[Bare]:
    folder.mkdir()
    environment = _environment() | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.bench.bare.settings",
        "PYTHONPATH": str(ROOT),
    }
    site = Bare(
        wsgi="tests.bench.bare.wsgi", environment=environment, port=services.free_port(), folder=folder
    )
    # No gunicorn.conf.py of ours: it reads our settings.
    site.environment["GUNICORN_CMD_ARGS"] = "--config=python:tests.bench.bare.gunicorn"
    site.run("-m", "django", "migrate", "--run-syncdb", "-v0")
    try:
        yield site
    finally:
        site.stop()


def _warm(site: Site) -> None:
    """What each process looks up once is looked up before the clock runs: many at once, so that each of
    them is asked."""
    at_once(site, range(-4 * THREADS, 0), together=4 * THREADS)


def our_answers(number: int) -> dict[str, str]:
    return {
        "role": "official",
        "municipality": "0180",
        "first_name": "Person",
        "last_name": f"Nummer{number}",
        "job_title": "handläggare",
        "email": f"person{number}@example.org",
    }


def bare_answers(number: int) -> dict[str, str]:
    return {
        "role": "official",
        "first_name": "Person",
        "last_name": f"Nummer{number}",
        "job_title": "handläggare",
        "address": f"person{number}@example.org",
    }


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in INHERITED if name in os.environ}
