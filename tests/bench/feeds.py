"""The public calendar: made anew beside joining ready-made strings, and told unchanged beside a bare 304."""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from tests.bench import sites
from tests.bench.results import Finding
from tests.journeys.running_site import ROOT, new_database

EVENTS, COPIES = 500, 19
ROUNDS, SECONDS, TOGETHER = 3, 4.0, 8
MEGABYTES = 60


def measure(folder: Path, *, server: str, redis_url: str) -> Iterator[Finding]:
    with (
        new_database(server) as our_database,
        new_database(server) as bare_database,
        sites.ours(folder / "ours", database=our_database, redis_url=redis_url, with_worker=False) as ours,
        sites.bare(folder / "bare", database=bare_database) as bare,
    ):
        ours.run("manage.py", "make_load", "--events", str(EVENTS), "--registrations", "0")
        some = _ask(ours, "ours", EVENTS)
        _ask(bare, "keep", said=json.dumps(some.pop("events")))
        yield _made(some, _ask(bare, "bare"))
        ours.start(workers=2)
        bare.start(workers=2)
        yield _unchanged(ours, bare)
        ours.stop()
        _ask(ours, "copy", COPIES)
        yield from _many(some, _ask(ours, "ours", EVENTS * (COPIES + 1)))


def _made(ours: dict[str, Any], bare: dict[str, Any]) -> Finding:
    return Finding(
        f"feed of {EVENTS} events, beside ready-made strings",
        f"{1000 * ours['seconds']:.1f} ms",
        f"{1000 * bare['seconds']:.1f} ms",
        ours["seconds"] / bare["seconds"],
        6.0,
        3.0,
        lower_is_better=True,
    )


def _many(some: dict[str, Any], many: dict[str, Any]) -> Iterator[Finding]:
    yield Finding(
        f"feed of {EVENTS * (COPIES + 1)} events, beside one of {EVENTS}",
        f"{1000 * many['seconds']:.0f} ms",
        f"{1000 * some['seconds']:.1f} ms",
        many["seconds"] / some["seconds"],
        22.0,
        lower_is_better=True,
    )
    more = (many["memory"] - some["memory"]) / 1024
    yield Finding(
        "  memory that it needs beyond that",
        f"{more:.0f} MB",
        f"{MEGABYTES} MB",
        more / MEGABYTES,
        1.0,
        lower_is_better=True,
    )


def _unchanged(ours: sites.Running, bare: sites.Running) -> Finding:
    pairs = [(_rate(ours), _rate(bare)) for _round in range(ROUNDS)]
    mine, limit = (median(values) for values in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    return Finding("feed unchanged (304) a second", f"{mine:.0f}/s", f"{limit:.0f}/s", ratio, 0.4, 0.8)


def _rate(site: sites.Running) -> float:
    """How often a second calendars that have it already are told so, each over a connection of its own."""
    address = urlsplit(site.path("/kalender.ics"))
    done = [0] * TOGETHER
    ends = time.perf_counter() + SECONDS

    def go_on(number: int) -> None:
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        connection.request("GET", address.path)
        response = connection.getresponse()
        response.read()
        headers = {"If-None-Match": response.headers["ETag"]}
        while time.perf_counter() < ends:
            connection.request("GET", address.path, headers=headers)
            response = connection.getresponse()
            response.read()
            assert response.status == 304, response.status
            done[number] += 1
        connection.close()

    threads = [threading.Thread(target=go_on, args=[number]) for number in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


def _ask(site: sites.Running, *arguments: object, said: str = "") -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.feed_hands", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, input=said, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])
