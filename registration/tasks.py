"""Celery's doors into the domain. The timetable is in bostadsforum/celery.py; the names stay."""

from celery import shared_task
from django.utils import timezone

from events import tombstones
from registration.domain import mail_holds, notices, publication, reminders, waitlist
from registration.mail import sending


@shared_task(name="registration.send_letters")
def send_letters() -> None:
    sending.send_due()


@shared_task(name="registration.enqueue_reminders")
def enqueue_reminders() -> None:
    reminders.enqueue_due(timezone.now())
    mail_holds.end_expired(now=timezone.now())


@shared_task(name="registration.notify_leaders")
def notify_leaders() -> None:
    notices.enqueue_due(timezone.now())


@shared_task(name="registration.settle_events")
def settle_events() -> None:
    waitlist.settle_all(now=timezone.now())


@shared_task(name="registration.handle_publications")
def handle_publications() -> None:
    publication.handle_missed(now=timezone.now())
    tombstones.settle_missed(now=timezone.now())
