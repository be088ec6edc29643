"""Finding people by what somebody remembers of them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from registration.models import Registration

FIELDS = ("first_name", "last_name", "address")
# What the address of a screen calls what is searched for.
PARAMETER = "sok"
# What is longer nobody has written.
LONGEST, MOST_WORDS = 100, 6

Rows = TypeVar("Rows", bound=QuerySet[Any])


def narrowed(rows: Rows, text: str, *, fields: Iterable[str] = FIELDS, of: str = "") -> Rows:
    """Those in which every word of it is found; `of`: the way from the rows to the people. Not every database
    knows that Ö is a large ö, so all writings count."""
    for word in _words(text):
        found = Q()
        for writing in {word, word.lower(), word.upper(), word.capitalize()}:
            for field in fields:
                found |= Q(**{f"{of}{field}__icontains": writing})
        rows = rows.filter(found)
    return rows


def asked(query: Mapping[str, str]) -> str:
    """What an address asks for."""
    return query.get(PARAMETER, "").replace("\0", "")[:LONGEST].strip()


def fits(person: Registration, text: str) -> bool:
    """The same of one that is at hand."""
    known = " ".join(getattr(person, field) for field in FIELDS).casefold()
    return all(word.casefold() in known for word in _words(text))


def _words(text: str) -> list[str]:
    return text.replace("\0", "")[:LONGEST].split()[:MOST_WORDS]
