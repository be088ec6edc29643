"""Personal links: made when a letter is sent, found by the hash of what is brought (docs/rules.md R 4.1)."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from home.insertions import Insertion
from registration.models import PersonalLink, Registration

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# Long enough to look back at a past event, short enough that old mailboxes go stale.
LIVES_AFTER_EVENT = timedelta(days=90)
# What opens everything that somebody is registered for is for now, not for keeping.
FORUM_LIVES = timedelta(hours=2)
# Letters are kept for long, and who says no to the next should not have to find a newer one.
REFUSAL_LIVES = timedelta(days=730)

Purpose = PersonalLink.Purpose


def new_token() -> str:
    """256 random bits; opens nothing until it is kept."""
    return secrets.token_urlsafe(32)


def keep(token: str, registration: Registration, *, now: datetime) -> PersonalLink:
    """Let this token open this registration.

    Older links stay alive: anybody can ask for a link, and must not be able to kill another's that way.
    """
    ends = registration.event.end_at or now
    return _keep(
        token,
        Purpose.REGISTRATION,
        registration=registration,
        now=now,
        expires_at=max(ends, now) + LIVES_AFTER_EVENT,
    )


def keep_for_now(
    token: str, registration: Registration, *, opened_from: PersonalLink, now: datetime
) -> PersonalLink:
    """Let this token open this registration for as long as the page that it was made on (docs/decisions/
    0008-a-link-made-on-my-bostadsforum.md)."""
    return _keep(
        token,
        Purpose.REGISTRATION,
        registration=registration,
        opened_from=opened_from,
        now=now,
        expires_at=now + FORUM_LIVES,
    )


def keep_forum(token: str, address_key: str, *, now: datetime) -> PersonalLink:
    """Let this token open the page with all that this address is registered for."""
    return _keep(token, Purpose.FORUM, address_key=address_key, now=now, expires_at=now + FORUM_LIVES)


def keep_feed(token: str, address_key: str, *, now: datetime) -> PersonalLink:
    """Let this token open the calendar of this address; the one before ends at once (docs/rules.md C 4.6)."""
    try:
        return _replace_feed(token, address_key, now=now)
    except IntegrityError:
        # Another press came between: this one is the later, so that one's ends too.
        return _replace_feed(token, address_key, now=now)


def keep_refusal(token: str, address_key: str, *, now: datetime) -> PersonalLink:
    """Let this token say that this address wants no mailings, or wants them again, and nothing else."""
    return _keep(token, Purpose.MAILINGS, address_key=address_key, now=now, expires_at=now + REFUSAL_LIVES)


def find(token: str, *, now: datetime) -> PersonalLink | None:
    """The living link behind a token with its registration and event; None when wrong, expired or revoked."""
    return (
        _living(token, Purpose.REGISTRATION, now=now)
        .select_related(
            "registration__event__venue",
            "registration__event__contact",
            "registration__event__gatheringpage",
            "registration__event__calendar_identity",
            "registration__event__registration_window",
        )
        .first()
    )


def find_forum(token: str, *, now: datetime) -> PersonalLink | None:
    """The living link to somebody's page with all their registrations, or None."""
    return _living(token, Purpose.FORUM, now=now).first()


def find_feed(token: str, *, now: datetime) -> PersonalLink | None:
    """The living link to somebody's calendar, or None."""
    return _living(token, Purpose.FEED, now=now).first()


def find_refusal(token: str, *, now: datetime) -> PersonalLink | None:
    """The living link by which somebody says no to mailings, or None."""
    return _living(token, Purpose.MAILINGS, now=now).first()


def feed_of(address_key: str) -> PersonalLink | None:
    """The calendar that this address has now. Its token is not in it: that was shown once."""
    return PersonalLink.objects.filter(
        address_key=address_key, purpose=Purpose.FEED, revoked_at__isnull=True
    ).first()


def end_feed(address_key: str, *, now: datetime) -> int:
    """End the calendar of this address; returns how many were alive: one or none."""
    return _end(PersonalLink.objects.filter(address_key=address_key, purpose=Purpose.FEED), now=now)


def end_forum(address_key: str, *, now: datetime) -> int:
    """End the pages with all that this address is registered for, and the links that were made on them;
    returns how many were alive."""
    return _end(
        _with_opened(PersonalLink.objects.filter(address_key=address_key, purpose=Purpose.FORUM)), now=now
    )


def revoke_all(registration: Registration, *, now: datetime) -> int:
    """End every link to a registration at once; returns how many were alive."""
    return _end(registration.links.all(), now=now)


def revoke_of_address(address_key: str | None, *, now: datetime) -> int:
    """End what opens all that is registered with this address: its pages, the links that were made on them,
    and its calendar. Who holds a letter may still say no to mailings: that shows nothing."""
    if not address_key:
        return 0
    opening = PersonalLink.objects.filter(address_key=address_key).exclude(purpose=Purpose.MAILINGS)
    return _end(_with_opened(opening), now=now)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _replace_feed(token: str, address_key: str, *, now: datetime) -> PersonalLink:
    with transaction.atomic():
        end_feed(address_key, now=now)
        return _keep(token, Purpose.FEED, address_key=address_key, now=now, expires_at=None)


def _keep(
    token: str,
    purpose: str,
    *,
    now: datetime,
    expires_at: datetime | None,
    registration: Registration | None = None,
    address_key: str = "",
    opened_from: PersonalLink | None = None,
) -> PersonalLink:
    link = PersonalLink(
        token_hash=hash_of(token),
        purpose=purpose,
        registration=registration,
        address_key=address_key,
        opened_from=opened_from,
        created_at=now,
        expires_at=expires_at,
    )
    _NEW_LINK.write(link)
    return link


# Each letter of thousands keeps one.
_NEW_LINK = Insertion("keep_link", PersonalLink)


def _living(token: str, purpose: str, *, now: datetime) -> QuerySet[PersonalLink]:
    """At most one: a token opens what it was made for and nothing else."""
    if not _TOKEN.fullmatch(token):
        return PersonalLink.objects.none()
    return PersonalLink.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        token_hash=hash_of(token),
        purpose=purpose,
        revoked_at__isnull=True,
    )


def _with_opened(pages: QuerySet[PersonalLink]) -> QuerySet[PersonalLink]:
    numbers = pages.values("pk")
    return PersonalLink.objects.filter(Q(pk__in=numbers) | Q(opened_from__in=numbers))


def _end(found: QuerySet[PersonalLink], *, now: datetime) -> int:
    return found.filter(revoked_at__isnull=True).update(revoked_at=now)
