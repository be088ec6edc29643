"""`python -m tests.bench`: everything; `python -m tests.bench journeys`: one of them. Ends with 1 when a
limit does not hold. Starts a PostgreSQL and a Redis of its own."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from tests import services
from tests.bench import feeds, journeys, letters, registering
from tests.bench.results import HEAD, Finding

BENCHMARKS: dict[str, Callable[..., Iterator[Finding]]] = {
    "journeys": journeys.measure,
    "registering": registering.measure,
    "letters": letters.measure,
    "feeds": feeds.measure,
}


def main(names: list[str]) -> int:
    if unknown := set(names) - BENCHMARKS.keys():
        print(f"There are only {', '.join(BENCHMARKS)}; not {', '.join(sorted(unknown))}.")
        return 2
    print(HEAD, flush=True)
    holds = True
    for name in names or BENCHMARKS:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bostadsforum-bench-")))
            server = stack.enter_context(services.postgresql()).url
            redis_url = stack.enter_context(services.redis()).url
            for finding in BENCHMARKS[name](folder, server=server, redis_url=redis_url):
                print(finding.line, flush=True)
                holds &= finding.holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
