import os
import time

from django.conf import settings

from bostadsforum.celery import app
from bostadsforum.scheduler import ForgetfulScheduler


def scheduler() -> ForgetfulScheduler:
    return ForgetfulScheduler(app=app, lazy=True)


def test_beat_leaves_a_sign_of_life_each_time_it_looks():
    settings.BEAT_HEARTBEAT.unlink(missing_ok=True)
    beat = scheduler()
    beat.setup_schedule()

    beat.tick()
    first = settings.BEAT_HEARTBEAT.stat().st_mtime
    os.utime(settings.BEAT_HEARTBEAT, (first - 100, first - 100))
    beat.tick()

    assert settings.BEAT_HEARTBEAT.stat().st_mtime > first - 100
    assert settings.BEAT_HEARTBEAT.stat().st_mtime <= time.time() + 1


def test_beat_writes_nothing_that_it_would_have_to_read_again():
    beat = scheduler()
    beat.setup_schedule()
    beat.tick()
    beat.close()

    assert [path.name for path in settings.BEAT_HEARTBEAT.parent.iterdir()] == ["heartbeat"]
