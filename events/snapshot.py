"""What calendars show of an event, as plain values that can be stored and compared (docs/rules.md C 2.2).

Finished words in both languages, so that rendering needs no translation, no page and no clock, and gives the
same bytes for as long as the snapshot is the same. No origin and no personal data stands here; the meeting
link lies apart, since public streams never show it.
"""

from datetime import UTC, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from events.models import EventPage
from home import dates

LANGUAGES = ("sv", "en")


def snapshot_of(event: EventPage) -> dict[str, Any]:
    """Of the page as it is handed in: the caller sees to it that this is the published one."""
    return {
        "status": event.status,
        "format": event.format,
        "starts_at": _utc(event.start_at),
        "ends_at": _utc(event.end_at),
        "geo": _geo(event),
        "online_link": event.online_link if event.is_online else "",
        **{language: _words(event, language) for language in LANGUAGES},
    }


def _words(event: EventPage, language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "title": event.title_now,
            # A calendar that ignores STATUS still has to say it.
            "summary": _("CANCELLED: %(title)s") % {"title": event.title_now}
            if event.is_cancelled
            else event.title_now,
            "ingress": event.ingress_now,
            "location": _place(event),
            "online_location": _("Online"),
            "description": "\n\n".join(filter(None, _paragraphs(event, language))),
            "meeting_link_label": _("Meeting link"),
            "path": _path(event),
        }


def _paragraphs(event: EventPage, language: str) -> list[str]:
    paragraphs = [event.status_note, event.ingress_now, _doors(event, language)]
    if event.is_on_site and event.venue:
        paragraphs += [
            _labelled(_("How to find it"), event.venue.directions),
            _labelled(_("Accessibility"), event.venue.accessibility),
        ]
    if event.is_online:
        paragraphs.append(_labelled(_("Taking part online"), event.online_note))
    return [*paragraphs, _contact(event)]


def _doors(event: EventPage, language: str) -> str:
    if not event.doors_open_at or not event.is_on_site:
        return ""
    # The note is a Swedish word of the editor's.
    if event.doors_note and language == "sv":
        return _("%(what)s from %(time)s.") % {
            "what": event.doors_note,
            "time": dates.clock(event.doors_open_at),
        }
    return _("Doors open at %(time)s.") % {"time": dates.clock(event.doors_open_at)}


def _contact(event: EventPage) -> str:
    person = event.contact
    if person is None:
        return ""
    return _labelled(_("Contact"), ", ".join(filter(None, (person.full_name, person.email, person.phone))))


def _labelled(label: str, value: str) -> str:
    return f"{label}: {value}" if value else ""


def _place(event: EventPage) -> str:
    if not event.is_on_site:
        return _("Online")
    if event.venue is None:
        return ""
    return ", ".join(filter(None, (event.venue.name, event.venue.full_address)))


def _geo(event: EventPage) -> list[str] | None:
    """Latitude and longitude as texts: the same six decimals from every database."""
    venue = event.venue
    if not event.is_on_site or venue is None or venue.latitude is None or venue.longitude is None:
        return None
    return [f"{venue.latitude:.6f}", f"{venue.longitude:.6f}"]


def _path(event: EventPage) -> str:
    """The page's address without an origin, in the active language."""
    parts = event.get_url_parts()
    return (parts[2] if parts else None) or "/"


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
