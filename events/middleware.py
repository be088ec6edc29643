"""An answer for whoever tried to publish what is not ready.

Wagtail has no hook before an approval publishes, and publishes many pages in one go; an exception ends all of
these, with nothing changed, wherever they began.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from events.stops import NotReady


class SayWhatStops:
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
