"""Sending somebody a fresh link to what they are registered for. The page's answer never depends on it,
and takes about the same time (docs/rules.md R 4.5)."""

from datetime import datetime

from registration import links
from registration.addresses import address_key
from registration.mail import letters
from registration.models import HistoryEntry, Registration

# Anybody can cause these, and an address gets at most five of such letters an hour (docs/rules.md R 4.6):
# that leaves room for asking a second time.
MOST_LETTERS = 2


def send_links(address: str, *, event_id: int | None, now: datetime) -> None:
    """Mail a link to each coming registration of this address, in one event or (None) in all."""
    found = (
        Registration.objects.filter(address_key=address_key(address), event__end_at__gt=now)
        .select_related("event")
        .order_by("event__start_at")
    )
    if event_id is not None:
        found = found.filter(event_id=event_id)
    for registration in found[:MOST_LETTERS]:
        letters.new_link(registration, now=now)


def send_forum_link(address: str, *, now: datetime) -> None:
    """Mail one link to everything that this address is or has been registered for."""
    latest = (
        Registration.objects.filter(address_key=address_key(address))
        .select_related("event")
        .order_by("-created_at", "-pk")
        .first()
    )
    if latest is not None:
        letters.forum(latest, now=now)


def end_links(registration: Registration, *, now: datetime) -> None:
    """The holder ends every link to their registration, as when a mail has come into wrong hands.

    No letter: it would go to the mailbox that may be the trouble. Whoever owns it asks for a new link.
    """
    ended = links.revoke_all(registration, now=now)
    # What opens all that the address is registered for opens this, too.
    if ended + links.end_forum(registration.address_key or "", now=now):
        registration.history.create(action=HistoryEntry.Action.LINKS_ENDED, at=now)
