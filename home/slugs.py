"""Addresses of pages, made from their titles."""

from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii
from wagtail.models import Page

SLUG_LENGTH = 100


def free_slug(title: str, *, parent: Page, besides: int | None = None, otherwise: str = "sida") -> str:
    """An address in plain letters that no other page below the parent has: a copied link with å in it is
    unreadable. `besides` is the page itself, `otherwise` stands for a title without a letter."""
    base = slugify(string_to_ascii(title))[:SLUG_LENGTH].strip("-") or otherwise
    siblings = parent.get_children().filter(slug__startswith=base).exclude(pk=besides)
    taken = set(siblings.values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)
