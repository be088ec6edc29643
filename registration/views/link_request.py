"""“Begär en ny länk”: the same answer for every address (docs/rules.md R 4.5)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from home.responses import see_other
from registration import rate_limits
from registration.domain import link_requests
from registration.forms import LinkRequestForm
from registration.views.requests import published_event, refuse_unknown_fields, too_many


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_link(request: HttpRequest, event_id: int | None = None) -> HttpResponse:
    """A link to the registration for one event, or, without an event, to all coming ones."""
    event = published_event(event_id) if event_id is not None else None
    if request.method != "POST":
        return render(request, "registration/link_request.html", {"event": event, "form": LinkRequestForm()})
    refuse_unknown_fields(request, LinkRequestForm.base_fields)
    form = LinkRequestForm(request.POST)
    if not form.is_valid():
        return render(request, "registration/link_request.html", {"event": event, "form": form}, status=422)
    address = form.cleaned_data["email"]
    letters = 1 if event else link_requests.MOST_LETTERS
    if wait := rate_limits.wait_seconds(request, action="link", address=address, letters=letters):
        return too_many(request, wait_seconds=wait)
    link_requests.send_links(address, event_id=event_id, now=timezone.now())
    return see_other(reverse("registration:link_sent"))


@never_cache
@require_http_methods(["GET", "HEAD"])
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/link_sent.html")
