"""What a process would look up for its first visitors, looked up before it takes any.

All addresses with their views, the templates of a registration, and what Django compiles when it is first
asked for: half a second that the first visitor after each start would wait, and in a rush each process's.
"""

from celery import current_app
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from registration.fields import is_address

TEMPLATES = [
    "base.html",
    "registration/signup.html",
    "registration/receipt.html",
    "registration/refused.html",
]


def warm_up() -> None:
    """Asks neither the database nor the broker, so that it may be done before processes are forked."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("registration:receipt", args=[1])
    for name in TEMPLATES:
        get_template(name)
    is_address("olof@nacka.example")
    # Finds the classes of the broker, and makes no connection.
    current_app.amqp.producer_pool  # noqa: B018 (asked so that it is made)
