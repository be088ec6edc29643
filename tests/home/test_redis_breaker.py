import time
from collections.abc import Iterator

import pytest

from home import redis_breaker


@pytest.fixture(autouse=True)
def _awake() -> Iterator[None]:
    redis_breaker.wake()
    yield
    redis_breaker.wake()


def test_redis_is_asked_until_somebody_finds_it_away():
    assert not redis_breaker.is_resting()

    redis_breaker.let_rest(TimeoutError(), during="a test")

    assert redis_breaker.is_resting()


def test_after_the_rest_redis_is_asked_again(monkeypatch):
    monkeypatch.setattr(redis_breaker, "REST_SECONDS", 0.01)
    redis_breaker.let_rest(TimeoutError(), during="a test")

    time.sleep(0.02)

    assert not redis_breaker.is_resting()


def test_one_line_in_the_log_for_one_outage(caplog):
    redis_breaker.let_rest(TimeoutError(), during="a test")
    redis_breaker.let_rest(TimeoutError(), during="a test")

    assert [record.message for record in caplog.records] == ["redis rests"]
