from datetime import UTC, timedelta

import pytest
from django.db import IntegrityError, transaction

from registration import links
from registration.models import PersonalLink
from tests.factories import mint_link

HERS = "petra@solna.example"

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(olof, event, sign_up):
    return sign_up(olof, event)


def test_link_opens_its_registration(registration, now):
    token = mint_link(registration, now=now)

    assert links.find(token, now=now).registration == registration


def test_link_is_256_random_bits_of_which_only_the_hash_is_kept(registration, now):
    tokens = {mint_link(registration, now=now) for _link in range(5)}

    assert len(tokens) == 5
    assert {len(token) for token in tokens} == {43}
    kept = str(list(PersonalLink.objects.values()))
    assert not any(token in kept for token in tokens)


def test_new_link_leaves_older_ones_alive(registration, now):
    older, newer = (mint_link(registration, now=now) for _link in range(2))

    assert links.find(older, now=now) is not None
    assert links.find(newer, now=now) is not None


def test_link_lives_for_ninety_days_after_the_event(registration, event, now):
    token = mint_link(registration, now=now)
    # Ninety times 24 hours: a clock on the wall would be an hour off after the change to summer time.
    end = event.end_at.astimezone(UTC) + timedelta(days=90)

    assert links.find(token, now=end - timedelta(seconds=1)) is not None
    assert links.find(token, now=end) is None


def test_revoking_ends_all_links_of_one_person_and_no_others(registration, petra, event, sign_up, now):
    tokens = [mint_link(registration, now=now) for _link in range(2)]
    hers = mint_link(sign_up(petra, event), now=now)

    assert links.revoke_all(registration, now=now) == 2
    assert links.revoke_all(registration, now=now) == 0

    assert [links.find(token, now=now) for token in tokens] == [None, None]
    assert links.find(hers, now=now) is not None


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 44, "å" * 43, "x" * 42 + "\x00", "x" * 42 + "\n"])
def test_what_is_no_token_opens_nothing(registration, now, token):
    mint_link(registration, now=now)

    assert links.find(token, now=now) is None


def test_link_brings_all_that_its_page_shows_in_one_query(
    registration, event, now, django_assert_num_queries
):
    token = mint_link(registration, now=now)

    with django_assert_num_queries(1):
        found = links.find(token, now=now).registration
        assert (found.event.venue, found.event.contact) == (event.venue, event.contact)
        assert found.event.calendar_identity is not None


# --- Links of an address --------------------------------------------------------------------------


@pytest.fixture
def tokens_of(registration, now):
    """A living link of each purpose, by purpose: one of Olof's registration, others of Petra's address."""
    tokens = {purpose: links.new_token() for purpose in PersonalLink.Purpose.values}
    links.keep(tokens["registration"], registration, now=now)
    links.keep_forum(tokens["forum"], HERS, now=now)
    links.keep_feed(tokens["feed"], HERS, now=now)
    links.keep_refusal(tokens["mailings"], HERS, now=now)
    return tokens


def opened_by(token, *, now) -> list[str]:
    """For what each way of asking takes this token."""
    ways = {
        "registration": links.find,
        "forum": links.find_forum,
        "feed": links.find_feed,
        "mailings": links.find_refusal,
    }
    return [purpose for purpose, find in ways.items() if find(token, now=now) is not None]


def test_each_link_opens_what_it_was_made_for_and_nothing_else(tokens_of, now):
    assert {purpose: opened_by(token, now=now) for purpose, token in tokens_of.items()} == {
        "registration": ["registration"],
        "forum": ["forum"],
        "feed": ["feed"],
        "mailings": ["mailings"],
    }


def test_page_with_everything_is_open_for_two_hours(tokens_of, now):
    end = now + timedelta(hours=2)

    assert links.find_forum(tokens_of["forum"], now=end - timedelta(seconds=1)) is not None
    assert links.find_forum(tokens_of["forum"], now=end) is None


def test_link_made_on_that_page_lives_as_shortly(registration, now):
    token = links.new_token()
    page = links.keep_forum(links.new_token(), registration.address_key, now=now)
    links.keep_for_now(token, registration, opened_from=page, now=now)

    assert links.find(token, now=now + timedelta(hours=1, minutes=59)) is not None
    assert links.find(token, now=now + timedelta(hours=2)) is None


def test_calendar_goes_on_until_it_is_ended(tokens_of, now):
    years_later = now + timedelta(days=3650)
    assert links.find_feed(tokens_of["feed"], now=years_later) is not None

    assert links.end_feed(HERS, now=years_later) == 1

    assert links.find_feed(tokens_of["feed"], now=years_later) is None
    assert links.feed_of(HERS) is None


def test_new_calendar_ends_the_one_before(tokens_of, now):
    newer = links.new_token()

    kept = links.keep_feed(newer, HERS, now=now)

    assert opened_by(tokens_of["feed"], now=now) == []
    assert opened_by(newer, now=now) == ["feed"]
    assert links.feed_of(HERS) == kept


def test_letter_can_be_answered_with_no_for_two_years(tokens_of, now):
    end = now + timedelta(days=730)

    assert links.find_refusal(tokens_of["mailings"], now=end - timedelta(seconds=1)) is not None
    assert links.find_refusal(tokens_of["mailings"], now=end) is None


def test_new_page_leaves_older_ones_alive(tokens_of, now):
    links.keep_forum(links.new_token(), HERS, now=now)

    assert opened_by(tokens_of["forum"], now=now) == ["forum"]


def test_closing_ends_the_pages_and_leaves_the_calendar(tokens_of, now):
    assert links.end_forum(HERS, now=now) == 1

    assert [opened_by(token, now=now) for token in tokens_of.values()] == [
        ["registration"],
        [],
        ["feed"],
        ["mailings"],
    ]


def test_closing_ends_the_links_that_were_made_on_the_pages(tokens_of, registration, now):
    page = links.find_forum(tokens_of["forum"], now=now)
    opened = links.new_token()
    links.keep_for_now(opened, registration, opened_from=page, now=now)

    assert links.end_forum(HERS, now=now) == 2

    assert [opened_by(token, now=now) for token in (opened, tokens_of["registration"])] == [
        [],
        ["registration"],
    ]


def test_revoking_all_of_an_address_leaves_those_of_others(tokens_of, registration, now):
    his = links.new_token()
    links.keep_feed(his, registration.address_key, now=now)

    assert links.revoke_of_address(HERS, now=now) == 2
    assert links.revoke_of_address(None, now=now) == 0

    # Who holds a letter may still say no to the next.
    assert [opened_by(token, now=now) for token in tokens_of.values()] == [
        ["registration"],
        [],
        [],
        ["mailings"],
    ]
    assert opened_by(his, now=now) == ["feed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "registration"},
        {"purpose": "forum"},
        {"purpose": "feed"},
        {"purpose": "mailings"},
        {"purpose": "mailings", "address_key": HERS},
        {"purpose": "forum", "address_key": HERS},
        {"purpose": "registration", "address_key": HERS},
    ],
    ids=lambda wrong: "-".join(wrong.values()),
)
def test_database_wants_one_owner_and_an_end(event, now, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalLink.objects.create(token_hash="x", created_at=now, **wrong)


def test_database_knows_one_calendar_for_an_address(tokens_of, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalLink.objects.create(token_hash="x", created_at=now, purpose="feed", address_key=HERS)
