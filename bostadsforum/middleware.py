"""What happens to every request before and after the applications see it."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware

GetResponse = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: GetResponse) -> GetResponse:
    def middleware(request):
        request.id = uuid.uuid4().hex
        return get_response(request)

    return middleware


def response_headers(get_response):
    return lambda request: get_response(request)


def admin_policy(get_response):
    def middleware(request):
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response

    return middleware


def trusted_proxy(get_response):
    return lambda request: get_response(request)


def refuse_odd_requests(get_response):
    return lambda request: get_response(request)


class PathLanguageMiddleware(LocaleMiddleware):
    pass
