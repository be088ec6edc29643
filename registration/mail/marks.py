"""Addresses that no letter is sent to any more: what marks them (docs/rules.md R 2.6, R 2.7).

Every way comes here: a refusal while sending, a report in the mailbox, a provider's webhook.
"""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from registration.addresses import address_key
from registration.mail.status_codes import Severity
from registration.models import AddressMark, DeliveryReport, HistoryEntry, OutboxMessage, Registration

logger = logging.getLogger(__name__)

Kind = AddressMark.Kind
Action = HistoryEntry.Action

# So many passing failures in so short a time are none.
SOFT_MOST = 3
SOFT_WITHIN = timedelta(days=7)
LONGEST_CODE = 20


def is_stopped(address: str) -> bool:
    """Whether letters to this address do not leave."""
    return AddressMark.objects.in_force().filter(address_key=address_key(address)).exists()


def stops(message: OutboxMessage) -> bool:
    """The same of a letter to its registration's address; known already where many are asked about."""
    known: bool | None = getattr(message, "address_is_marked", None)
    return is_stopped(message.address) if known is None else known


def key_of(*parts: str) -> str:
    """What a report is known by, as it is kept: parts of it may hold an address."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def undeliverable(
    address: str, *, severity: Severity, code: str, report_key: str, happened_at: datetime, now: datetime
) -> None:
    """A letter could not be delivered. For good: the address is marked; for now: counted."""
    if severity == Severity.NONE:
        return
    kinds = {Severity.HARD: DeliveryReport.Kind.HARD, Severity.SOFT: DeliveryReport.Kind.SOFT}
    key = address_key(address)
    with transaction.atomic():
        if not _is_new(report_key, kinds[severity], key=key, now=now):
            return
        if severity == Severity.HARD:
            _mark(key, Kind.BOUNCED, code=code, happened_at=happened_at, now=now)
        elif _soft_failures(key, now=now) >= SOFT_MOST:
            _mark(key, Kind.OFTEN, code=code, happened_at=happened_at, now=now)


def complained(address: str, *, report_key: str, happened_at: datetime, now: datetime) -> None:
    """Somebody has called a letter of ours unwanted."""
    key = address_key(address)
    with transaction.atomic():
        if _is_new(report_key, DeliveryReport.Kind.COMPLAINT, key=key, now=now):
            _mark(key, Kind.COMPLAINED, code="", happened_at=happened_at, now=now)


def refused_at_once(message: OutboxMessage, *, code: str, now: datetime) -> None:
    """The server has no such mailbox, said while the letter was handed over."""
    undeliverable(
        message.address,
        severity=Severity.HARD,
        code=code,
        report_key=key_of("refused", message.message_id),
        happened_at=now,
        now=now,
    )


def _is_new(report_key: str, kind: DeliveryReport.Kind, *, key: str, now: datetime) -> bool:
    _report, is_new = DeliveryReport.objects.get_or_create(
        key=report_key, defaults={"kind": kind, "address_key": key, "at": now}
    )
    return is_new


def _soft_failures(key: str, *, now: datetime) -> int:
    """Since somebody last said that the address is good."""
    cleared = AddressMark.objects.filter(address_key=key).values_list("cleared_at", flat=True).first()
    since = max(now - SOFT_WITHIN, cleared or now - SOFT_WITHIN)
    soft = DeliveryReport.objects.filter(address_key=key, kind=DeliveryReport.Kind.SOFT)
    return soft.filter(at__gte=since).count()


def _mark(key: str, kind: AddressMark.Kind, *, code: str, happened_at: datetime, now: datetime) -> None:
    """Mark an address, unless it is, or was cleared after what is reported."""
    code = code[:LONGEST_CODE]
    mark, is_new = AddressMark.objects.select_for_update().get_or_create(
        address_key=key, defaults={"kind": kind, "code": code, "at": now}
    )
    if not is_new:
        if mark.cleared_at is None or happened_at <= mark.cleared_at:
            return
        AddressMark.objects.filter(pk=mark.pk).update(
            kind=kind, code=code, at=now, cleared_at=None, cleared_by=None, cleared_by_name=""
        )
    logger.info("address marked", extra={"kind": kind.value, "reason": code})
    _tell_history(key, kind, now=now)


def _tell_history(key: str, kind: AddressMark.Kind, *, now: datetime) -> None:
    """Of what still is to come, so that whoever looks there sees it."""
    action = Action.ADDRESS_COMPLAINED if kind == Kind.COMPLAINED else Action.ADDRESS_MARKED
    concerned = Registration.objects.filter(Q(event__end_at__gt=now), address_key=key)
    HistoryEntry.objects.bulk_create(
        HistoryEntry(registration_id=pk, action=action, at=now)
        for pk in concerned.values_list("pk", flat=True)
    )
