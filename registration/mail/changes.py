"""What has changed since somebody was last told, in words: what holds now, and what held before."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage
from home import dates
from registration.mail import told_facts
from registration.mail.told_facts import LINK, PLACE, STATUS, TIME, Facts
from registration.models import Registration

Status = EventPage.Status


@dataclass(frozen=True)
class Change:
    """`before` is empty where there is nothing worth repeating, such as an old meeting link."""

    name: str
    label: str
    now: str
    before: str = ""


def of(registration: Registration) -> list[Change]:
    """For a letter to this person, in the active language; nothing to who has left."""
    before, after = registration.told_facts, told_facts.of(registration.event.calendar_identity)
    if not before or registration.is_ended:
        return []
    is_online = registration.attendance == Registration.Attendance.ONLINE
    names = told_facts.differences(before, after, registration=registration)
    return [_in_words(name, before, after, is_online=is_online) for name in names]


def between(before: Facts, after: Facts) -> list[Change]:
    """For staff: all that is different, whoever it concerns."""
    names = []
    if before["status"] != after["status"]:
        names.append(STATUS)
    if _times(before) != _times(after):
        names.append(TIME)
    if _place(before, is_online=False) != _place(after, is_online=False):
        names.append(PLACE)
    if before["link"] != after["link"]:
        names.append(LINK)
    return [_in_words(name, before, after, is_online=False) for name in names]


def _in_words(name: str, before: Facts, after: Facts, *, is_online: bool) -> Change:
    if name == TIME:
        return Change(name, _("New time"), _times(after), _times(before))
    if name == PLACE:
        return Change(
            name, _("New place"), _place(after, is_online=is_online), _place(before, is_online=is_online)
        )
    if name == LINK:
        return Change(name, _("Meeting link"), _link(before, after))
    return Change(name, _("Status"), _standing(before, after))


def _times(facts: Facts) -> str:
    if not facts["starts_at"]:
        return _("The date is not settled yet")
    ends_at = datetime.fromisoformat(facts["ends_at"]) if facts["ends_at"] else None
    return dates.when(datetime.fromisoformat(facts["starts_at"]), ends_at)


def _place(facts: Facts, *, is_online: bool) -> str:
    place = told_facts.where(facts, is_online=is_online)
    if place is None:
        return _("Online")
    return place or _("The venue is not settled yet")


def _link(before: Facts, after: Facts) -> str:
    if not after["link"]:
        return _("The earlier meeting link does not work any more")
    if not before["link"]:
        return _("There is a meeting link now")
    return _("There is a new meeting link, the earlier one does not work any more")


def _standing(before: Facts, after: Facts) -> str:
    if after["status"] == Status.CANCELLED:
        return _("This event is cancelled")
    if before["status"] == Status.CANCELLED:
        return _("It was cancelled, and will be held after all")
    if after["status"] == Status.PRELIMINARY:
        return _("The date is preliminary and may still change")
    return _("The date is settled")
