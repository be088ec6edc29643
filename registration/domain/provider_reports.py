"""What a mail provider reports of a letter by webhook (Anymail's normalised events)."""

from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.utils import timezone

from registration.mail import marks, status_codes
from registration.mail.status_codes import Severity

# The provider will not even try: it remembers that the address bounced, or knows it as no address.
_KNOWN_AS_BAD = {RejectReason.BOUNCED, RejectReason.INVALID}
# What each provider calls a delivery that may work another time.
_SOFT_WORDS = {"soft_bounce", "soft_bounced", "softbounce", "soft_bounces"}
_LONGEST_ADDRESS = 254


def take(event: AnymailTrackingEvent, *, now: datetime) -> None:
    """Mark or count the recipient's address; every other event is nothing to us."""
    address = event.recipient
    if not isinstance(address, str) or not 0 < len(address) <= _LONGEST_ADDRESS or not address.isprintable():
        return
    happened_at = _when(event, now=now)
    if event.event_type == EventType.COMPLAINED or _was_complained_of(event):
        marks.complained(address, report_key=_key(event), happened_at=happened_at, now=now)
    elif event.event_type in {EventType.BOUNCED, EventType.REJECTED}:
        code = status_codes.code_in(str(event.mta_response or ""), str(event.description or ""))
        marks.undeliverable(
            address,
            severity=_severity(event, code=code),
            code=code,
            report_key=_key(event),
            happened_at=happened_at,
            now=now,
        )


def _was_complained_of(event: AnymailTrackingEvent) -> bool:
    """The provider refuses the letter because of an earlier complaint; a filter's `spam` is a bounce."""
    return event.event_type == EventType.REJECTED and event.reject_reason == RejectReason.SPAM


def _severity(event: AnymailTrackingEvent, *, code: str) -> Severity:
    """The server's own code says most; without one, what the provider makes of it."""
    if event.event_type == EventType.REJECTED:
        return Severity.HARD if event.reject_reason in _KNOWN_AS_BAD else Severity.NONE
    if _is_called_soft(event.esp_event) or event.reject_reason not in _KNOWN_AS_BAD:
        return Severity.SOFT
    return status_codes.severity(code) or Severity.HARD


def _is_called_soft(reported: Any) -> bool:
    """Every provider has a word and a place of its own for it."""
    if not hasattr(reported, "get"):
        return False
    inner = reported.get("data")
    of_mailersend = inner.get("type") if isinstance(inner, dict) else None
    words = [reported.get("event"), reported.get("Type"), of_mailersend]
    return reported.get("hard_bounce") is False or any(str(word).lower() in _SOFT_WORDS for word in words)


def _when(event: AnymailTrackingEvent, *, now: datetime) -> datetime:
    at = event.timestamp
    if at is None:
        return now
    return min(timezone.make_aware(at) if timezone.is_naive(at) else at, now)


def _key(event: AnymailTrackingEvent) -> str:
    """Not every provider numbers its events: then it is the letter that was reported, and what of it."""
    if event.event_id:
        return marks.key_of("event", str(event.event_id))
    return marks.key_of(
        "event",
        str(event.event_type),
        str(event.message_id),
        str(event.recipient),
        str(event.timestamp),
    )
