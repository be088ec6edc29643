"""From an event's page in the editor and in the page tree to its seats and registration."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from events.models import EventPage
from home.models import User


def in_header(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


def in_listing(page: Page, user: User, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


def _buttons(page: Page, user: User) -> Iterator[Button]:
    is_event = page.pk is not None and issubclass(page.specific_class or Page, EventPage)
    if is_event and user.has_perm("registration.view_registration"):
        url = reverse("staff_events:event", args=[page.pk])
        yield Button(_("Seats and registration"), url=url, icon_name="calendar-check", priority=5)
