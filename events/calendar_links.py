"""Addresses that put an event, or the whole feed, into somebody's calendar (docs/rules.md C 5).

Times go out in UTC with a Z and blanks as %20, which is what all of these services read alike.
"""

from datetime import UTC, datetime
from html import escape
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.urls import reverse

from events.calendar import Entry

GOOGLE_EVENT = "https://calendar.google.com/calendar/render"
GOOGLE_FEED = "https://calendar.google.com/calendar/r"
# Those who come work in municipalities and firms, so the Outlook of organisations, not outlook.live.com.
OUTLOOK_EVENT = "https://outlook.office.com/calendar/deeplink/compose"
OUTLOOK_FEED = "https://outlook.office.com/calendar/addfromweb"


def google_link(entry: Entry, *, language: str = "sv") -> str:
    words = entry.words(language)
    return _with(
        GOOGLE_EVENT,
        action="TEMPLATE",
        text=words["summary"],
        dates=f"{_compact(entry.starts_at)}/{_compact(entry.ends_at)}",
        details=f"{words['ingress']}\n\n{entry.address(language)}".strip(),
        location=words["location"],
    )


def outlook_link(entry: Entry, *, language: str = "sv") -> str:
    words = entry.words(language)
    return _with(
        OUTLOOK_EVENT,
        path="/calendar/action/compose",
        rru="addevent",
        subject=words["summary"],
        startdt=_extended(entry.starts_at),
        enddt=_extended(entry.ends_at),
        # Outlook takes the text for HTML.
        body="<br><br>".join(filter(None, (escape(words["ingress"]), entry.address(language)))),
        location=words["location"],
    )


def feed_address(query: str = "") -> str:
    """The plain address of the public feed, or of what `query` lets through, to copy into any calendar."""
    return settings.SITE_ORIGIN + reverse("events:feed") + query


def webcal_address(address: str = "") -> str:
    """For Apple's calendars and for Outlook on a computer; of the public feed where none is given."""
    return urlsplit(address or feed_address())._replace(scheme="webcal").geturl()


def google_subscribe_link(address: str = "") -> str:
    return _with(GOOGLE_FEED, cid=webcal_address(address))


def outlook_subscribe_link(address: str = "", *, name: str = settings.WAGTAIL_SITE_NAME) -> str:
    return _with(OUTLOOK_FEED, url=address or feed_address(), name=name)


def _with(address: str, **parameters: str) -> str:
    filled = {name: value for name, value in parameters.items() if value}
    return f"{address}?{urlencode(filled, quote_via=quote)}"


def _compact(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _extended(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
