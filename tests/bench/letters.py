"""Ten thousand reminders with calendars, sent by two workers to a mail server on this computer; beside two
bare processes that build and send the same letter with Python's email package and smtplib."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests import services
from tests.bench import sites
from tests.bench.results import Finding
from tests.journeys.running_site import ROOT, new_database, wait_until

LETTERS = 10_000
KILLED = 2_000
LEASE_SECONDS = 5
TWO_DAYS = 2 * 24 * 60

Said = dict[str, Any]


def measure(folder: Path, *, server: str, redis_url: str) -> Iterator[Finding]:
    port, book = services.free_port(), folder / "book.txt"
    with ExitStack() as stack:
        sink = [sys.executable, "-m", "tests.bench.sink", str(port), str(book)]
        stack.enter_context(services.running(sink, log=folder / "sink.log", cwd=ROOT))
        wait_until(lambda: services.accepts(port), log=folder / "sink.log")
        database = stack.enter_context(new_database(server))
        site = stack.enter_context(
            # No Redis: that nobody but the senders below sends.
            sites.ours(folder / "ours", database=database, redis_url="", with_worker=False)
        )
        site.environment |= {
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS),
        }
        yield from _rates(site, book, port=port)
        yield _killed(site, book)


def _rates(site: sites.Ours, book: Path, *, port: int) -> Iterator[Finding]:
    _queue(site, LETTERS)
    ours = [_end(process) for process in [_start(site, "ours"), _start(site, "ours")]]
    _assert_once(book, LETTERS)
    half, letter = LETTERS // 2, book.with_suffix(".eml")
    bare = [
        _end(process)
        for process in [
            _start(site, "bare", port, letter, 0, half),
            _start(site, "bare", port, letter, half, LETTERS),
        ]
    ]
    mine, limit = _rate(ours), _rate(bare)
    yield Finding(
        f"{LETTERS} reminders, two workers",
        f"{mine:.0f}/s",
        f"{limit:.0f}/s",
        mine / limit,
        0.5,
        1.0,
    )
    mine, limit = _processor(ours), _processor(bare)
    yield Finding(
        "  processor time of the workers for a reminder",
        f"{mine:.2f} ms",
        f"{limit:.2f} ms",
        mine / limit,
        2.0,
        1.0,
        lower_is_better=True,
    )
    early, late = (max(said[name] for said in ours) / 1024 for name in ("memory_early", "memory_late"))
    yield Finding(
        "  memory at the end, beside after a third",
        f"{late:.0f} MB",
        f"{early:.0f} MB",
        late / early,
        1.1,
        1.0,
        lower_is_better=True,
    )


def _killed(site: sites.Ours, book: Path) -> Finding:
    """One of two senders is killed halfway; the other goes on, and what was in flight comes again."""
    book.write_text("")
    _queue(site, KILLED)
    victim, other = _start(site, "ours"), _start(site, "ours")
    wait_until(lambda: len(_taken(book)) > KILLED // 2)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    _end(other)
    time.sleep(LEASE_SECONDS)
    _end(_start(site, "ours"))
    letters = Counter(_taken(book))
    recipients = Counter(recipient for _message_id, recipient in letters)
    lost = KILLED - len(recipients)
    # Under the same Message-ID, so that a mailbox can tell.
    again = sum(letters.values()) - len(letters)
    doubled = len(letters) - len(recipients)
    return Finding(
        f"{KILLED} reminders, one worker killed: lost + doubled",
        f"{lost} + {doubled}",
        f"{again} in flight",
        lost + doubled + max(0, again - 1),
        0,
        lower_is_better=True,
    )


def _queue(site: sites.Ours, letters: int) -> None:
    start = (datetime.now(ZoneInfo("Europe/Stockholm")) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    options = ["--title", "Mätning av påminnelser", "--start", start, "--capacity", str(letters * 2)]
    event = json.loads(site.run("manage.py", "make_event", *options, "--remind-before", str(TWO_DAYS)))
    site.run("-m", "tests.bench.senders", "queue", str(event["id"]), str(letters))


def _start(site: sites.Ours, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.bench.senders", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE, text=True)


def _end(process: subprocess.Popen[str]) -> Said:
    said, _nothing = process.communicate()
    assert process.returncode == 0
    return json.loads(said.strip().splitlines()[-1])


def _rate(senders: list[Said]) -> float:
    """Together, from the first letter to the last."""
    seconds = max(said["ended"] for said in senders) - min(said["began"] for said in senders)
    return sum(said["sent"] for said in senders) / seconds


def _processor(senders: list[Said]) -> float:
    """Milliseconds for a letter."""
    return 1000 * sum(said["processor"] for said in senders) / sum(said["sent"] for said in senders)


def _taken(book: Path) -> list[tuple[str, str]]:
    """Message-ID and recipient of each letter that the server has taken."""
    return [tuple(line.split(" ")) for line in book.read_text().splitlines() if " " in line]


def _assert_once(book: Path, letters: int) -> None:
    taken = _taken(book)
    assert len(taken) == letters, len(taken)
    assert len({recipient for _message_id, recipient in taken}) == letters
    assert len({message_id for message_id, _recipient in taken}) == letters
