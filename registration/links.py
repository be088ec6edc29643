"""Personal links: made when a letter is sent, found by the hash of what is brought (docs/rules.md R 4.1)."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from registration.models import PersonalLink, Registration

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# Long enough to look back at a past event, short enough that old mailboxes go stale.
LIVES_AFTER_EVENT = timedelta(days=90)


def new_token() -> str:
    """256 random bits; opens nothing until it is kept."""
    return secrets.token_urlsafe(32)


def keep(token: str, registration: Registration, *, now: datetime) -> PersonalLink:
    """Let this token open this registration.

    Older links stay alive: anybody can ask for a link, and must not be able to kill another's that way.
    """
    ends = registration.event.end_at or now
    return PersonalLink.objects.create(
        token_hash=hash_of(token),
        purpose=PersonalLink.Purpose.REGISTRATION,
        registration=registration,
        created_at=now,
        expires_at=max(ends, now) + LIVES_AFTER_EVENT,
    )


def find(token: str, *, now: datetime) -> PersonalLink | None:
    """The living link behind a token with its registration and event; None when wrong, expired or revoked."""
    if not _TOKEN.fullmatch(token):
        return None
    return (
        PersonalLink.objects.filter(
            token_hash=hash_of(token),
            purpose=PersonalLink.Purpose.REGISTRATION,
            expires_at__gt=now,
            revoked_at__isnull=True,
        )
        .select_related(
            "registration__event__venue",
            "registration__event__contact",
            "registration__event__gatheringpage",
            "registration__event__calendar_identity",
        )
        .first()
    )


def revoke_all(registration: Registration, *, now: datetime) -> int:
    """End every link to a registration at once; returns how many were alive."""
    return registration.links.filter(revoked_at__isnull=True).update(revoked_at=now)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
