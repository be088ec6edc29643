"""The address of a calendar that has just been made, on its way from the press to the page that shows it.

Only its hash is kept (docs/rules.md R 4.1), so nothing but the browser of whoever pressed can know it.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from registration import links
from registration.models import PersonalLink
from registration.views import short_cookie

NAME = short_cookie.full_name("kalender")
_SALT = "registration.feed"


@dataclass(frozen=True)
class FeedFacts:
    token: str


def write(response: HttpResponse, token: str) -> None:
    short_cookie.write(response, FeedFacts(token), name=NAME, salt=_SALT)


def read(request: HttpRequest, feed: PersonalLink | None) -> str:
    """The token of this feed, or empty: when it has been shown, or is another's."""
    facts = short_cookie.read(request, FeedFacts, name=NAME, salt=_SALT)
    if facts is None or feed is None or links.hash_of(facts.token) != feed.token_hash:
        return ""
    return facts.token


def forget(response: HttpResponse) -> None:
    response.delete_cookie(NAME, samesite="Lax")
