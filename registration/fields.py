"""Form fields for what people type: cleaned the same way everywhere, never guessed (docs/rules.md R 5)."""

import ipaddress
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from registration.addresses import address_key

# Characters that turn the reading direction of what follows: a name could pretend to be another.
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}
# Characters that show nothing. Joiners belong inside names of many scripts; in an address none does.
_INVISIBLE = {
    chr(code)
    for code in (
        *(0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0),
        *range(0x200B, 0x200E),
        *range(0x2060, 0x2065),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE01F0),
    )
}
# What a byte that is no UTF-8 becomes on its way in: something was lost.
_REPLACEMENT = "\ufffd"

ADDRESS_HINT = _("Write your e-mail address like this: name@example.org")


def trim(text: str) -> str:
    """Without blanks and invisible characters at both ends."""
    start, end = 0, len(text)
    while start < end and _is_trimmed(text[start]):
        start += 1
    while end > start and _is_trimmed(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_trimmed(character: str) -> bool:
    return character.isspace() or character in _INVISIBLE or character in _BIDI


class PlainTextField(forms.CharField):
    """One line of text in any script: NFC, trimmed, without control characters or turned direction."""

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        too_long = _("Write at most %(limit_value)d characters; there are %(show_value)d.")
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = too_long

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", trim(super().to_python(value)))

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
    """Whether mail can be meant for it (docs/rules.md R 5.2); lengths are in octets."""
    local, _at, domain = value.rpartition("@")
    if len(local.encode()) > 64 or len(value.encode()) > 254 or "." not in domain.strip("."):
        return False
    if any(character.isspace() or character in _INVISIBLE or character in _BIDI for character in value):
        return False
    if domain.startswith("[") or _is_ip(domain):
        return False
    # Some characters grow manyfold in the form that is compared: that has to fit its column, too.
    if len(address_key(value)) > 254:
        return False
    try:
        EmailValidator(allowlist=[])(value)
        domain.encode("idna")
    except (ValidationError, UnicodeError):
        return False
    return True


def _is_ip(domain: str) -> bool:
    try:
        ipaddress.ip_address(domain)
    except ValueError:
        return False
    return True
