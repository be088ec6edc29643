"""One round in the foreground of what beat has Celery do every minute: settle, remind, tell, send."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from registration.domain import mail_holds, notices, publication, reminders, waitlist
from registration.mail import sending
from registration.models import MailStop


class Command(BaseCommand):
    help = "One round without Celery: settle events, queue due reminders, send due letters."

    def handle(self, *args: Any, **options: Any) -> None:
        publication.handle_missed(now=timezone.now())
        settled = waitlist.settle_all(now=timezone.now())
        queued = reminders.enqueue_due(timezone.now())
        mail_holds.end_expired(now=timezone.now())
        told = notices.enqueue_due(timezone.now())
        if (stop := MailStop.objects.in_force().first()) is not None:
            since = timezone.localtime(stop.began_at).isoformat(" ", "minutes")
            self.stdout.write(f"All mail is stopped since {since} by {stop.began_by_name}: no letter leaves.")
        sent = 0
        # Round after round, since each ends in good time.
        while left := sending.send_due():
            sent += left
        self.stdout.write(
            f"Events settled: {settled}. Notices queued: {told}. "
            f"Reminders queued: {queued}. Letters sent: {sent}."
        )
