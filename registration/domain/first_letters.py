"""Whether the letter that answers a registration waits: staff hold it, or have stopped all mail.

The receipt must not say that a letter has been sent which has not.
"""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from registration.models import MailHold, MailStop, Registration

Status = Registration.Status
# What each way of registering is answered with.
_KINDS = {Status.CONFIRMED: "confirmed", Status.WAITLISTED: "waitlisted", Status.PENDING: "requested"}


def may_wait() -> ExpressionWrapper:
    """A column for a query of events: whether any of these letters waits. Nearly always two empty indexes."""
    holds = MailHold.objects.in_force().filter(event=OuterRef("pk"), what__in=_holding(*_KINDS.values()))
    return ExpressionWrapper(
        Q(Exists(holds)) | Q(Exists(MailStop.objects.in_force())), output_field=BooleanField()
    )


def waits(event_id: int, *, status: str) -> bool:
    """Whether the letter waits that somebody with this status gets; without one, whether all of them do."""
    kinds = [_KINDS[Status(status)]] if status in _KINDS else []
    holds = MailHold.objects.in_force().filter(event=event_id, what__in=_holding(*kinds))
    return holds.exists() or MailStop.objects.in_force().exists()


def _holding(*kinds: str) -> list[str]:
    return [MailHold.ALL, *(f"{MailHold.KIND}{kind}" for kind in kinds)]
