"""What somebody lets us do with their name and their mailbox, by registration and by address."""

from datetime import datetime

from django.db import transaction

from registration.models import HistoryEntry, MailPreference, Registration


def may_change_listing(registration: Registration, *, now: datetime) -> bool:
    """Whether there is, or will be, a participant list on which this person can be or not."""
    event = registration.event
    return event.has_participant_list and not registration.is_ended and not event.is_over(now)


def set_listed(registration: Registration, *, is_listed: bool, now: datetime) -> None:
    """Put somebody's name on the participant list or take it off; doing it twice does no harm."""
    with transaction.atomic():
        changed = Registration.objects.filter(pk=registration.pk, is_listed=not is_listed).update(
            is_listed=is_listed
        )
        if changed:
            registration.history.create(action=HistoryEntry.Action.DETAILS_CHANGED, at=now)


def mailings_refused_at(address_key: str) -> datetime | None:
    """Since when this address wants no mailings, or None. Letters about a registration are no mailings."""
    return (
        MailPreference.objects.filter(address_key=address_key)
        .values_list("refuses_mailings_at", flat=True)
        .first()
    )


def set_mailings(address_key: str, *, wanted: bool, now: datetime) -> None:
    """Who refuses keeps the time of the first refusal; who takes mailings leaves no row."""
    if wanted:
        MailPreference.objects.filter(address_key=address_key).delete()
    else:
        MailPreference.objects.get_or_create(address_key=address_key, defaults={"refuses_mailings_at": now})
