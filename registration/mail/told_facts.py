"""What people plan by and are told in letters: the times, the place, the meeting link, whether it is held.

When this changes somebody has to be told (docs/rules.md 4.8); when only the text of a page does, calendars
learn of it and nobody is written to. Taken from what calendars know, as plain values that are kept with each
registration. The meeting link itself is not among them: that it is another one is all that matters.
"""

import hashlib

from events.models import CalendarIdentity, EventPage
from registration.models import Registration

Facts = dict[str, str]
TIME, PLACE, LINK, STATUS = "time", "place", "link", "status"

Format = EventPage.Format


def of(identity: CalendarIdentity) -> Facts:
    """Of an event as calendars know it; empty when nothing has been published yet."""
    shown = identity.snapshot
    if not shown:
        return {}
    return {
        "starts_at": shown["starts_at"] or "",
        "ends_at": shown["ends_at"] or "",
        "format": shown["format"],
        "place": "" if shown["format"] == Format.ONLINE else shown["sv"]["location"],
        "link": _fingerprint(shown["online_link"]),
        "status": _standing(shown["status"]),
    }


def differences(before: Facts, after: Facts, *, registration: Registration) -> list[str]:
    """What of it is news to this person: who sits in the room needs no meeting link, nor who has no seat."""
    if not before or not after:
        return []
    is_online = registration.attendance == Registration.Attendance.ONLINE
    found = []
    if before["status"] != after["status"]:
        found.append(STATUS)
    if (before["starts_at"], before["ends_at"]) != (after["starts_at"], after["ends_at"]):
        found.append(TIME)
    if where(before, is_online=is_online) != where(after, is_online=is_online):
        found.append(PLACE)
    sees_link = is_online and registration.status == Registration.Status.CONFIRMED
    if sees_link and after["format"] != Format.ON_SITE and before["link"] != after["link"]:
        found.append(LINK)
    return found


def where(facts: Facts, *, is_online: bool) -> str | None:
    """The venue, which may not be settled; None for online."""
    if facts["format"] == Format.ONLINE or (is_online and facts["format"] == Format.HYBRID):
        return None
    return facts["place"]


def are_the_same(one: Facts, other: Facts) -> bool:
    """To everybody, whatever their way of taking part: the form alone is no news."""
    return all(
        one.get(name) == other.get(name) for name in ("starts_at", "ends_at", "place", "link", "status")
    ) and (one.get("format") == Format.ONLINE) == (other.get("format") == Format.ONLINE)


def _standing(status: str) -> str:
    """`Ny tid` says no more than the times do."""
    is_held = status in {EventPage.Status.CONFIRMED, EventPage.Status.RESCHEDULED}
    return EventPage.Status.CONFIRMED.value if is_held else status


def _fingerprint(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()[:16] if link else ""
