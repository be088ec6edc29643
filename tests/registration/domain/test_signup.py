import pytest

from registration.models import Registration

pytestmark = pytest.mark.django_db


def test_official_gets_a_seat(olof, event, sign_up):
    registration = sign_up(olof, event)

    assert registration.status == Registration.Status.CONFIRMED
    assert [letter.kind for letter in registration.letters.all()] == ["confirmed"]
