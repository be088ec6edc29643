import pytest
from django.utils.translation import override

from events.attendance import balance
from events.roles import Role

pytestmark = pytest.mark.usefixtures("_english")


@pytest.fixture
def _english():
    with override("en"):
        yield


def test_bar_is_shared_by_those_who_came():
    found = balance({Role.OFFICIAL: 2, Role.POLITICIAN: 1, Role.BUILDER: 1})

    assert [(share.role, share.start, share.width) for share in found.shares] == [
        ("official", 0, 50),
        ("politician", 50, 25),
        ("builder", 75, 25),
    ]
    assert found.heading == "We were 4"


def test_sentence_says_what_the_bar_shows():
    found = balance({Role.OFFICIAL: 27, Role.POLITICIAN: 1, Role.BUILDER: 25}, registered=78)

    assert found.sentence == (
        "27 officials, 1 politician and 25 builders took part. 78 people had registered."
    )


def test_role_that_nobody_had_is_left_out():
    found = balance({Role.OFFICIAL: 3, Role.POLITICIAN: 0, Role.BUILDER: 2})

    assert [share.role for share in found.shares] == ["official", "builder"]
    assert found.sentence == "3 officials and 2 builders took part."


def test_nothing_is_said_before_anybody_has_counted():
    assert balance({}).total == 0
    assert balance({}).sentence == ""
