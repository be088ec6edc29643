"""A cache in Redis whose outage is a miss and never an error or a wait (docs/rules.md R 2.2, 9.1)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from home import redis_breaker

# Everything that asks the server; the rest of the cache's methods are made of these.
ASKING = (
    "add", "clear", "delete", "delete_many", "get", "get_many", "has_key", "incr", "set", "set_many", "touch",
)  # fmt: skip


def _forgiving(name: str) -> Callable[..., Any]:
    ask_redis = getattr(RedisCache, name)

    @wraps(ask_redis)
    def ask(self: "ForgivingRedisCache", *args: Any, **kwargs: Any) -> Any:
        if not redis_breaker.is_resting():
            try:
                return ask_redis(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                redis_breaker.let_rest(error, during=f"cache {name}")
                # What memory holds is from an earlier outage.
                self.memory.clear()
        return getattr(self.memory, name)(*args, **kwargs)

    return ask


class ForgivingRedisCache(RedisCache):
    """While Redis rests, this process's memory stands in, so that what is set is found again."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        shared = {name: value for name, value in params.items() if name != "OPTIONS"}
        self.memory = LocMemCache("while-redis-rests", shared)


for _name in ASKING:
    setattr(ForgivingRedisCache, _name, _forgiving(_name))
