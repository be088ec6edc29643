"""Saying no to mailings by the link in a letter: for a person by a button, for a mail program by RFC 8058.

It ends mailings and shows nothing of anybody (docs/rules.md R 4.2).
"""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from home.responses import see_other
from registration import links
from registration.domain import consents
from registration.models import PersonalLink
from registration.views.my_link import behind
from registration.views.requests import refuse_unknown_fields

ONE_CLICK = {"List-Unsubscribe": ["One-Click"]}

behind_refusal_link = behind(links.find_refusal, unknown="registration/forum_link_unknown.html")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@behind_refusal_link
def stop_mailings(request: HttpRequest, token: str, link: PersonalLink) -> HttpResponse:
    if request.method == "POST" and dict(request.POST.lists()) == ONE_CLICK and not request.FILES:
        # No page, no cookie and no redirect: a mail program asks.
        consents.set_mailings(link.address_key, wanted=False, now=timezone.now())
        return HttpResponse("OK", content_type="text/plain; charset=utf-8")
    return _page(request, token, link)


@csrf_protect
def _page(request: HttpRequest, token: str, link: PersonalLink) -> HttpResponse:
    if request.method == "POST":
        refuse_unknown_fields(request, ["wanted"])
        wanted = request.POST.get("wanted")
        if wanted not in {"yes", "no"}:
            raise SuspiciousOperation("neither yes nor no")
        consents.set_mailings(link.address_key, wanted=wanted == "yes", now=timezone.now())
        return see_other(reverse("registration:stop_mailings", args=[token]))
    context = {"token": token, "refused_at": consents.mailings_refused_at(link.address_key)}
    return render(request, "registration/stop_mailings.html", context)
