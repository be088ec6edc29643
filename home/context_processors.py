from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page may say of the site; no query here."""
    return {"SITE_ORIGIN": settings.SITE_ORIGIN, "SITE_NAME": settings.WAGTAIL_SITE_NAME}
