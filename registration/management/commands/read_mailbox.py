"""One look into the mailbox of the sender, in the foreground: to try MAILBOX_URL, or without a worker."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registration.domain import delivery
from registration.mail.mailboxes import MailboxError


class Command(BaseCommand):
    help = "Read undelivered letters, complaints and answers from calendars in the mailbox of MAILBOX_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAILBOX_URL:
            raise CommandError("MAILBOX_URL is not set, so there is no mailbox to read.")
        try:
            taken = delivery.read_mailbox(now=timezone.now())
        except MailboxError as error:
            raise CommandError(f"The mailbox cannot be read: {error}.") from None
        self.stdout.write(f"{taken} messages were reports or answers.")
