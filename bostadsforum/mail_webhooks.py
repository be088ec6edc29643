"""Where the mail provider reports: one address, of the provider that is set, and no other of Anymail's.

Its signal is received in registration/receivers.py.
"""

import logging
from typing import Any

from anymail import urls as anymail_urls
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bostadsforum import error_pages

logger = logging.getLogger(__name__)


class Unreadable(Exception):
    """The body is none that this provider sends."""


class CarefulWebhook(AnymailCoreWebhookView):
    """Anymail trusts that a body is as the provider writes it. Another one is the sender's mistake (400);
    what goes wrong with a report that could be read is ours (500), and the provider sends it again."""

    def run_validators(self, request: HttpRequest) -> None:
        # A signature may stand in the body.
        try:
            super().run_validators(request)
        except SuspiciousOperation:
            raise
        except Exception as error:
            raise Unreadable from error

    def parse_events(self, request: HttpRequest) -> list[Any]:
        try:
            return list(super().parse_events(request))
        except SuspiciousOperation:
            raise
        except Exception as error:
            raise Unreadable from error

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except Unreadable as unreadable:
            cause = type(unreadable.__cause__).__name__
            logger.warning("report of a mail provider cannot be read", extra={"error": cause})
            return error_pages.bad_request(request)


def _careful(view: type[AnymailCoreWebhookView]) -> type[AnymailCoreWebhookView]:
    return type(f"Careful{view.__name__}", (CarefulWebhook, view), {})


app_name = "anymail"
urlpatterns = [
    path(str(pattern.pattern), _careful(pattern.callback.view_class).as_view(), name=pattern.name)
    for pattern in anymail_urls.urlpatterns
    if pattern.name == f"{settings.MAIL_PROVIDER}_tracking_webhook"
]
