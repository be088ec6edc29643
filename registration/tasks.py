"""Celery's doors into the domain. The timetable is in bostadsforum/celery.py; the names stay."""

import logging
import threading
import time

from celery import shared_task
from django.utils import timezone

from events import tombstones
from registration.domain import delivery, mail_holds, mailings, notices, publication, reminders, waitlist
from registration.mail import mailboxes, nudges, sending

logger = logging.getLogger(__name__)

# In a rush a letter comes every hundredth of a second, and many together take a fraction of the time.
GATHERING_SECONDS = 1.0
# One waits for more; the other threads have something else to do.
_gathering = threading.Lock()


@shared_task(name="registration.send_letters")
def send_letters() -> None:
    # Then the next one begins at once, beside this one where there is a process for it.
    sending.send_due(when_more=nudges.give, when_few=_let_some_gather)


def _let_some_gather() -> None:
    if _gathering.acquire(blocking=False):
        try:
            time.sleep(GATHERING_SECONDS)
        finally:
            _gathering.release()


@shared_task(name="registration.enqueue_reminders")
def enqueue_reminders() -> None:
    reminders.enqueue_due(timezone.now())
    mail_holds.end_expired(now=timezone.now())


@shared_task(name="registration.notify_leaders")
def notify_leaders() -> None:
    notices.enqueue_due(timezone.now())


@shared_task(name="registration.send_mailings")
def send_mailings() -> None:
    mailings.send_due(now=timezone.now())


@shared_task(name="registration.settle_events")
def settle_events() -> None:
    waitlist.settle_all(now=timezone.now())


@shared_task(name="registration.handle_publications")
def handle_publications() -> None:
    publication.handle_missed(now=timezone.now())
    tombstones.settle_missed(now=timezone.now())


@shared_task(name="registration.read_mailbox")
def read_mailbox() -> None:
    delivery.tidy(now=timezone.now())
    try:
        delivery.read_mailbox(now=timezone.now())
    except mailboxes.MailboxError as error:
        logger.warning("mailbox cannot be read", extra={"error": str(error)})
