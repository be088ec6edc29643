"""Mail addresses and organisations as they are compared: one person, one row; one firm, one count."""

import re
import unicodedata

from events.roles import MUNICIPAL_ROLES

_BLANKS = re.compile(r"\s+")
_COMPANY_FORM = re.compile(r"\b(ab|hb|kb|aktiebolag|handelsbolag|publ)\b")
# What the column holds. Case folding makes some names longer, and cut keys still tell firms apart.
_KEY_LENGTH = 200
_PUNCTUATION = re.compile(r"[^\w&+\- ]")


def address_key(address: str) -> str:
    """The canonical form of a mail address: case-insensitive after NFKC. Plus tags stay distinct."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()


def organisation_key(organisation: str) -> str:
    """The form in which organisations are compared: case folded, blanks collapsed, AB and HB dropped."""
    folded = unicodedata.normalize("NFKC", organisation).casefold()
    plain = _COMPANY_FORM.sub(" ", _PUNCTUATION.sub(" ", folded))
    key = _BLANKS.sub(" ", plain).strip() or _BLANKS.sub(" ", folded).strip()
    return key[:_KEY_LENGTH]


def employer_key(*, role: str, municipality: str, organisation: str) -> str:
    """What counts as one organisation: a firm, or a municipality with its officials and politicians
    together (docs/rules.md 4.13)."""
    return f"kommun:{municipality}" if role in MUNICIPAL_ROLES else organisation_key(organisation)
