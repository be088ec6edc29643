"""Whether letters arrive: what the mailbox and the mail provider report, and what staff say of an address
(docs/rules.md R 2.7)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from events.models import Person
from home.models import User
from registration.domain import calendar_replies
from registration.domain.errors import NothingToDecide
from registration.mail import mailboxes, marks, reports, status_codes
from registration.mail.calendar_answers import CalendarAnswer
from registration.mail.reports import Complaint, Failure
from registration.models import (
    AddressMark,
    DeliveryReport,
    HistoryEntry,
    MailboxPosition,
    OutboxMessage,
    Registration,
)
from registration.models.staff_name import kept_name

# The rest is read in the next round.
MOST_IN_A_ROUND = 200
# Read every five minutes: a server that is away for a moment is nobody's work.
UNREAD_AFTER = timedelta(hours=1)
# A report of a letter comes within days; an address is given up for what a week shows.
REPORTS_KEPT = timedelta(days=30)


def read_mailbox(*, now: datetime) -> int:
    """Look at what is new in the mailbox; returns how many messages were ours.

    Two rounds at once, or one that was cut off, take nothing twice: what a message does is known by the
    letter that it is about. Raises MailboxError when it cannot be reached; the next round goes on from there.
    """
    if not settings.MAILBOX_URL:
        return 0
    name = mailboxes.name_of(settings.MAILBOX_URL)
    row, _is_new = MailboxPosition.objects.get_or_create(name=name, defaults={"read_at": now})
    taken = 0
    with mailboxes.opened(settings.MAILBOX_URL) as mailbox:
        position = mailboxes.Position(validity=row.validity, last_uid=row.last_uid)
        for uid in mailbox.since(position, now=now)[:MOST_IN_A_ROUND]:
            raw = mailbox.fetch(uid)
            if raw is None:
                continue
            is_ours = take(raw, now=now)
            mailbox.settle(uid, is_ours=is_ours)
            MailboxPosition.objects.filter(pk=row.pk).update(validity=mailbox.validity, last_uid=uid)
            taken += is_ours
    MailboxPosition.objects.filter(pk=row.pk).update(read_at=now)
    return taken


def unread_since(*, now: datetime) -> datetime | None:
    """Since when the mailbox has not been read, once that is long ago; None as long as all is well.

    Before it has been read for the first time, since that was tried.
    """
    if not settings.MAILBOX_URL:
        return None
    name = mailboxes.name_of(settings.MAILBOX_URL)
    return (
        MailboxPosition.objects.filter(name=name, read_at__lt=now - UNREAD_AFTER)
        .values_list("read_at", flat=True)
        .first()
    )


def take(raw: bytes, *, now: datetime) -> bool:
    """Do what a message reports; False when it is for people."""
    match reports.read(raw):
        case Failure() as failure:
            return _undeliverable(failure, now=now)
        case Complaint(message_ids):
            return _complained(message_ids, now=now)
        case CalendarAnswer() as answer:
            return calendar_replies.record(answer, now=now)
    return False


def _undeliverable(failure: Failure, *, now: datetime) -> bool:
    letter = _ours(failure.message_ids)
    code = failure.code_for(letter.address) if letter else None
    if letter is None or code is None:
        return False
    # A report that a delivery has failed and does not say why counts as one that may be passing.
    severity = status_codes.severity(code) or status_codes.Severity.SOFT
    with transaction.atomic():
        marks.undeliverable(
            letter.address,
            severity=severity,
            code=code,
            report_key=marks.key_of("returned", letter.message_id),
            happened_at=letter.sent_at or now,
            now=now,
        )
        _note(letter, reason="undeliverable")
    return True


def _complained(message_ids: tuple[str, ...], *, now: datetime) -> bool:
    letter = _ours(message_ids)
    if letter is None:
        return False
    with transaction.atomic():
        marks.complained(
            letter.address,
            report_key=marks.key_of("complaint", letter.message_id),
            happened_at=letter.sent_at or now,
            now=now,
        )
        _note(letter, reason="complained")
    return True


def _ours(message_ids: tuple[str, ...]) -> OutboxMessage | None:
    """The letter that a report is about; the first that is named is the one that came back."""
    found = {letter.message_id: letter for letter in OutboxMessage.objects.filter(message_id__in=message_ids)}
    return next((found[name] for name in message_ids if name in found), None)


def _note(letter: OutboxMessage, *, reason: str) -> None:
    OutboxMessage.objects.filter(pk=letter.pk, state=OutboxMessage.State.SENT).update(reason=reason)


# --- What staff say of an address -----------------------------------------------------------------


def clear(registration_id: int, *, by: User, now: datetime) -> None:
    """Send letters to this person's address again. What was dropped meanwhile stays dropped.

    Raises NothingToDecide when the address is not marked.
    """
    with transaction.atomic():
        registration = Registration.objects.get(pk=registration_id)
        marked = AddressMark.objects.in_force().filter(address_key=registration.address_key)
        if not marked.update(cleared_at=now, cleared_by=by, cleared_by_name=kept_name(by)):
            raise NothingToDecide(_("Letters are sent to this address as usual."))
        registration.history.create(action=HistoryEntry.Action.ADDRESS_CLEARED, at=now, by=by)


def corrected(*, before: str | None, after: str, by: User, now: datetime) -> None:
    """Staff have put an address right, in the caller's transaction: what was known of the wrong one is of
    no use, and the right one is right because they say so. Both are keys."""
    AddressMark.objects.in_force().filter(address_key=after).update(
        cleared_at=now, cleared_by=by, cleared_by_name=kept_name(by)
    )
    _without_owner(AddressMark).filter(address_key=before).delete()
    _without_owner(DeliveryReport).filter(address_key=before).delete()


# --- The clock ------------------------------------------------------------------------------------


def tidy(*, now: datetime) -> None:
    """Forget reports that are old, and everything about addresses that nobody here has any more: who has
    been erased leaves no mark behind (docs/rules.md R 7.2)."""
    DeliveryReport.objects.filter(at__lt=now - REPORTS_KEPT).delete()
    _without_owner(DeliveryReport).delete()
    _without_owner(AddressMark).delete()


def _without_owner(model: type[AddressMark] | type[DeliveryReport]):
    registered = Registration.objects.filter(address_key=OuterRef("address_key"))
    leaders = Person.objects.filter(email__iexact=OuterRef("address_key"))
    return model.objects.exclude(Exists(registered) | Exists(leaders))
