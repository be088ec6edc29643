"""What a page after a form shows travels in a short-lived signed cookie, and in no row and no address
(docs/rules.md 4.12)."""

from dataclasses import asdict
from typing import Any, TypeVar

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

MAX_AGE_SECONDS = 10 * 60
Facts = TypeVar("Facts")


def full_name(name: str) -> str:
    """With the prefix that keeps others from setting it, where there is TLS."""
    return f"__Host-{name}" if settings.IS_HTTPS else name


def write(response: HttpResponse, facts: Any, *, name: str, salt: str) -> None:
    """`facts`: a frozen dataclass of plain values; `name` as `full_name` gives it."""
    response.set_cookie(
        name,
        signing.dumps(asdict(facts), salt=salt, compress=True),
        max_age=MAX_AGE_SECONDS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def read(request: HttpRequest, kind: type[Facts], *, name: str, salt: str) -> Facts | None:
    try:
        return kind(**signing.loads(request.COOKIES[name], salt=salt, max_age=MAX_AGE_SECONDS))
    except (KeyError, TypeError, signing.BadSignature):
        return None
