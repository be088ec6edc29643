from datetime import UTC, timedelta

import pytest

from registration import links
from registration.models import PersonalLink
from tests.factories import mint_link

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
