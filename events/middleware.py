"""What of the events is answered outside of any view."""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from events import feed_state
from events.calendar_response import unchanged
from events.stops import NotReady


class TellUnchanged:
    """Calendars ask every hour and nearly always have the feed already: these are told so before sessions,
    languages and policies are looked at, none of which concerns them (docs/decisions/0017)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # What is wrong is answered where all errors are, with their headers.
        with suppress(DatabaseError, InterfaceError, DisallowedHost):
            if request.path_info == self._feed and self._is_for_us(request):
                answered = feed_state.recall(request, now=timezone.now())
                if answered and (same := unchanged(request, answered.headers)):
                    return same
        return self.get_response(request)

    @cached_property
    def _feed(self) -> str:
        return reverse("events:feed")

    def _is_for_us(self, request: HttpRequest) -> bool:
        """Whatever is to be refused or sent to another address is not told anything here."""
        has_some = "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META
        if not has_some or request.method not in {"GET", "HEAD"}:
            return False
        request.get_host()
        return request.is_secure() or not settings.SECURE_SSL_REDIRECT


class SayWhatStops:
    """An answer for whoever tried to publish what is not ready.

    Wagtail has no hook before an approval publishes, and publishes many pages in one go; an exception ends
    all of these, with nothing changed, wherever they began.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotReady):
            return None
        messages.error(request, str(exception))
        address = get_valid_next_url_from_request(request) or reverse(
            "wagtailadmin_pages:edit", args=[exception.page_id]
        )
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # Wagtail's dialogue for a comment goes to this address, and the message is shown there.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)
