"""Form fields for what people type: cleaned the same way everywhere, never guessed (docs/rules.md R 5)."""

import ipaddress
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

# Characters that turn the reading direction of what follows: a name could pretend to be another.
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}
_INVISIBLE = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e"}
_REPLACEMENT = "\ufffd"

ADDRESS_HINT = _("Write your e-mail address like this: name@example.org")


def trim(text: str) -> str:
    """Without blanks and invisible characters at both ends."""
    kept = "".join(_INVISIBLE | _BIDI) + " \t\r\n\f\v\u00a0\u2007\u202f\u3000"
    return text.strip().strip(kept).strip()


class PlainTextField(forms.CharField):
    """One line of text in any script: NFC, trimmed, without control characters or turned direction."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return " ".join(unicodedata.normalize("NFC", trim(text)).split(" ")) if text else text

    def validate(self, value: str) -> None:
        super().validate(value)
        if _REPLACEMENT in value:
            raise ValidationError(
                _("Some characters could not be read. Please write the text again."), code="unreadable"
            )
        if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in value):
            raise ValidationError(
                _("Write the text on one line, without control characters."), code="control"
            )
        if any(character in _BIDI for character in value):
            raise ValidationError(
                _("The text holds invisible characters that turn its direction."), code="bidi"
            )


class AddressField(PlainTextField):
    """One mail address, kept as it was typed but for its ends."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.EmailInput)
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_address(value):
            raise ValidationError(ADDRESS_HINT, code="invalid")


def is_address(value: str) -> bool:
    """Whether mail can be meant for it: no IP literal, a dot in the domain, nothing invisible inside, lengths in octets."""
    local, _at, domain = value.rpartition("@")
    if len(local.encode()) > 64 or len(value.encode()) > 254 or "." not in domain.strip("."):
        return False
    if any(character in _INVISIBLE or character in _BIDI or character.isspace() for character in value):
        return False
    if _is_ip(domain.strip("[]")):
        return False
    try:
        EmailValidator(allowlist=[])(value)
    except ValidationError:
        return False
    return True


def _is_ip(domain: str) -> bool:
    try:
        ipaddress.ip_address(domain)
    except ValueError:
        return False
    return True
