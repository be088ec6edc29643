"""Local times and the zone that goes with them, on both days of the change and away from them."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical

from events import calendar
from events.calendar import VTIMEZONE
from tests import ics
from tests.entries import STOCKHOLM, entry, read

pytestmark = pytest.mark.once


def stockholm(*numbers: int, fold: int = 0) -> datetime:
    return datetime(*numbers, fold=fold, tzinfo=STOCKHOLM)


TIMES = {
    "winter": (stockholm(2027, 2, 4, 8, 30), timedelta(minutes=90)),
    "summer": (stockholm(2027, 7, 1, 8, 30), timedelta(minutes=90)),
    "just before the spring change": (stockholm(2027, 3, 28, 1, 0), timedelta(minutes=30)),
    "just after the spring change": (stockholm(2027, 3, 28, 3, 0), timedelta(hours=1)),
    "across the spring change": (stockholm(2027, 3, 27, 22, 0), timedelta(hours=8)),
    "across the autumn change": (stockholm(2027, 10, 30, 22, 0), timedelta(hours=8)),
    "just after the autumn change": (stockholm(2027, 10, 31, 3, 0), timedelta(hours=1)),
    "morning of the autumn change": (stockholm(2027, 10, 31, 9, 0), timedelta(hours=1)),
    "the repeated hour, first time round": (stockholm(2027, 10, 31, 2, 15), timedelta(minutes=30)),
    "the repeated hour, second time round": (stockholm(2027, 10, 31, 2, 15, fold=1), timedelta(minutes=30)),
    "from the first into the second time round": (stockholm(2027, 10, 31, 2, 45), timedelta(minutes=30)),
    "over several days": (stockholm(2027, 6, 3, 13, 0), timedelta(hours=27)),
}


@pytest.mark.parametrize(("local", "length"), TIMES.values(), ids=TIMES)
def test_the_times_are_the_instants_of_the_event(local, length):
    starts = local.astimezone(UTC)

    event = read(calendar.download(entry(starts=starts, ends=starts + length)))

    assert event["DTSTART"].dt.astimezone(UTC) == starts
    assert event["DTEND"].dt.astimezone(UTC) == starts + length


@pytest.mark.parametrize(("local", "length"), TIMES.values(), ids=TIMES)
def test_a_client_that_only_knows_our_zone_sees_the_same_instants(local, length):
    starts = local.astimezone(UTC)
    zone = tzical(StringIO("\n".join(VTIMEZONE))).get("Europe/Stockholm")

    stream = calendar.download(entry(starts=starts, ends=starts + length))

    for name, instant in (("DTSTART", starts), ("DTEND", starts + length)):
        (value,) = ics.values(stream, name)
        written = _wall(value.rstrip("Z"))
        assert written.replace(tzinfo=UTC if value.endswith("Z") else zone).astimezone(UTC) == instant


def test_times_are_local_with_the_zones_name():
    found = ics.event_lines(calendar.download(entry()))

    assert "DTSTART;TZID=Europe/Stockholm:20270304T083000" in found
    assert "DTEND;TZID=Europe/Stockholm:20270304T100000" in found


def test_the_zone_changes_when_tzdata_says_so():
    transitions = [
        (instant + timedelta(hours=1), before, after)
        for instant in (datetime(1997, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(24 * 365 * 42))
        if (before := _offset(instant)) != (after := _offset(instant + timedelta(hours=1)))
    ]

    ours = sorted(
        (local.replace(tzinfo=UTC) - before, before, after)
        for before, after, rule in _rules()
        for local in rule.between(_wall("19970101T000000"), _wall("20381220T000000"))
    )

    assert len(transitions) == 84
    assert ours == transitions


def test_each_rule_begins_on_its_own_first_occurrence_at_the_local_time_before_the_change():
    assert [rule[0] for _before, _after, rule in _rules()] == [
        _wall("19960331T020000"),
        _wall("19961027T030000"),
    ]
    assert not [line for line in VTIMEZONE if line.startswith("RDATE")]


def _wall(written: str) -> datetime:
    """What a clock on the wall shows, without a zone."""
    return datetime.strptime(written, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - that is the point


def _offset(instant: datetime) -> timedelta:
    return instant.astimezone(STOCKHOLM).utcoffset()


def _rules() -> list[tuple]:
    """Offset before, offset after, and the local times of the change, for each of the two rules."""
    rules = []
    for name in ("DAYLIGHT", "STANDARD"):
        part = VTIMEZONE[VTIMEZONE.index(f"BEGIN:{name}") + 1 : VTIMEZONE.index(f"END:{name}")]
        facts = dict(line.split(":", 1) for line in part)
        hours = [timedelta(hours=int(facts[f"TZOFFSET{end}"][:3])) for end in ("FROM", "TO")]
        rule = rrulestr(facts["RRULE"], dtstart=_wall(facts["DTSTART"]))
        rules.append((*hours, rule))
    return rules
