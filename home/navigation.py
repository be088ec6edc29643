"""Header and footer out of the page tree: one query a page, however many pages there are.

A page class may say itself how it stands in the menu, by a class method
`menu_entries(url, context) -> list[Entry]`; so the list of events gives two entries and `home` need not know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import translate_url
from wagtail.models import Page, Site

from home.dates import is_english
from home.models import SiteSettings, StandardPage


@dataclass(frozen=True)
class Entry:
    """A link in header or footer; `current` is what `aria-current` says: page, true, or nothing.
    `language` is given where the label is not in the language of the page."""

    label: str
    url: str
    current: str = ""
    language: str = ""


@dataclass(frozen=True)
class Navigation:
    home_url: str = "/"
    menu: list[Entry] = field(default_factory=list)
    footer: list[Entry] = field(default_factory=list)
    organisers: list[str] = field(default_factory=list)
    contact_email: str = ""
    language_url: str = ""


def navigation_for(request: HttpRequest, context: Mapping[str, Any]) -> Navigation:
    site = Site.find_for_request(request)
    if site is None:
        return Navigation(language_url=other_language_url(request))
    root = site.root_page
    menu: list[Entry] = []
    footer: list[Entry] = []
    for page in Page.objects.live().child_of(root).order_by("path"):
        url = page.get_url(request, current_site=site) or ""
        if page.show_in_menus:
            menu.extend(_entries_of(page, url, request, context))
        if issubclass(page.specific_class or Page, StandardPage):
            footer.append(_entry(page, url, request))
    settings = SiteSettings.for_request(request)
    return Navigation(
        home_url=root.get_url(request, current_site=site) or "/",
        menu=menu,
        footer=footer,
        organisers=settings.organiser_names(),
        contact_email=settings.contact_email,
        language_url=other_language_url(request),
    )


def current_mark(request: HttpRequest, url: str) -> str:
    """`page` on the page itself, `true` on a page below it."""
    if request.path == url:
        return "page"
    return "true" if url and request.path.startswith(url) else ""


def other_language_url(request: HttpRequest) -> str:
    """The same page in the other language; only the prefix differs."""
    other = "sv" if is_english() else "en"
    return translate_url(request.get_full_path(), other)


def _entries_of(page: Page, url: str, request: HttpRequest, context: Mapping[str, Any]) -> Iterable[Entry]:
    in_own_words = getattr(page.specific_class, "menu_entries", None)
    if in_own_words is not None:
        return in_own_words(url, context)
    return [_entry(page, url, request)]


def _entry(page: Page, url: str, request: HttpRequest) -> Entry:
    """Titles of text pages are Swedish whatever the language of the visitor."""
    return Entry(page.title, url, current_mark(request, url), language="sv" if is_english() else "")
