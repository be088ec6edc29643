import pytest
from django.utils.translation import override

from registration.domain.balance import RoleBalance, WayBalance
from registration.staff import balance_words


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def way(official: tuple, politician: tuple, builder: tuple, **values) -> WayBalance:
    """Each role as (taken, reserved)."""
    roles = {"official": official, "politician": politician, "builder": builder}
    taken = sum(figures[0] for figures in roles.values())
    return WayBalance(
        roles=tuple(
            RoleBalance(role=role, taken=figures[0], reserved=figures[1]) for role, figures in roles.items()
        ),
        **({"attendance": "on_site", "capacity": 80, "taken": taken} | values),
    )


@pytest.mark.parametrize(
    ("balance", "sentence"),
    [
        (way((0, 30), (0, 20), (0, 30)), "Nobody has a seat yet."),
        (
            way((30, 30), (13, 20), (30, 30)),
            "Politicians are fewer than planned: 13 of 20 seats are taken.",
        ),
        (
            way((25, 30), (8, 20), (30, 30)),
            "Officials and politicians are fewer than planned, most of all politicians: 8 of 20 seats taken.",
        ),
        (
            way((25, 30), (18, 20), (2, 30)),
            "All roles are fewer than planned, most of all builders: 2 of 30 seats taken.",
        ),
        (way((30, 30), (21, 20), (0, 0)), "Every role has the seats that were planned for it."),
        (way((2, 0), (1, 0), (0, 0)), "No seats are reserved: 2 officials and 1 politician have seats."),
    ],
)
def test_one_sentence_says_what_the_picture_shows(balance, sentence):
    assert balance_words.sentence(balance) == sentence


def test_seats_are_told_with_all_that_is_not_settled():
    balance = way((10, 0), (1, 0), (0, 0), capacity=8, offered=1, waiting=2, pending=3)

    assert balance_words.seats_sentences(balance) == [
        "11 of 8 seats are taken.",
        "1 of them is offered and not answered yet.",
        "That is 3 more than there are seats; nobody loses theirs.",
        "2 people are on the waitlist.",
        "3 people await an answer.",
    ]


def test_places_online_are_called_so():
    online = way((2, 0), (0, 0), (0, 0), attendance="online", capacity=5)
    without_limit = way((2, 0), (0, 0), (0, 0), attendance="online", capacity=None)

    assert balance_words.seats_sentences(online, is_beside_room=True) == ["2 of 5 places online are taken."]
    assert balance_words.seats_sentences(without_limit, is_beside_room=True) == ["2 take part online."]


@pytest.mark.parametrize(
    ("figures", "of_words", "notes"),
    [
        ({"taken": 3, "reserved": 5}, "of 5", ""),
        ({"taken": 3, "reserved": 5, "maximum": 8}, "of 5", "at most 8"),
        ({"taken": 6, "reserved": 5, "maximum": 8}, "of at most 8", "5 reserved"),
        ({"taken": 6, "reserved": 5}, "", "5 reserved"),
        ({"taken": 6, "maximum": 8}, "of at most 8", ""),
        ({"taken": 6}, "", ""),
        (
            {"taken": 1, "offered": 1, "waiting": 2, "pending": 3},
            "",
            "1 not answered yet · 2 on the waitlist · 3 awaiting an answer",
        ),
    ],
)
def test_bar_is_labelled_with_its_goal_and_what_is_beside_it(figures, of_words, notes):
    role = RoleBalance(role="builder", **figures)

    assert (balance_words.of_words(role), balance_words.notes(role)) == (of_words, notes)


def test_people_are_told_in_the_order_of_the_roles():
    people = {"guest": 1, "builder": 2, "official": 1, "politician": 0}

    assert balance_words.people_words(people) == "1 official, 2 builders and 1 guest"
