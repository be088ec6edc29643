"""The time line of the sample content's next event, beside what a worker with a moved clock really sends.

Nothing is foretold that does not come, and nothing comes that was not foretold.
"""

from collections import Counter
from datetime import datetime, time, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from bostadsforum.celery import app
from events.models import EventPage, ReminderRule, RoleQuota
from registration.domain import cancellation, timeline
from registration.models import OutboxMessage
from tests.factories import STOCKHOLM, applicant

pytestmark = pytest.mark.django_db

INSTALLED = datetime(2027, 2, 1, 10, 0, tzinfo=STOCKHOLM)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clock():
    with time_machine.travel(INSTALLED, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event(clock, db):
    """The next event of the sample, with so few seats that there is a line: two are reserved until two weeks
    before. A reminder an hour before, and thanks on the day after, are added to its own."""
    call_command("load_demo", stdout=StringIO())
    event = EventPage.objects.upcoming(timezone.now()).first()
    EventPage.objects.filter(pk=event.pk).update(capacity=5)
    RoleQuota.objects.filter(event=event).update(reserved=1)
    ReminderRule.objects.create(event_id=event.pk, minutes_before=60)
    ReminderRule.objects.create(
        event_id=event.pk, days_before=1, clock_time=time(10), anchor="after_end", purpose="thanks"
    )
    return event


@pytest.fixture
def people(event, bo, sign_up):
    """Three officials and Bo have seats; the fifth seat is kept for a politician. In the line: one who has
    been offered a seat that became free, one who takes whatever is free, and one who wants to be asked."""
    seated = [sign_up(applicant(number), event, at=INSTALLED) for number in (1, 2, 3)]
    seated.append(sign_up(bo, event, at=INSTALLED))
    for number, wants_directly in ((4, False), (5, True), (6, False)):
        sign_up(applicant(number, wants_directly=wants_directly, language="en"), event, at=INSTALLED)
    cancellation.cancel(seated[0].pk, now=INSTALLED)
    return seated


def tick():
    """What beat has a worker do, every minute and in this order."""
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        app.tasks[entry["task"]]()


def foretold(event):
    """How many letters of which kind and rule come when, as the time line has it at this moment."""
    found = Counter()
    for entry in timeline.of(timeline.load(event.pk), now=timezone.now()).future:
        found[(entry.kind, entry.rule_key, entry.at)] += entry.count
    return +found


def sent_since(event, began):
    rows = OutboxMessage.objects.filter(registration__event=event, state="sent", sent_at__gt=began)
    return Counter((row.kind, row.details.get("rule", ""), row.sent_at) for row in rows)


def test_every_letter_that_is_foretold_comes_at_its_minute_and_no_other(event, people, clock):
    tick()
    began = timezone.now()
    at_first = foretold(event)
    told, moment, last = Counter(), began, event.end_at + timedelta(days=9)

    while moment < last:
        # The next letter that is foretold, or a few hours on if nothing is: something else might come.
        coming = foretold(event)
        moment = min([moment + 6 * HOUR, *(at for *_what, at in coming if at > moment)])
        clock.move_to(moment - MINUTE)
        tick()
        told += Counter({what: count for what, count in foretold(event).items() if what[2] == moment})
        clock.move_to(moment)
        tick()

    assert sent_since(event, began) == told
    kinds = {kind for kind, *_rest in at_first}
    assert kinds == {"reminder", "after_event", "offer_lapsed", "promoted", "offered"}
    # What was foretold on the first day came to the minute. What followed from an offer that was not made
    # yet was not foretold then: that nobody took it.
    later = set(told) - set(at_first)
    assert set(at_first) < set(told)
    assert [kind for kind, *_rest in later] == ["offer_lapsed"]
    assert not OutboxMessage.objects.filter(registration__event=event).unfinished().exists()
