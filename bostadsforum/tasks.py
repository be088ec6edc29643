"""Celery tasks that wire Wagtail's own commands into the timetable."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="bostadsforum.publish_scheduled")
def publish_scheduled() -> None:
    call_command("publish_scheduled")
