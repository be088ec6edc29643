"""Small things that a typesetter would see to."""

from django import template
from django.utils.safestring import SafeString

from home.dates import NBSP

register = template.Library()


@register.filter(is_safe=True)
def bind_dashes(text: str) -> str:
    """A dash never begins a line: a no-break space stands before it."""
    bound = str(text).replace(" \u2013 ", f"{NBSP}\u2013 ")
    return SafeString(bound) if isinstance(text, SafeString) else bound
