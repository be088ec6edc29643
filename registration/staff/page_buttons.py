"""From an event's page in the editor and in the page tree to its seats and registration."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import BaseButton, Button, ListingButton
from wagtail.models import Page

from events.models import EventPage
from home.models import User


def in_header(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user, kind=Button)


def in_listing(page: Page, user: User, next_url: str | None = None) -> Iterator[ListingButton]:
    # In a list only a button of its own kind has room for its icon: any other fills the column with it.
    yield from _buttons(page, user, kind=ListingButton)


def _buttons(page: Page, user: User, *, kind: type[BaseButton]) -> Iterator[Any]:
    is_event = page.pk is not None and issubclass(page.specific_class or Page, EventPage)
    if is_event and user.has_perm("registration.view_registration"):
        url = reverse("staff_events:event", args=[page.pk])
        yield kind(_("Seats and registration"), url=url, icon_name="calendar-check", priority=5)
