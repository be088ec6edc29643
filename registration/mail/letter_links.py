"""The addresses in a letter: of SITE_ORIGIN only, in the letter's language (docs/rules.md R 2.8)."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from events.models import EventPage


@dataclass(frozen=True)
class LetterLinks:
    """`mine` to `forum` are pages behind the personal link; what they do takes a press there."""

    mine: str
    change: str
    accept: str
    cancel: str
    hand_over: str
    forum: str
    event: str
    coming: str
    privacy: str
    # To a page on which one can say that one wants no mailings; of letters that can be refused.
    stop_mailings: str


def of(event: EventPage, *, token: str, stop_token: str) -> LetterLinks:
    """In the active language, which gives the `/en/` before English paths."""
    return LetterLinks(
        mine=_personal("mine", token),
        change=_personal("change", token),
        accept=_personal("accept", token),
        cancel=_personal("cancel", token),
        hand_over=_personal("hand_over", token),
        forum=_personal("forum_page", token),
        event=_absolute(_page_path(event)),
        coming=_absolute(reverse("wagtail_serve", args=["evenemang/"])),
        privacy=privacy(),
        stop_mailings=_personal("stop_mailings", stop_token),
    )


def privacy() -> str:
    """The page on how personal data is treated."""
    return _absolute(reverse("wagtail_serve", args=["personuppgifter/"]))


def _personal(name: str, token: str) -> str:
    return _absolute(reverse(f"registration:{name}", args=[token]))


def _page_path(event: EventPage) -> str:
    parts = event.get_url_parts()
    # A page outside the site's tree has no address: then the front page has to do.
    return (parts and parts[2]) or reverse("wagtail_serve", args=[""])


def to_staff(name: str, *args: Any) -> str:
    """A screen of the admin."""
    return _absolute(reverse(name, args=args))


def _absolute(path: str) -> str:
    return settings.SITE_ORIGIN + path
