"""The letters of a mailing: naming them, and what stands in them (models/mailing.py).

As with every letter the text is read when it is sent: words that are corrected while a mailing is stopped
go out corrected.
"""

import hashlib
import mimetypes
import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q

from events.models import EventPage
from home.models import SiteDocument, User
from registration.addresses import address_key
from registration.mail import kinds, letter_samples, linked_text, outbox
from registration.mail.mime import Attachment
from registration.models import Mailing, OutboxMessage, Registration


def key_of(mailing: Mailing, address: str, *, number: int = 1) -> str:
    """One letter per mailing and address, whatever they are registered for (docs/rules.md R 2.1); only where
    the first was not sent is there a second."""
    digest = hashlib.sha256(address_key(address).encode()).hexdigest()
    first = f"mailing:{mailing.pk}:{digest[:32]}"
    return first if number == 1 else f"{first}:{number}"


def parts_of(key: str) -> tuple[str, int]:
    """The key of the first letter to that address, and which of them this is."""
    parts = key.split(":")
    return ":".join(parts[:3]), int(parts[3]) if len(parts) > 3 else 1


def row(
    mailing: Mailing, registration: Registration, *, events: int, now: datetime, number: int = 1
) -> OutboxMessage:
    """An unsaved letter to this person; `events`: how many the mailing is about."""
    message = outbox.row(
        kinds.MAILING,
        registration,
        key=key_of(mailing, registration.address, number=number),
        now=now,
        details={"events": events},
    )
    message.mailing = mailing
    return message


def has_other(dropped: OutboxMessage) -> bool:
    """Whether another letter of its mailing has gone to this person or will; takes the lock of the mailing,
    so ask in the transaction that writes."""
    if dropped.mailing_id is None:
        raise TypeError(f"{dropped} is of no mailing")
    mailing = Mailing.objects.select_for_update(of=("self",)).get(pk=dropped.mailing_id)
    same = Q(key__startswith=key_of(mailing, dropped.address)) | Q(registration=dropped.its_registration)
    if mailbox := dropped.its_registration.address_key:
        same |= Q(registration__address_key=mailbox)
    others = mailing.letters.filter(same).exclude(pk=dropped.pk)
    return others.exclude(state=OutboxMessage.State.DROPPED).exists()


def sample(mailing: Mailing, event: EventPage, *, language: str, events: int, now: datetime) -> OutboxMessage:
    """To somebody made up, while there is nobody to write to, or for whoever tries the mailing."""
    message = letter_samples.to_somebody(kinds.MAILING, event, language=language, now=now)
    message.mailing = mailing
    message.details = {"events": events}
    return message


def sample_of(message: OutboxMessage, *, now: datetime) -> OutboxMessage:
    """What a member of staff who tries a mailing gets to see."""
    if message.mailing is None or message.event is None:
        raise TypeError(f"{message} is no test of a mailing")
    details = message.details
    return sample(
        message.mailing, message.event, language=details["language"], events=details["events"], now=now
    )


def test(mailing: Mailing, event: EventPage, *, to: User, language: str, events: int, now: datetime) -> None:
    """Queue the letter to a member of staff, as somebody made up would get it."""
    outbox.enqueue_many(
        [
            OutboxMessage(
                key=f"{kinds.MAILING_TEST}:{mailing.pk}:{uuid.uuid4().hex}",
                kind=kinds.MAILING_TEST,
                mailing=mailing,
                event=event,
                address=to.email,
                details={"language": language, "events": events},
                message_id=outbox.new_message_id(),
                created_at=now,
                due_at=now,
                expires_at=now + kinds.ANSWERS_LIVE,
            )
        ]
    )


def language_of(message: OutboxMessage) -> str:
    """That of the registration, but for a mailing that has no English words."""
    language = message.its_registration.language
    if message.mailing is not None and not message.mailing.body_en:
        return "sv"
    return language


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """For the templates; nothing where the letter is of no mailing."""
    mailing = message.mailing
    if mailing is None:
        return {}
    in_english = language_of(message) == "en"
    body = mailing.body_en if in_english else mailing.body
    return {
        "headline": (in_english and mailing.subject_en) or mailing.subject,
        "body": body,
        "paragraphs": linked_text.paragraphs(body),
        "is_about_one": message.details.get("events") == 1,
    }


def attachments_of(message: OutboxMessage) -> tuple[Attachment, ...]:
    if message.mailing is None:
        return ()
    return tuple(_attachment(document) for document in message.mailing.attachments.order_by("pk"))


def _attachment(document: SiteDocument) -> Attachment:
    with document.open_file() as file:
        content = file.read()
    return Attachment(
        filename=document.filename,
        content=content,
        mimetype=mimetypes.guess_type(document.filename)[0] or "application/octet-stream",
    )
