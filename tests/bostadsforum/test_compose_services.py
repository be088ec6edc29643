"""The commands of docker-compose.yml run as given, without a container engine.

The Dockerfile's own build step and each service's command are run in a clean folder that holds what the image
would hold, against a PostgreSQL, a Redis and a mail server of this computer.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests import services
from tests.compose_file import COMPOSE, DOCKERFILE, ROOT, VAR_IN_IMAGE, filled_in, image_environment
from tests.smtp_sink import Sink, smtp_sink

# docs/rules.md R 9.2
STOP_SECONDS = 30
KEY = "k3yThatIsLongEnough-0123456789-abcdefghijklmnopqrstuvw"


@dataclass
class House:
    """The image and its volumes as folders, and the environment its containers would have."""

    app: Path
    var: Path
    logs: Path
    env: dict[str, str]
    sink: Sink
    stack: ExitStack

    @property
    def site(self) -> str:
        return self.env["SITE_ORIGIN"]

    def here(self, text: str) -> str:
        return filled_in(text.replace(VAR_IN_IMAGE, str(self.var)).replace(":8000/", f":{self.env['PORT']}/"))

    def command(self, name: str) -> list[str]:
        return [self.here(part) for part in COMPOSE["services"][name]["command"]]

    def run(self, command: list[str], **more: str) -> str:
        env = self.env | more
        ran = subprocess.run(command, cwd=self.app, env=env, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout

    def up(self, name: str) -> subprocess.Popen[bytes]:
        log = self.logs / name
        return self.stack.enter_context(
            services.running(self.command(name), log=log, cwd=self.app, env=self.env)
        )

    def check(self, test: list[str]) -> None:
        """Do what Docker does for a health check."""
        kind, *parts = test
        command = [self.here(part) for part in parts]
        self.run(["sh", "-c", *command] if kind == "CMD-SHELL" else command)

    def register(self, event: int, address: str, **more: str) -> None:
        lines = f"""
from django.utils import timezone
from events.roles import Role
from registration.domain import signup
olof = signup.Applicant(address={address!r}, first_name="Olof", last_name="Öberg", job_title="planarkitekt",
                        role=Role.OFFICIAL, municipality="0182")
signup.register({event}, applicant=olof, now=timezone.now())
"""
        self.run(["python", "manage.py", "shell", "--no-imports", "-c", lines], **more)


@pytest.fixture
def database() -> Iterator[str]:
    """A database of its own on the server of the tests."""
    server = os.environ["TEST_DATABASE_URL"]
    name = f"compose_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    """Built and prepared, by the Dockerfile's own step and the service's own command."""
    port = services.free_port()
    with ExitStack() as stack:
        sink = stack.enter_context(smtp_sink())
        from_env_file = {
            "SITE_ORIGIN": f"http://127.0.0.1:{port}",
            "SECRET_KEY": KEY,
            "ERASURE_KEY": KEY[::-1],
            "POSTGRES_PASSWORD": "unused",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "MAIL_FROM": "Bostadsforum <bostadsforum@example.org>",
        }
        of_compose = {
            name: filled_in(text, **from_env_file) for name, text in COMPOSE["x-app"]["environment"].items()
        }
        of_this_computer = {
            "PATH": f"{ROOT / '.venv' / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOSTNAME": socket.gethostname(),
            "VAR": str(tmp_path / "var"),
            "HOST": "127.0.0.1",
            "PORT": str(port),
        }
        house = House(tmp_path / "app", tmp_path / "var", tmp_path, image_environment(), sink, stack)
        house.env |= of_this_computer
        for name in ("app", "var"):
            (tmp_path / name).mkdir()
        copy_build_context(house.app)
        house.run(["sh", "-c", build_step()])
        redis = stack.enter_context(services.redis())
        house.env |= of_compose | {"DATABASE_URL": database, "REDIS_URL": redis.url}
        house.run(house.command("prepare"))
        yield house


def copy_build_context(target: Path) -> None:
    """What .dockerignore lets through."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    never = [line.removeprefix("**/") for line in lines if line.startswith("**/")]
    for name in (line[1:] for line in lines if line.startswith("!")):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns(*never))
        else:
            shutil.copy2(ROOT / name, target / name)


def build_step() -> str:
    """The last RUN of the Dockerfile, but for the owner of the files: its user exists in the image only."""
    step = re.findall(r"^RUN (.+)$", DOCKERFILE, flags=re.MULTILINE)[-1]
    rest, change_of_owner, nothing = step.partition('&& chown -R bostadsforum:bostadsforum "$VAR"')
    assert change_of_owner
    assert not nothing
    return rest


def wait_for(what: Callable[[], Any], *, seconds: int = 120) -> Any:
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.2)
    return found


def answer_of(url: str) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return json.load(answer)
    except (urllib.error.URLError, OSError):
        return None


def ends(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    return process.wait(STOP_SECONDS)


def make_event(house: House) -> int:
    start = (datetime.now() + timedelta(days=10)).replace(microsecond=0)  # noqa: DTZ005 - local time is asked for
    options = ["--title", "Frukostseminarium", "--start", start.isoformat(), "--capacity", "20"]
    return json.loads(house.run(["python", "manage.py", "make_event", *options]))["id"]


def files_of(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


# Long, since building, preparing and starting takes minutes; on PostgreSQL, since that is what the file has.
@pytest.mark.long
@pytest.mark.services
@pytest.mark.postgresql
def test_the_services_come_up_work_and_end(house):
    application = files_of(house.app)
    assert not list(house.var.glob("*.key"))
    web, worker, beat = (house.up(name) for name in ("web", "worker", "beat"))

    ready = wait_for(lambda: answer_of(f"{house.site}/readyz"))
    assert ready == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "redis": "ok",
        "mailbox": "not used",
    }
    [health_check] = re.findall(r"^HEALTHCHECK .*?CMD (\[.+\])$", DOCKERFILE, flags=re.MULTILINE)
    house.check(["CMD", *json.loads(health_check)])

    house.register(make_event(house), "olof@nacka.example")
    wait_for(lambda: house.sink.recipients == [["olof@nacka.example"]])
    house.check(COMPOSE["services"]["worker"]["healthcheck"]["test"])

    wait_for((house.var / "beat" / "heartbeat").exists)
    house.check(COMPOSE["services"]["beat"]["healthcheck"]["test"])

    assert [process.poll() for process in (web, worker, beat)] == [None, None, None]
    assert [ends(process) for process in (web, worker, beat)] == [0, 0, 0]
    assert files_of(house.app) == application


@pytest.mark.long
@pytest.mark.services
@pytest.mark.postgresql
def test_beat_has_the_worker_send_a_letter_whose_nudge_was_lost(house):
    event = make_event(house)
    house.register(event, "olof@nacka.example", REDIS_URL=f"redis://127.0.0.1:{services.free_port()}/0")
    house.up("worker")
    house.up("beat")

    wait_for(lambda: house.sink.recipients == [["olof@nacka.example"]], seconds=180)
