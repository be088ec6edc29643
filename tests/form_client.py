"""Django's test client, but sending forms as a browser sends a form without files."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

FORM_TYPE = "application/x-www-form-urlencoded"


class FormClient(Client):
    def post(
        self, path: str, data: Any = None, content_type: str = FORM_TYPE, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if content_type == FORM_TYPE and not isinstance(data, str | bytes):
            data = urlencode(data or {}, doseq=True)
        return super().post(path, data, content_type, *args, **kwargs)
