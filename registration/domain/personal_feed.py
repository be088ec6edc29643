"""The calendar of one person: what they have, or have had, a seat at (docs/rules.md C 4.6, 4.7).

Each event has the UID, the times and the SEQUENCE of the last letter to this person. The meeting link is
not in it: a calendar program hands the whole feed to whoever the calendar is shared with, and the letter
and the person's page have it (docs/decisions/0009-the-meeting-link-is-not-in-a-feed.md).
"""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from events import calendar
from events.calendar import Entry, PersonalEntry
from events.feed import Stream
from events.querysets import KEPT_IN_FEED
from registration.mail import calendar_version
from registration.models import PersonalLink, Registration


def stream_of(link: PersonalLink, *, now: datetime) -> Stream:
    """The feed behind a link, and since when it is as it is; asks one question of the database.

    Who waits, has asked or is offered a seat has nothing in their calendar yet. Who has had a seat and has
    none now keeps the event as cancelled: a future event never silently vanishes (C 4.3).
    """
    registrations = list(
        Registration.objects.filter(address_key=link.address_key, confirmed_at__isnull=False)
        .select_related("event__calendar_identity")
        .order_by("event__start_at", "event__calendar_identity__uid")
    )
    shown = [registration for registration in registrations if _is_shown(registration, now=now)]
    entries = [_entry_of(registration) for registration in shown]
    # With the time at which something held too long ago left: who only sends If-Modified-Since must learn it.
    gone_at = [_leaves_at(registration) for registration in registrations if registration not in shown]
    moments = [link.created_at, *(entry.changed_at for entry in entries), *gone_at]
    moments += [moment for registration in shown for moment in _turns(registration)]
    with translation.override(settings.LANGUAGE_CODE):
        name = _("My Bostadsforum")
    return Stream(
        body=calendar.personal_feed(entries, name=name),
        changed_at=max(moment for moment in moments if moment is not None and moment <= now),
    )


def _is_shown(registration: Registration, *, now: datetime) -> bool:
    leaves_at = _leaves_at(registration)
    can_show = Entry.can_show(registration.event.calendar_identity)
    return can_show and leaves_at is not None and leaves_at > now


def _leaves_at(registration: Registration) -> datetime | None:
    end_at = registration.event.end_at
    return end_at + KEPT_IN_FEED if end_at else None


def _turns(registration: Registration) -> list[datetime | None]:
    """When this person's own part changed."""
    return [registration.confirmed_at, registration.cancelled_at]


def _entry_of(registration: Registration) -> PersonalEntry:
    identity = registration.event.calendar_identity
    version = calendar_version.of(identity, registration)
    has_seat = registration.status == Registration.Status.CONFIRMED
    return PersonalEntry(
        entry=Entry.of(identity),
        sequence=version.sequence,
        changed_at=version.changed_at,
        language=registration.language,
        attends_online=registration.attendance == Registration.Attendance.ONLINE,
        title_if_left="" if has_seat else _title_if_left(registration),
    )


def _title_if_left(registration: Registration) -> str:
    """A calendar that ignores STATUS still has to say that this person is not expected."""
    words = Entry.of(registration.event.calendar_identity).words(registration.language)
    with translation.override(registration.language):
        return _("NOT REGISTERED: %(title)s") % {"title": words["title"]}
