"""What happens to every request before and after the applications see it.

The order is in the settings: who asks, then the headers of every answer, then what is refused, then the rest.
Each of these also works for errors, files and answers that another middleware gives.
"""

import logging
import time
import uuid
from collections.abc import Callable
from functools import cached_property
from urllib.parse import unquote_to_bytes

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation

from bostadsforum import error_pages, logs, proxies
from bostadsforum.languages import language_of

GetResponse = Callable[[HttpRequest], HttpResponse]

access_log = logging.getLogger("bostadsforum.access")

# Asked every few seconds; in the log only when something is wrong.
HEALTH_CHECKS = {"/healthz", "/readyz"}
# What a form without files sends. Multipart could bring a charset or an encoding of its own for each field.
FORM_TYPE = "application/x-www-form-urlencoded"
# Mail programs say no to mailings in either type (RFC 8058 3.2); our own forms have no files.
ONE_CLICK_TYPES = {FORM_TYPE, "multipart/form-data"}
ONE_CLICK_PATH = "/inga-utskick/"
PUBLIC_METHODS = {"GET", "HEAD", "OPTIONS", "POST"}
OTHER_METHODS = {"PUT", "PATCH", "DELETE", "TRACE", "CONNECT"}
# Nothing of the site needs these; what is not listed is not asked for either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def request_id(get_response: GetResponse) -> GetResponse:
    """One id for a request, in each line of the log and in the answer; and the one line of the access log."""

    def middleware(request):
        request.id = uuid.uuid4().hex
        began = time.monotonic()
        with logs.request(request.id):
            response = get_response(request)
            if not (request.path in HEALTH_CHECKS and response.status_code == 200):
                spent = round((time.monotonic() - began) * 1000)
                access_log.info(
                    "request",
                    extra={
                        "method": request.method,
                        "path": request.path,
                        "status": response.status_code,
                        "milliseconds": spent,
                    },
                )
        response["X-Request-ID"] = request.id
        return response

    return middleware


def trusted_proxy(get_response: GetResponse) -> GetResponse:
    """Believe X-Forwarded-For and -Proto from our own proxies, and from nobody else."""

    def middleware(request):
        proxies.settle(request.META, trusted=settings.TRUSTED_PROXIES)
        return get_response(request)

    return middleware


def no_body_for_head(get_response: GetResponse) -> GetResponse:
    """Django writes the body of a HEAD too and leaves it to the server, which warns of each."""

    def middleware(request):
        response = get_response(request)
        if request.method == "HEAD" and response.streaming:
            response.streaming_content = []
        elif request.method == "HEAD":
            response.content = b""
        return response

    return middleware


def response_headers(get_response: GetResponse) -> GetResponse:
    """Headers of every answer that no Django middleware sets (docs/rules.md R 6.2)."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


class ContentSecurityPolicy(CSPMiddleware):
    """Nearly every answer has the site's own policy; django-csp would write it anew for each of them."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        # Set where a view or another middleware wants something else, or a template has asked for a nonce.
        asks_for_more = any(name.startswith("_csp") for name in (*vars(response), *vars(request)))
        if asks_for_more or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._of_the_site)
        return response

    @cached_property
    def _of_the_site(self) -> str:
        return build_policy()


def admin_policy(get_response: GetResponse) -> GetResponse:
    """Wagtail's admin has inline scripts and frames its own previews; nothing else may."""

    def middleware(request):
        response = get_response(request)
        if error_pages.is_admin(request):
            # A preview has been through all this once already, as the public page that it shows. A view
            # that is stricter than the admin says so by `_csp_exempt` and brings its own.
            if not getattr(response, "_csp_exempt", False):
                response.headers.pop("Content-Security-Policy", None)
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
            # Wagtail marks what it wants framed; the rest of the admin is framed by its previews only.
            response.xframe_options_exempt = True
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return middleware


def refuse_odd_requests(get_response: GetResponse) -> GetResponse:
    """Requests that no form and no link of ours makes get a page and go no further (docs/rules.md R 5.3)."""

    def middleware(request):
        status = _oddness(request)
        if status is None:
            response = get_response(request)
            if response.status_code in {405, 501} and not response.streaming and not response.content:
                return _with_allow(error_pages.page(request, response.status_code), response)
            return response
        refusal = error_pages.page(request, status)
        if status in {405, 501}:
            refusal["Allow"] = ", ".join(sorted(PUBLIC_METHODS))
        return refusal

    return middleware


def _with_allow(page: HttpResponse, bare: HttpResponse) -> HttpResponse:
    if "Allow" in bare:
        page["Allow"] = bare["Allow"]
    return page


def _oddness(request: HttpRequest) -> int | None:
    """The status to refuse with, or None. PostgreSQL cannot store NUL, so it is refused wherever it comes."""
    if "\0" in request.path or b"\0" in unquote_to_bytes(request.META.get("QUERY_STRING", "")):
        return 400
    if any("\0" in value for value in request.COOKIES.values()):
        return 400
    if request.path.startswith(tuple(settings.OWN_BODY_RULES)):
        return None
    if request.method not in PUBLIC_METHODS:
        return 405 if request.method in OTHER_METHODS else 501
    return _odd_body(request)


def _odd_body(request: HttpRequest) -> int | None:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 400
    if length > settings.PUBLIC_BODY_MAX_BYTES:
        return 413
    if "HTTP_TRANSFER_ENCODING" in request.META and not length:
        return 411
    if request.method != "POST" or not length:
        return None
    is_one_click = request.path.removeprefix("/en").startswith(ONE_CLICK_PATH)
    if request.content_type not in (ONE_CLICK_TYPES if is_one_click else {FORM_TYPE}):
        return 415
    charset = (request.content_params or {}).get("charset", "utf-8").strip("\"'").lower()
    if charset not in {"utf-8", "utf8"}:
        return 415
    return _odd_text(request)


def _odd_text(request: HttpRequest) -> int | None:
    """Bytes that are not UTF-8 come from a form in another charset: refused, since guessing spoils names."""
    try:
        unquote_to_bytes(request.body).decode()
    except (UnicodeDecodeError, UnreadablePostError):
        return 400
    return None


def path_language(get_response: GetResponse) -> GetResponse:
    """The language of a page follows from its address alone: English under /en/, Swedish otherwise.

    In place of Django's LocaleMiddleware, which would also ask cookies and Accept-Language, so that one
    address gave two pages. Editors choose their own language in the admin; Wagtail sees to that.
    """

    def middleware(request):
        request.LANGUAGE_CODE = language_of(request.path_info)
        with translation.override(request.LANGUAGE_CODE):
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return middleware
