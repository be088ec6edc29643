"""Beat's memory: none, and a sign of life.

Every entry of the timetable goes out each minute or five, so there is nothing to remember over a restart, and
no file that a power cut could tear so that beat never starts again. What stays in VAR is when it last looked.
"""

from typing import Any

from celery.beat import Scheduler
from django.conf import settings


class ForgetfulScheduler(Scheduler):
    def tick(self, *args: Any, **kwargs: Any) -> float:
        settings.BEAT_HEARTBEAT.parent.mkdir(parents=True, exist_ok=True)
        settings.BEAT_HEARTBEAT.touch()
        return super().tick(*args, **kwargs)
