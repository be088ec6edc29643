import pytest

from home import redis_breaker
from registration import rate_limits


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    """Rate limits remember for as long as the process lives, which is many tests long."""
    rate_limits._limiter.cache_clear()
    redis_breaker.wake()
