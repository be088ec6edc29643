import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from registration.addresses import address_key
from registration.fields import AddressField, PlainTextField, is_address, trim


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Olof ", "Olof"),
        ("\u200b\u2003\u200b\ufeffOlof\u00a0\u200d", "Olof"),
        ("\u202eOlof\u202c", "Olof"),
        ("A\u030ake", "Åke"),
        ("van  der   Öberg", "van  der   Öberg"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("X", "X"),
    ],
)
def test_text_is_trimmed_and_composed(typed, kept):
    assert PlainTextField().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Ol\x00of", "control"),
        ("Ol\tof", "control"),
        ("Ol\nof", "control"),
        ("Ol\u2028of", "control"),
        ("Ol\x7fof", "control"),
        ("Ol\u202eof", "bidi"),
        ("Ol\u2066of", "bidi"),
        ("Ol\ufffdof", "unreadable"),
        ("\u200b \u2060", "required"),
    ],
)
def test_text_that_is_not_one_readable_line_is_refused(typed, code):
    with pytest.raises(ValidationError) as refusal:
        PlainTextField().clean(typed)

    assert refusal.value.code == code


def test_text_may_be_as_long_as_said_after_trimming():
    field = PlainTextField(max_length=5)

    assert field.clean("  " + "ö" * 5 + "  ") == "ö" * 5
    with pytest.raises(ValidationError):
        field.clean("ö" * 6)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_cleaned_or_refused(typed):
    try:
        kept = PlainTextField(required=False).clean(typed)
    except ValidationError:
        return

    assert kept == trim(kept) == unicodedata.normalize("NFC", kept)
    assert not any(unicodedata.category(character) == "Cc" for character in kept)


@pytest.mark.parametrize(
    "address",
    [
        "olof@nacka.example",
        "OLOF.Oberg+forum@Nacka.Example",
        "o'hara@example.org",
        "a@b.se",
        "olof@åre.example",
        "x" * 64 + "@example.org",
    ],
)
def test_addresses_that_can_get_mail(address):
    assert is_address(address)
    assert AddressField().clean(f" {address}\u200b\n") == address


@pytest.mark.parametrize(
    "address",
    [
        "olof",
        "olof@",
        "@nacka.example",
        "olof@nacka",
        "olof@nacka.",
        "olof@.example",
        "olof@nacka..example",
        "olof@127.0.0.1",
        "olof@[127.0.0.1]",
        "olof@[IPv6:::1]",
        "olof@[::ffff:1.2.3.4]",
        "olof@nacka.example,petra@solna.example",
        "olof@nacka.example petra@solna.example",
        "olof@nacka.example;petra@solna.example",
        "Olof <olof@nacka.example>",
        "mailto:olof@nacka.example\r\nBcc: petra@solna.example",
        "ol\u200bof@nacka.example",
        "olof@na\u00adcka.example",
        "olof@nac\u034fka.example",
        "olof@na cka.example",
        "x" * 65 + "@example.org",
        "x" * 60 + "@" + ".".join(["y" * 48] * 4) + ".example",
        "olof@" + "\ufdfa" * 60 + ".example",
        "olof@" + "x" * 64 + ".example",
    ],
)
def test_addresses_that_cannot(address):
    assert not is_address(address)
    with pytest.raises(ValidationError):
        AddressField().clean(address)


@given(st.text(max_size=30), st.text(max_size=300))
def test_accepted_address_fits_the_columns_it_is_kept_in(local, domain):
    address = f"{local}@{domain}"

    if is_address(address):
        assert len(address.encode()) <= 254
        assert len(address_key(address)) <= 254
