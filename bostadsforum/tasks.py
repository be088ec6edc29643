"""Celery tasks that put the timetable together with what the applications do."""

from celery import shared_task
from django.utils import timezone

from events import scheduling


@shared_task(name="bostadsforum.publish_scheduled")
def publish_scheduled() -> None:
    scheduling.publish_due(now=timezone.now())
