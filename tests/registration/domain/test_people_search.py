"""Finding people by what somebody remembers of them."""

import pytest

from registration.domain import people_search
from registration.models import Registration
from tests.factories import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def olof(event):
    return RegistrationFactory(
        event=event, first_name="Olof", last_name="Öberg", address="olof@nacka.example"
    )


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("olof", True),
        ("öberg OLOF", True),
        ("ÖBERG", True),
        ("nacka.example", True),
        ("", True),
        ("olof petra", False),
        ("o%f", False),
        ("ol\0of", True),
        ("x" * 5000, False),
    ],
)
def test_every_word_has_to_be_found_however_it_is_written(olof, text, is_found):
    found = people_search.narrowed(Registration.objects.all(), text)

    assert list(found) == ([olof] if is_found else [])
    assert people_search.fits(olof, text) is is_found


def test_what_an_address_asks_for_is_cut_where_nobody_reads_on():
    assert people_search.asked({"sok": "  olof\0 " + "x" * 200})[:4] == "olof"
    assert len(people_search.asked({"sok": "x" * 200})) == people_search.LONGEST
    assert people_search.asked({}) == ""
