"""`register()` itself: many connections on one event, a crowd that also leaves again, and SQLite."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import sites
from tests.bench.results import Finding
from tests.bench.visitors import at_once, rate
from tests.journeys.running_site import ROOT, new_database

CONNECTIONS = 8
ROUNDS = 3
SECONDS = 4.0
CROWD, CROWD_SEATS, CROWD_REPEATS = 1000, 50, 20


def measure(folder: Path, *, server: str, redis_url: str) -> Iterator[Finding]:
    with (
        new_database(server) as our_database,
        new_database(server) as bare_database,
        sites.ours(folder / "ours", database=our_database, redis_url=redis_url, with_worker=False) as ours,
        sites.bare(folder / "bare", database=bare_database) as bare,
    ):
        yield _one_event(ours, bare)
        yield _crowds(ours)
        ours.start(workers=2)
        with sites.ours(folder / "sqlite", database="", redis_url=redis_url, with_worker=False) as sqlite:
            sqlite.start(workers=2)
            yield _sqlite(sqlite, ours)


def _one_event(ours: sites.Ours, bare: sites.Bare) -> Finding:
    # A new event each time: nobody has one of thousands, and counting its people is part of registering.
    pairs = [
        (
            _together(ours, "ours", ours.new_event(capacity=100_000)),
            _together(bare, "bare", bare.new_event(capacity=100_000)),
        )
        for _round in range(ROUNDS)
    ]
    mine, limit = (median(values) for values in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    return Finding(
        f"register() on one event, {CONNECTIONS} connections",
        f"{mine:.0f}/s",
        f"{limit:.0f}/s",
        ratio,
        0.3,
        0.5,
    )


def _together(site: sites.Running, what: str, event_id: int) -> float:
    """How many a second all the connections reach together."""
    hands = [_start(site, what, event_id, SECONDS, number * 1_000_000) for number in range(CONNECTIONS)]
    return sum(int(_end(hand)) for hand in hands) / SECONDS


def _crowds(ours: sites.Ours) -> Finding:
    """A thousand people, every third of whom leaves again: no seat is lost and none given twice."""
    began = time.perf_counter()
    right = 0
    share = CROWD // CONNECTIONS
    for _repeat in range(CROWD_REPEATS):
        event_id = ours.new_event(capacity=CROWD_SEATS)
        hands = [
            _start(ours, "crowd", event_id, number * share, (number + 1) * share)
            for number in range(CONNECTIONS)
        ]
        for hand in hands:
            _end(hand)
        counts = ours.counts(event_id)
        right += counts["confirmed"] + counts["offered"] == CROWD_SEATS
    seconds = (time.perf_counter() - began) / CROWD_REPEATS
    return Finding(
        f"{CROWD} people come while others cancel: confirmed + offered = seats",
        f"{right} of {CROWD_REPEATS}",
        f"{seconds:.1f} s each",
        right / CROWD_REPEATS,
        1.0,
    )


def _sqlite(sqlite: sites.Ours, ours: sites.Ours) -> Finding:
    _event, on_sqlite = sqlite.event(capacity=100_000)
    _event, on_postgresql = ours.event(capacity=100_000)
    _seconds, statuses = at_once(on_sqlite, range(1, 51), together=50)
    # No "database is locked": everybody got a receipt.
    assert statuses == {"confirmed": 50}, statuses
    first, second = 51, 1
    pairs = []
    for _round in range(ROUNDS):
        mine, first = rate(on_sqlite, first=first, together=8, seconds=SECONDS)
        other, second = rate(on_postgresql, first=second, together=8, seconds=SECONDS)
        pairs.append((mine, other))
    mine, other = (median(values) for values in zip(*pairs, strict=True))
    ratio = median(one / another for one, another in pairs)
    return Finding(
        "journeys on SQLite, beside ours on PostgreSQL", f"{mine:.0f}/s", f"{other:.0f}/s", ratio, 0.6
    )


def _start(site: sites.Running, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.bench.hands", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE, text=True)


def _end(hand: subprocess.Popen[str]) -> str:
    said, _nothing = hand.communicate()
    assert hand.returncode == 0
    return said.strip().splitlines()[-1] if said.strip() else ""
