"""The page between a link and what it would do: nothing happens until the button is pressed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registration.models import Registration
from registration.my_forms import CancelForm


def ask(
    request: HttpRequest,
    token: str,
    registration: Registration,
    *,
    question: str,
    consequence: str,
    button: str,
    keep: str,
    is_danger: bool = False,
    form: CancelForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "event": registration.event,
        "token": token,
        "question": question,
        "consequence": consequence,
        "button": button,
        "keep": keep,
        "is_danger": is_danger,
        "form": form,
    }
    return render(request, "registration/my_ask.html", context, status=status)
