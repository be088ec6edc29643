"""A Redis that is away or silent is a miss, and is waited for once."""

import os
import signal
from collections.abc import Iterator

import pytest

from bostadsforum.cache import ForgivingRedisCache
from home import redis_breaker
from tests import services

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def redis() -> Iterator[services.Service]:
    with services.redis() as service:
        yield service


@pytest.fixture
def cache(redis: services.Service) -> Iterator[ForgivingRedisCache]:
    redis_breaker.wake()
    options = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    yield ForgivingRedisCache(redis.url, {"OPTIONS": options})
    os.kill(redis.process.pid, signal.SIGCONT)
    redis_breaker.wake()


def silence(redis: services.Service) -> None:
    os.kill(redis.process.pid, signal.SIGSTOP)


def test_it_is_a_cache(cache):
    cache.set_many({"a": 1, "b": ["å"]})
    cache.incr("a")

    assert cache.get_many(["a", "b", "c"]) == {"a": 2, "b": ["å"]}
    assert cache.delete("a") is True
    assert cache.get("a", "nothing") == "nothing"


def test_a_silent_redis_is_a_miss_and_memory_stands_in(cache, redis):
    cache.set("a", 1)
    silence(redis)

    assert cache.get("a") is None
    cache.set("a", 2)
    assert cache.get("a") == 2
    assert cache.get_or_set("b", lambda: 3) == 3
    assert cache.incr("a") == 3


def test_a_silent_redis_is_waited_for_once(cache, redis):
    cache.set("a", "in redis")
    silence(redis)
    cache.get("a")

    # It would answer again, and is left alone all the same until the rest is over.
    os.kill(redis.process.pid, signal.SIGCONT)
    assert [cache.get("a"), cache.get("a")] == [None, None]

    redis_breaker.wake()
    assert cache.get("a") == "in redis"


def test_nobody_listening_is_a_miss_too():
    redis_breaker.wake()
    nobody = ForgivingRedisCache(f"redis://127.0.0.1:{services.free_port()}/0", {})

    assert nobody.get("a") is None
    assert redis_breaker.is_resting()
    redis_breaker.wake()
