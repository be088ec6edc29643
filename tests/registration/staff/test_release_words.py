import pytest
from django.utils.translation import override

from registration.models import Registration
from registration.staff import release_words


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def people(*roles: str, directly: bool = False) -> list[Registration]:
    return [Registration(role=role, wants_directly=directly) for role in roles]


@pytest.mark.parametrize(
    ("would_get_one", "waiting", "words"),
    [
        (
            [],
            0,
            "Nobody is on the waitlist. Released now, the seats would be open to whoever registers next.",
        ),
        ([], 3, "Released now, the seats would still be offered to nobody on the waitlist."),
        (
            people("official", "builder", "builder"),
            3,
            "Released now, 1 official and 2 builders on the waitlist would be offered a seat.",
        ),
        (
            people("builder", directly=True),
            3,
            "Released now, 1 builder on the waitlist would get a seat at once.",
        ),
        (
            [*people("official"), *people("builder", directly=True)],
            3,
            "Released now, 1 official on the waitlist would be offered a seat, and 1 builder would get one "
            "at once.",
        ),
    ],
)
def test_what_a_release_would_do_is_told_by_role(would_get_one, waiting, words):
    assert release_words.would_do(would_get_one, waiting=waiting) == words


def test_seats_are_kept_for_those_who_miss_them():
    assert release_words.kept({"builder": 2, "politician": 5}) == "5 politicians and 2 builders"
