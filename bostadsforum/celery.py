"""Celery, with the whole timetable.

The database decides what is due; these ticks only look. They expire before the next one comes, so a worker
that was away does not find a pile of them, and running one twice does no harm.
"""

import os
from contextlib import suppress
from pathlib import Path

from celery import Celery
from celery.signals import celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bostadsforum.settings.production")

app = Celery("bostadsforum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Where processors are few, visitors go first: a letter can wait a second, somebody who has pressed cannot.
WORKER_NICENESS = 10


@celeryd_init.connect
def step_back(**kwargs: object) -> None:
    os.nice(WORKER_NICENESS)
    # Linux weighs whole sessions against each other, and niceness counts within one only.
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(WORKER_NICENESS))


MINUTE = 60.0

app.conf.beat_schedule = {
    name: {"task": task, "schedule": MINUTE, "options": {"expires": MINUTE - 5}}
    for name, task in {
        # Order of the day: what is published, who gets a seat, who is reminded or told, what goes out.
        "publish what is scheduled": "bostadsforum.publish_scheduled",
        "tell calendars of missed publications": "registration.handle_publications",
        "settle events by the clock": "registration.settle_events",
        "queue due reminders": "registration.enqueue_reminders",
        "tell process leaders": "registration.notify_leaders",
        "write the letters of mailings": "registration.send_mailings",
        "send due and lost letters": "registration.send_letters",
    }.items()
}
# A report has been on its way for minutes or days, and a mail server wants to be left alone between.
app.conf.beat_schedule["read the mailbox"] = {
    "task": "registration.read_mailbox",
    "schedule": 5 * MINUTE,
    "options": {"expires": 5 * MINUTE - 5},
}
