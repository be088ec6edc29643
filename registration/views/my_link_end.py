"""“Avsluta alla länkar”: the holder ends every link to their registration (docs/rules.md R 4.1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from home.responses import see_other
from registration.domain import link_requests
from registration.forms import LinkRequestForm
from registration.models import Registration
from registration.views.my_ask import ask
from registration.views.my_link import behind_link
from registration.views.requests import refuse_unknown_fields


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def end_links(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    if request.method != "POST":
        return ask(
            request,
            token,
            registration,
            question=_("End all links to your registration?"),
            consequence=_(
                "Do so if somebody else may have seen a letter of yours. This page and every link in earlier "
                "letters stop working. Your registration stays as it is, and we can mail you a new link."
            ),
            button=_("End all links"),
            keep=_("Keep the links"),
            is_danger=True,
        )
    refuse_unknown_fields(request, [])
    link_requests.end_links(registration, now=timezone.now())
    return see_other(reverse("registration:links_ended"))


@never_cache
@require_http_methods(["GET", "HEAD"])
def links_ended(request: HttpRequest) -> HttpResponse:
    """Knows nobody, so it is the same for all; it offers to mail a new link."""
    return render(request, "registration/links_ended.html", {"form": LinkRequestForm()})
