from datetime import timedelta

import pytest

from registration import rate_limits


@pytest.fixture(autouse=True)
def _limits(settings, at_now):
    settings.RATE_LIMITS = True
    settings.REDIS_URL = ""


@pytest.fixture
def ask(rf):
    """`ask("olof@nacka.example")`: the seconds to wait; `network` is where the visitor sits."""

    def visit(address: str, *, network: str = "192.0.2.1", action: str = "signup", letters: int = 1) -> int:
        request = rf.post("/", REMOTE_ADDR=network)
        return rate_limits.wait_seconds(request, action=action, address=address, letters=letters)

    return visit


def test_five_an_hour_for_one_address_wherever_they_come_from(ask):
    waits = [ask("olof@nacka.example", network=f"192.0.2.{n}", action="link") for n in range(1, 7)]

    assert waits[:5] == [0] * 5
    assert 3500 < waits[5] <= 3601


def test_sign_ups_and_link_requests_count_together(ask):
    for _time in range(5):
        assert ask("olof@nacka.example") == 0

    assert ask("olof@nacka.example", action="link") > 0


def test_another_spelling_of_the_address_is_the_same_address(ask):
    for _time in range(5):
        ask("olof@nacka.example")

    assert ask("OLOF@Nacka.Example") > 0
    assert ask("petra@solna.example") == 0


def test_request_that_can_cause_two_letters_counts_twice(ask):
    waits = [ask("olof@nacka.example", letters=2) > 0 for _time in range(3)]

    assert waits == [False, False, True]


def test_after_an_hour_it_may_go_on_and_after_twenty_a_day_no_more(ask, at_now, now):
    allowed = 0
    for hour in range(6):
        at_now.move_to(now + timedelta(hours=hour, minutes=hour))
        allowed += sum(ask("olof@nacka.example") == 0 for _time in range(5))

    assert allowed == 20


def test_town_hall_with_many_people_is_not_held_back(ask):
    assert [ask(f"person{n}@nacka.example") for n in range(60)] == [0] * 60

    assert 0 < ask("person61@nacka.example") <= 601
    assert ask("person61@nacka.example", network="198.51.100.7") == 0


def test_an_ipv6_network_is_a_whole_64(rf):
    def network(address):
        return rate_limits.network_of(rf.get("/", REMOTE_ADDR=address))

    assert network("2001:db8:1:2:3:4:5:6") == network("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert network("2001:db8:1:3::9") != network("2001:db8:1:2::9")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"
    assert network("") == "unknown"


def test_limits_can_be_turned_off(ask, settings):
    settings.RATE_LIMITS = False

    assert [ask("olof@nacka.example") for _time in range(10)] == [0] * 10


def test_limits_still_hold_when_redis_is_away(ask, settings):
    # Nobody listens on this port.
    settings.REDIS_URL = "redis://127.0.0.1:9/0"

    waits = [ask("olof@nacka.example") > 0 for _time in range(6)]

    assert waits == [False] * 5 + [True]
