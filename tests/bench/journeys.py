"""Journeys over HTTP: form, post, receipt; ours beside the bare site's."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import sites
from tests.bench.results import Finding
from tests.bench.visitors import at_once, rate
from tests.journeys.running_site import new_database

ROUNDS = 3
SECONDS = 6.0
TOGETHER = 8
PEOPLE, SEATS = 200, 50
# Those that are missing have come already, when the processes were warmed.
NUMBERS = range(1, PEOPLE + 1 - 4 * sites.THREADS)


def measure(folder: Path, *, server: str, redis_url: str) -> Iterator[Finding]:
    with (
        new_database(server) as our_database,
        new_database(server) as bare_database,
        sites.ours(folder / "ours", database=our_database, redis_url=redis_url) as ours,
        sites.bare(folder / "bare", database=bare_database) as bare,
    ):
        ours.start(workers=2)
        bare.start(workers=2)
        yield _rates(ours, bare)
        for workers in (2, 8):
            ours.start(workers=workers)
            bare.start(workers=workers)
            yield _rush(ours, bare, workers=workers)


def _rates(ours: sites.Ours, bare: sites.Bare) -> Finding:
    _event, our_site = ours.event(capacity=100_000)
    bare_site = bare.event(capacity=100_000)
    our_number = bare_number = 1
    pairs = []
    for _round in range(ROUNDS):
        our_rate, our_number = rate(our_site, first=our_number, together=TOGETHER, seconds=SECONDS)
        bare_rate, bare_number = rate(bare_site, first=bare_number, together=TOGETHER, seconds=SECONDS)
        pairs.append((our_rate, bare_rate))
    mine, limit = (median(values) for values in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    return Finding("journeys a second, two workers", f"{mine:.0f}/s", f"{limit:.0f}/s", ratio, 0.5, 0.7)


def _rush(ours: sites.Ours, bare: sites.Bare, *, workers: int) -> Finding:
    """Two hundred at once for fifty seats."""
    pairs = [(_our_rush(ours), _bare_rush(bare)) for _round in range(ROUNDS)]
    mine, limit = (median(values) for values in zip(*pairs, strict=True))
    return Finding(
        f"{PEOPLE} people at once for {SEATS} seats, {workers} workers",
        f"{mine:.1f} s",
        f"{limit:.1f} s",
        median(one / other for one, other in pairs),
        2.0,
        1.3,
        lower_is_better=True,
    )


def _our_rush(ours: sites.Ours) -> float:
    event_id, site = ours.event(capacity=SEATS)
    seconds, statuses = at_once(site, NUMBERS, together=PEOPLE)
    counts = ours.counts(event_id)
    assert (counts["confirmed"], counts["waitlisted"]) == (SEATS, PEOPLE - SEATS), counts
    assert set(statuses) <= {"confirmed", "waitlisted"}, statuses
    return seconds


def _bare_rush(bare: sites.Bare) -> float:
    seconds, _statuses = at_once(bare.event(capacity=SEATS), NUMBERS, together=PEOPLE)
    return seconds
