"""My Bostadsforum, the page behind a short-lived link: GET shows, POST acts (docs/rules.md R 4.2)."""

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from home.responses import see_other
from registration import links
from registration.domain import consents, own_registrations
from registration.models import PersonalLink
from registration.own_rows import rows_of
from registration.views import feed_cookie
from registration.views.my_link import behind
from registration.views.requests import refuse_unknown_fields

# Beyond these, what has been held lies behind a line to open.
PAST_SHOWN = 10


behind_forum_link = behind(links.find_forum, unknown="registration/forum_link_unknown.html")


@require_http_methods(["GET", "HEAD"])
@behind_forum_link
def forum_page(request: HttpRequest, token: str, link: PersonalLink) -> HttpResponse:
    now = timezone.now()
    registrations = own_registrations.of_address(link.address_key)
    coming, past = own_registrations.coming_and_past(registrations, now=now)
    feed = links.feed_of(link.address_key)
    feed_token = feed_cookie.read(request, feed)
    context = {
        "token": token,
        "address": registrations[-1].address if registrations else link.address_key,
        "open_until": link.expires_at,
        "coming": rows_of(coming, now=now),
        "past": rows_of(past[:PAST_SHOWN], now=now),
        "older": rows_of(past[PAST_SHOWN:], now=now),
        "listings": [one for one in coming if consents.may_change_listing(one, now=now)],
        "mailings_refused_at": consents.mailings_refused_at(link.address_key),
        "feed": feed,
        "feed_address": _feed_address(feed_token) if feed_token else "",
    }
    response = render(request, "registration/forum.html", context)
    if feed_token and request.method == "GET":
        feed_cookie.forget(response)
    return response


@require_POST
@behind_forum_link
def open_registration(
    request: HttpRequest, token: str, link: PersonalLink, registration_id: int
) -> HttpResponse:
    """To the registration's own page, by a link made for it now (docs/decisions/0008-…)."""
    refuse_unknown_fields(request, [])
    registration = own_registrations.find(link.address_key, registration_id)
    if registration is None:
        raise Http404
    opens_it = links.new_token()
    links.keep_for_now(opens_it, registration, opened_from=link, now=timezone.now())
    return see_other(reverse("registration:mine", args=[opens_it]))


@require_POST
@behind_forum_link
def set_listed(request: HttpRequest, token: str, link: PersonalLink, registration_id: int) -> HttpResponse:
    is_listed = _yes_or_no(request, "is_listed")
    now = timezone.now()
    registration = own_registrations.find(link.address_key, registration_id)
    if registration is None:
        raise Http404
    if consents.may_change_listing(registration, now=now):
        consents.set_listed(registration, is_listed=is_listed, now=now)
    return _back(token, "deltagarlistor")


@require_POST
@behind_forum_link
def set_mailings(request: HttpRequest, token: str, link: PersonalLink) -> HttpResponse:
    wanted = _yes_or_no(request, "wanted")
    consents.set_mailings(link.address_key, wanted=wanted, now=timezone.now())
    return _back(token, "utskick")


@require_POST
@behind_forum_link
def make_feed(request: HttpRequest, token: str, link: PersonalLink) -> HttpResponse:
    """Make a calendar address, which the page shows once; the one before stops at once."""
    refuse_unknown_fields(request, [])
    feed_token = links.new_token()
    links.keep_feed(feed_token, link.address_key, now=timezone.now())
    response = _back(token, "kalender")
    feed_cookie.write(response, feed_token)
    return response


@require_POST
@behind_forum_link
def end_feed(request: HttpRequest, token: str, link: PersonalLink) -> HttpResponse:
    refuse_unknown_fields(request, [])
    links.end_feed(link.address_key, now=timezone.now())
    return _back(token, "kalender")


@require_POST
@behind_forum_link
def close(request: HttpRequest, token: str, link: PersonalLink) -> HttpResponse:
    """End every such page of this address and what was opened from it, as before leaving a computer that
    others use, too."""
    refuse_unknown_fields(request, [])
    links.end_forum(link.address_key, now=timezone.now())
    return see_other(reverse("registration:forum_request"))


def _feed_address(feed_token: str) -> str:
    return settings.SITE_ORIGIN + reverse("personal_feed", args=[feed_token])


def _back(token: str, part: str) -> HttpResponse:
    """To where on the page the press was."""
    return see_other(reverse("registration:forum_page", args=[token]) + f"#{part}")


def _yes_or_no(request: HttpRequest, name: str) -> bool:
    """What is wanted, and not the opposite of how it stands: a press that comes twice is one press."""
    refuse_unknown_fields(request, [name])
    answer = request.POST.get(name)
    if answer not in {"yes", "no"}:
        raise SuspiciousOperation("neither yes nor no")
    return answer == "yes"
