import pytest
from django.core.mail.message import sanitize_address

from bostadsforum.smtp import envelope_address


@pytest.mark.parametrize(
    "address",
    [
        "olof@nacka.example",
        "Petra.Larsson+forum@Region.Example",
        "bo@sub-domain.bygg.example",
        "åsa@nacka.example",
        "olof@malmö.example",
        "Olof Öberg <olof@nacka.example>",
        '"o b"@nacka.example',
        "olof",
        "olof@nacka.example\n",
    ],
)
def test_an_address_on_the_envelope_is_the_one_django_writes(address):
    assert envelope_address(address) == sanitize_address(address, "utf-8")


def test_what_is_more_than_one_address_is_refused():
    with pytest.raises(ValueError, match="Invalid address"):
        envelope_address("olof@nacka.example, bo@bygg.example")
