"""Throw-away PostgreSQL and Redis on private ports of this computer, from the programs installed on it.

Standard library only: `tests/run` uses it before anything else is known to work.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 30.0
STOP_SECONDS = 20.0
# Only what concerns the system: what this process was told about a site must not leak into that one.
INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")
INITDB_OPTIONS = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
_PR_SET_PDEATHSIG = 1


class MissingProgramError(Exception):
    """A program is not installed; `str(error)` says which."""


@dataclass(frozen=True)
class Service:
    """Something that runs: its address, and the process to stop or to kill."""

    url: str
    process: subprocess.Popen[bytes]


@contextmanager
def postgresql() -> Iterator[Service]:
    """An empty PostgreSQL that forgets everything; for root it runs as the user postgres, as it must."""
    programs = _postgresql_programs()
    owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    with _folder("postgresql") as folder:
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = folder / "data"
        who = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
        subprocess.run(
            [programs / "initdb", "--no-sync", "-D", data, *INITDB_OPTIONS],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **who,
        )
        port = free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
        }
        command = [programs / "postgres", "-D", data, "-p", str(port)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres"]
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        with running(command, log=folder / "log", cwd=folder, stop_with=signal.SIGINT, **who) as process:
            _wait_until(
                lambda: subprocess.run(ready, check=False).returncode == 0, process, log=folder / "log"
            )
            yield Service(f"postgres://postgres@127.0.0.1:{port}/postgres", process)


@contextmanager
def redis(*, port: int = 0) -> Iterator[Service]:
    """An empty Redis that keeps nothing; on a free port if none is named."""
    program = shutil.which("redis-server")
    if program is None:
        raise MissingProgramError("redis-server")
    port = port or free_port()
    with _folder("redis") as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        command += ["--save", "", "--appendonly", "no", "--daemonize", "no"]
        with running(command, log=folder / "log", cwd=folder) as process:
            _wait_until(lambda: accepts(port), process, log=folder / "log")
            yield Service(f"redis://127.0.0.1:{port}/0", process)


@contextmanager
def running(
    command: Sequence[object],
    *,
    log: Path,
    cwd: Path,
    stop_with: int = signal.SIGTERM,
    env: dict[str, str] | None = None,
    **who: object,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with this block and with us; the terminal's Ctrl-C is ours to handle, not its."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=cwd,
            env=env,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            **who,
        )
    try:
        yield process
    finally:
        stop(process, stop_with=stop_with)


def stop(process: subprocess.Popen[bytes], *, stop_with: int = signal.SIGTERM) -> None:
    """End a process, also one that a test has made silent with SIGSTOP; force it if it does not listen."""
    if process.poll() is not None:
        return
    process.send_signal(stop_with)
    process.send_signal(signal.SIGCONT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def accepts(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args} did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def _postgresql_programs() -> Path:
    """The folder of the newest PostgreSQL; Debian keeps its programs out of PATH."""

    def version(folder: Path) -> float:
        return float(folder.parent.name)

    installed = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if installed:
        return max(installed, key=version)
    found = shutil.which("initdb")
    if found is None:
        raise MissingProgramError("postgresql")
    return Path(found).resolve().parent


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"bostadsforum-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
