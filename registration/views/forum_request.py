"""Asking for a link to My Bostadsforum: the same answer for every address (docs/rules.md R 4.5)."""

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
from registration.views.requests import refuse_unknown_fields, too_many


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forum_request(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "registration/forum_request.html", {"form": LinkRequestForm()})
    refuse_unknown_fields(request, LinkRequestForm.base_fields)
    form = LinkRequestForm(request.POST)
    if not form.is_valid():
        return render(request, "registration/forum_request.html", {"form": form}, status=422)
    address = form.cleaned_data["email"]
    if wait := rate_limits.wait_seconds(request, action="link", address=address):
        return too_many(request, wait_seconds=wait)
    link_requests.send_forum_link(address, now=timezone.now())
    return see_other(reverse("registration:forum_sent"))


@never_cache
@require_http_methods(["GET", "HEAD"])
def forum_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/forum_sent.html")
