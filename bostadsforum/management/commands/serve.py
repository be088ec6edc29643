"""One command for a whole site on one computer: prepare, then web, worker and beat until it is stopped."""

import errno
import fcntl
import os
import socket
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from bostadsforum import staff_logins, supervisor
from bostadsforum.prepare import prepare, sweep_broker
from events.models import EventPage

FIRST_ANSWER_SECONDS = 60


class Command(BaseCommand):
    help = (
        "Prepare the site, then run web, worker and beat until Ctrl-C or SIGTERM. HOST, PORT, VAR may be set."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load sample content if there is no event")
        parser.add_argument("--reload", action="store_true", help="restart the web process when code changes")

    def handle(self, *args: Any, demo: bool, reload: bool, **options: Any) -> None:
        try:
            self.serve(demo=demo, reload=reload)
        except KeyboardInterrupt:
            # Before the supervisor took over; what is half done is done again at the next start.
            raise CommandError("Stopped before everything was ready.", returncode=130) from None

    def serve(self, *, demo: bool, reload: bool) -> None:
        with _lock(settings.VAR):
            _refuse_taken_port(settings.HOST, settings.PORT)
            self._say("Preparing:")
            prepare(say=self._say)
            if demo and not EventPage.objects.exists():
                self._say("  Sample content …")
                call_command("load_demo", stdout=self.stdout)
            staff_logins.make_first(folder=settings.VAR)
            # The children open their own; a file of SQLite must not be shared across a fork.
            connections.close_all()
            children = [
                supervisor.Child("web", supervisor.web(root=settings.BASE_DIR, reload=reload)),
                supervisor.Child("worker", supervisor.worker(), before_start=_clear_the_way),
                supervisor.Child("beat", supervisor.beat()),
            ]
            self._say("Starting web, worker and beat …")
            whole = supervisor.Supervisor(children, folder=settings.BASE_DIR)
            whole.run(once_started=lambda: self._greet(whole))
            self._say("Stopped.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _greet(self, whole: supervisor.Supervisor) -> None:
        """Say where everything is, once the site answers."""
        if not _answers(whole):
            self._say("The site does not answer yet; see the lines above.")
            return
        mail = settings.MAIL_FOLDER if settings.EMAIL_FILE_PATH else f"is sent through {settings.EMAIL_HOST}"
        origin = settings.SITE_ORIGIN
        lines = ["", f"  Bostadsforum   {origin}/", f"  Admin          {origin}/admin/"]
        if logins := staff_logins.kept(folder=settings.VAR):
            lines += [f"    {name:<20} {password}" for name, password in logins]
            lines += [f"    (as made at the first start, kept in {settings.VAR / staff_logins.FILE_NAME})"]
        lines += [f"  Mail           {mail}", "  Ctrl-C stops everything; the next start keeps the data.", ""]
        self._say("\n".join(lines))


class _lock:  # noqa: N801 - read as a word: with _lock(folder)
    """One `serve` at a time in a folder. The kernel lets go of the lock with the process, however it ends."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "serve.lock"

    def __enter__(self) -> None:
        self.held: IO[str] = self.file.open("a+")
        try:
            fcntl.flock(self.held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.held.seek(0)
            by = self.held.read().strip()
            raise CommandError(
                f"Bostadsforum already runs in {self.file.parent} (process {by or 'unknown'}). "
                "Stop it first, or name another folder with VAR and another PORT."
            ) from error
        self.held.truncate(0)
        self.held.write(f"{os.getpid()}\n")
        self.held.flush()

    def __exit__(self, *exc: object) -> None:
        self.held.truncate(0)
        self.held.close()


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.create_server((host, port), family=family):
            pass
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: "is taken by another program",
            errno.EACCES: "needs more rights than this user has",
        }
        reason = reasons.get(error.errno or 0, f"cannot be used ({error.strerror})")
        raise CommandError(f"Port {port} on {host} {reason}. Name another with PORT=8001.") from error


def _clear_the_way() -> None:
    if not settings.REDIS_URL:
        sweep_broker()


def _answers(whole: supervisor.Supervisor) -> bool:
    """Ask /healthz until it answers; a stop signal or a minute ends the waiting."""
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 - compared, not bound
    until = time.monotonic() + FIRST_ANSWER_SECONDS
    while time.monotonic() < until and not whole.is_stopping:
        try:
            with urllib.request.urlopen(f"http://{host}:{settings.PORT}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            whole.look_after(now=time.monotonic())
            time.sleep(0.3)
    return False
