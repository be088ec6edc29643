import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from events.availability import SeatStatus, availability_of
from events.models import CalendarIdentity, EventIndexPage, EventPage

pytestmark = pytest.mark.django_db


def make(*options: str, title: str = "Från mark till hem", start: str = "2037-03-04T08:30") -> EventPage:
    said = StringIO()
    call_command("make_event", f"--title={title}", f"--start={start}", "--capacity=20", *options, stdout=said)
    return EventPage.objects.get(pk=json.loads(said.getvalue())["id"]).specific


def refusal(*options: str, **words: str) -> str:
    with pytest.raises(CommandError) as refused:
        make(*options, **words)
    assert not EventPage.objects.exists()
    return str(refused.value)


def test_it_prints_one_line_with_the_id_and_the_address(settings):
    settings.SITE_ORIGIN = "https://bostadsforum.example"
    said = StringIO()

    call_command("make_event", "--title=Möte", "--start=2037-03-04T08:30", "--capacity=1", stdout=said)

    event = EventPage.objects.get()
    assert said.getvalue().count("\n") == 1
    assert json.loads(said.getvalue()) == {
        "id": event.pk,
        "url": "https://bostadsforum.example/evenemang/mote/",
    }


def test_without_options_it_is_open_now_and_closes_at_the_start():
    event = make()

    seats = availability_of([event], now=timezone.now())[event.pk]
    assert event.live
    assert (seats.status, seats.takes_registrations) == (SeatStatus.OPEN, True)
    assert event.deadline == event.start_at
    assert (event.end_at - event.start_at).total_seconds() == 90 * 60


def test_it_has_been_announced():
    event = make()

    assert CalendarIdentity.objects.get(event=event).snapshot
    assert event.latest_revision is not None


def test_the_start_is_swedish_time():
    assert make(start="2037-07-01T08:30").start_at.isoformat() == "2037-07-01T06:30:00+00:00"


def test_it_reminds_a_week_and_a_day_before_at_nine():
    rules = make().reminder_rules.all()

    assert [(rule.days_before, str(rule.clock_time)) for rule in rules] == [(7, "09:00:00"), (1, "09:00:00")]


def test_reminders_in_minutes_come_in_their_place():
    both = make("--remind-before", "90", "--remind-before", "5").reminder_rules.all()
    in_one = make("--remind-before", "90", "5").reminder_rules.all()

    assert [rule.minutes_before for rule in both] == [90, 5]
    assert [(rule.minutes_before, rule.days_before) for rule in in_one] == [(90, None), (5, None)]


def test_quotas_as_asked_for():
    event = make("--reserved", "official=2", "builder=3", "--maximum", "builder=4", "--maximum=politician=0")

    assert {quota.role: (quota.reserved, quota.maximum) for quota in event.quotas.all()} == {
        "official": (2, None),
        "politician": (0, 0),
        "builder": (3, 4),
    }


def test_all_times_can_be_given():
    event = make("--opens=2036-12-01T09:00", "--closes=2037-03-01T12:00", "--release=2037-02-01T09:00")

    assert timezone.localtime(event.opens_at).isoformat() == "2036-12-01T09:00:00+01:00"
    assert timezone.localtime(event.closes_at).isoformat() == "2037-03-01T12:00:00+01:00"
    assert event.releases_at == event.release_at


@pytest.mark.parametrize(
    ("kind", "model"),
    [("seminar", "seminarpage"), ("roundtable", "roundtablepage"), ("gathering", "gatheringpage")],
)
def test_kinds(kind, model):
    event = make(f"--kind={kind}", "--flow=request")

    assert (event.content_type.model, event.flow) == (model, "request")


def test_an_online_event_has_one_number_of_places():
    online = make("--format=online", "--online-capacity=300")
    hybrid = make("--format=hybrid", "--online-capacity=300")

    assert (online.capacity, online.online_capacity) == (300, None)
    assert (hybrid.capacity, hybrid.online_capacity) == (20, 300)


def test_addresses_are_plain_and_never_taken_twice():
    assert [make(title="Går det här? Åh, nej!").slug, make(title="Går det här? Åh, nej!").slug] == [
        "gar-det-har-ah-nej",
        "gar-det-har-ah-nej-2",
    ]
    assert make(title="住宅").slug


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--reserved", "guest=2"], "roles are official, politician, builder"),
        (["--reserved", "official"], "should look like official=2"),
        (["--reserved", "official=-1"], "not a whole number"),
        (["--reserved", "official=21"], "21 seats are reserved, but there are only 20"),
        (["--reserved", "builder=3", "--maximum", "builder=2"], "less than the 3 seats reserved"),
        (["--online-capacity=5"], "needs --format online or hybrid"),
        (["--closes=2037-03-05T08:30"], "closes_at"),
        (["--opens=2037-03-05T08:30"], "opens_at"),
        (["--minutes=0"], "not a whole number between 1"),
        (["--remind-before=0"], "not a whole number between 1"),
        (["--remind-before=99999999"], "not a whole number between 1"),
        (["--kind=picnic"], "invalid choice"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(options, words):
    assert words in refusal(*options)


def test_times_that_are_none_are_refused():
    assert "is not a time such as" in refusal(start="i morgon")
    assert "the clocks skip that hour" in refusal(start="2037-03-29T02:30")


def test_an_empty_title_is_refused():
    assert refusal(title="  ")


def test_without_a_list_of_events_there_is_nowhere_to_put_it():
    EventIndexPage.objects.get().delete()

    assert "list of events is missing" in refusal()
