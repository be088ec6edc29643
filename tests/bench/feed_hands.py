"""Making feeds without HTTP, in a process of its own; each prints one line of JSON.

`python -m tests.bench.feed_hands ours EVENTS`: the feed of so many, made anew each time, and compared with
what the icalendar library reads from it;
`python -m tests.bench.feed_hands keep`: its events, from stdin, as ready-made strings in the bare site;
`python -m tests.bench.feed_hands bare`: reads and joins these;
`python -m tests.bench.feed_hands copy TIMES`: each event so many times more, past the models.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django

ROUNDS = 15


def ours(events: int) -> dict[str, Any]:
    from django.utils import timezone

    from events import feed

    now = timezone.now()
    found: dict[str, Any] = {"seconds": _median(lambda: feed.public_feed(now=now))}
    # Before anything else needs memory.
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    body = feed.public_feed(now=now).body
    assert body.count(b"BEGIN:VEVENT") == events, body.count(b"BEGIN:VEVENT")
    if events <= 1000:
        _compare(body)
        found["events"] = [f"BEGIN:VEVENT{event}" for event in body.decode().split("BEGIN:VEVENT")[1:]]
    return found


def _compare(body: bytes) -> None:
    """Property by property, with what calendars are to know."""
    from icalendar import Calendar

    from events.calendar import STATUSES, Entry
    from events.models import CalendarIdentity

    entries = {str(identity.uid): Entry.of(identity) for identity in CalendarIdentity.objects.all()}
    for event in Calendar.from_ical(body).walk("VEVENT"):
        entry = entries[str(event["UID"])]
        words = entry.words("sv")
        assert event["SEQUENCE"] == entry.sequence
        assert event["STATUS"] == STATUSES[entry.snapshot["status"]]
        assert event["SUMMARY"] == words["summary"]
        assert event.get("LOCATION", "") == words["location"]
        assert event["DESCRIPTION"] == "\n\n".join(filter(None, (words["description"], entry.address("sv"))))
        assert event["URL"] == entry.address("sv")
        assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (entry.starts_at, entry.ends_at)
        times = [event.decoded(name) for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED")]
        assert times == [entry.changed_at, entry.changed_at, entry.created_at]


def keep() -> dict[str, Any]:
    from tests.bench.bare.models import ReadyMade

    events = json.loads(sys.stdin.read())
    ReadyMade.objects.bulk_create(ReadyMade(text=text) for text in events)
    return {"kept": len(events)}


def bare() -> dict[str, Any]:
    from tests.bench.bare.models import ReadyMade

    def join() -> bytes:
        texts = ReadyMade.objects.order_by("pk").values_list("text", flat=True)
        return "".join(texts).encode()

    return {"seconds": _median(join)}


def copy(times: int) -> dict[str, Any]:
    from django.apps import apps
    from django.db import connection

    changed = {
        "wagtailcore_page": {
            "path": "path || lpad(n::text, 4, '0')",
            "url_path": "url_path || n || '/'",
            "translation_key": "gen_random_uuid()",
        },
        "events_eventpage": {},
        "events_seminarpage": {},
        "events_calendaridentity": {"uid": "gen_random_uuid()"},
    }
    numbers = {"page_ptr_id", "eventpage_ptr_id", "event_id", "id"}
    models = {model._meta.db_table: model for model in apps.get_models()}
    with connection.cursor() as cursor:
        for table, values in changed.items():
            names = [field.column for field in models[table]._meta.local_concrete_fields]
            taken = [
                values.get(name) or (f"{name} + n * 1000000" if name in numbers else name) for name in names
            ]
            # Of events only, of which each has a calendar identity.
            own = "id" if "id" in names else names[0]
            if own == "id" and "event_id" in names:
                own = "event_id"
            if table == "wagtailcore_page":
                cursor.execute("CREATE TEMP TABLE originals AS SELECT event_id FROM events_calendaridentity")
            copied = f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(taken)}"
            which = f"FROM {table}, generate_series(1, {times}) n"
            cursor.execute(f"{copied} {which} WHERE {own} IN (SELECT event_id FROM originals)")  # noqa: S608
        cursor.execute("ANALYZE")
    return {"copies": times}


def _median(act: Callable[[], object]) -> float:
    """What each process looks up once is looked up before."""
    act()
    seconds = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    return median(seconds)


if __name__ == "__main__":
    django.setup()
    what, *rest = sys.argv[1:]
    act: Callable[..., dict[str, Any]] = {"ours": ours, "keep": keep, "bare": bare, "copy": copy}[what]
    sys.stdout.write(json.dumps(act(*map(int, rest))) + "\n")
