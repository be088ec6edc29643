"""A whole site with one command: it answers, starts again what dies, and leaves nobody behind."""

import os
import signal
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

import psutil
import pytest

from tests import services

pytestmark = [pytest.mark.services, pytest.mark.once]

ROOT = Path(__file__).resolve().parents[4]
START_SECONDS = 240
STOP_SECONDS = 30
READY = "Ctrl-C stops everything"


@dataclass
class Site:
    folder: Path
    port: int

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "VAR": str(self.folder / "var"),
            "PORT": str(self.port),
            # Without the manifest of static files, which takes long to make.
            "DJANGO_SETTINGS_MODULE": "tests.bostadsforum.settings_without_files",
        }
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "SITE_ORIGIN", "SECRET_KEY", "EMAIL_URL"}
        }
        return inherited | ours

    def start(self) -> psutil.Popen:
        with self.log.open("wb") as log:
            process = psutil.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(lambda: READY in self.log.read_text() or not is_running(process), seconds=START_SECONDS)
        assert READY in self.log.read_text(), self.log.read_text()
        return process

    def try_to_start(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def logins(self) -> Path:
        return self.folder / "var" / "staff-logins.txt"

    def answer(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as response:
            return response.read().decode()


def is_running(process: psutil.Process) -> bool:
    """A killed child may stay as a zombie where nobody collects it; that one runs no more."""
    try:
        return process.status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
    except psutil.NoSuchProcess:
        return False


def wait_until(is_so: Callable[[], bool], *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.1)


def child_named(process: psutil.Process, word: str) -> psutil.Process | None:
    named = [child for child in process.children() if is_running(child) and word in child.cmdline()]
    return named[0] if named else None


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(folder=tmp_path_factory.mktemp("site"), port=services.free_port())


@contextmanager
def started(site: Site) -> Iterator[psutil.Popen]:
    process = site.start()
    family = [process, *process.children(recursive=True)]
    try:
        yield process
    finally:
        for member in family:
            if is_running(member):
                member.kill()
        process.wait()


@pytest.fixture(scope="module")
def running(site: Site) -> Iterator[psutil.Popen]:
    """One start for all tests that leave it running."""
    with started(site) as process:
        yield process


def test_the_site_answers_and_its_logins_are_kept_for_us_alone(site, running):
    assert '"ready": true' in site.answer("/readyz")
    assert '<html lang="sv"' in site.answer("/")
    assert stat.S_IMODE(site.logins.stat().st_mode) == 0o600
    assert stat.S_IMODE(site.logins.parent.stat().st_mode) == 0o700
    for line in site.logins.read_text().splitlines():
        name, password = line.split(" ")
        assert f"{name} " in site.log.read_text()
        assert password in site.log.read_text()


def test_a_second_start_in_the_same_folder_is_refused(site, running):
    refused = site.try_to_start(PORT=str(services.free_port()))

    assert refused.returncode == 1
    assert f"already runs in {site.folder / 'var'} (process {running.pid})" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_worker_that_dies_is_started_again(running):
    worker = child_named(running, "worker")
    worker.kill()

    wait_until(lambda: child_named(running, "worker") not in {None, worker}, seconds=60)

    assert child_named(running, "worker") is not None


def test_a_stop_takes_all_in_order_and_a_new_start_keeps_the_data(site, running):
    logins = site.logins.read_text()
    family = running.children(recursive=True)

    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=STOP_SECONDS) == 0
    assert [member for member in family if is_running(member)] == []
    assert site.log.read_text().rstrip().endswith("Stopped.")

    with started(site):
        assert site.logins.read_text() == logins


def test_a_killed_parent_leaves_no_running_child(site):
    with started(site) as process:
        family = process.children(recursive=True)
        named = {word for word in ("bostadsforum.wsgi", "worker", "beat") if child_named(process, word)}
        assert named == {"bostadsforum.wsgi", "worker", "beat"}
        # gunicorn has a child of its own.
        assert len(family) > len(process.children())

        process.send_signal(signal.SIGKILL)
        wait_until(lambda: not any(is_running(member) for member in family), seconds=10)

        assert [member for member in family if is_running(member)] == []


def test_a_taken_port_is_refused_with_a_sentence(site):
    with closing(create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        refused = site.try_to_start(PORT=str(port))

    assert refused.returncode == 1
    assert refused.stderr == (
        f"CommandError: Port {port} on 127.0.0.1 is taken by another program. Name another with PORT=8001.\n"
    )


def test_a_database_that_is_away_is_a_sentence(site):
    refused = site.try_to_start(DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")

    assert refused.returncode == 1
    assert "CommandError: The database cannot be used: " in refused.stderr
    assert "Traceback" not in refused.stderr
