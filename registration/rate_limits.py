"""How often one network or one address may ask for something (docs/rules.md R 4.6).

Kept in Redis where there is one, in this process's memory otherwise and while Redis is away. Letters that
the system or staff send are never counted here.
"""

import hashlib
import ipaddress
import time
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from home import redis_breaker
from registration.addresses import address_key

# A town hall shares one address towards the world, so a network may do a good deal more than a person.
PER_NETWORK = {
    "signup": parse_many("60 per 10 minutes; 600 per day"),
    "link": parse_many("20 per 10 minutes; 100 per day"),
}
# What an anonymous request can make us mail to one address (any kind of request together).
PER_ADDRESS = parse_many("5 per hour; 20 per day")


def wait_seconds(request: HttpRequest, *, action: str, address: str, letters: int = 1) -> int:
    """Count this request; 0 if it may go on, else the seconds to wait.

    `letters`: how many it can cause at most. How many it does cause would tell who is registered.
    """
    if not settings.RATE_LIMITS:
        return 0
    wait = 0
    for limit in PER_NETWORK[action]:
        wait = max(wait, _hit(limit, action, network_of(request)))
    if wait:
        return wait
    digest = hashlib.sha256(address_key(address).encode()).hexdigest()
    for limit in PER_ADDRESS:
        wait = max(wait, _hit(limit, "address", digest, cost=letters))
    return wait


def network_of(request: HttpRequest) -> str:
    """The visitor's network: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _hit(limit: RateLimitItem, *identifiers: str, cost: int = 1) -> int:
    for limiter in _limiters():
        try:
            if limiter.hit(limit, *identifiers, cost=cost):
                return 0
            return max(1, int(limiter.get_window_stats(limit, *identifiers).reset_time - time.time()) + 1)
        except RedisError as error:
            redis_breaker.let_rest(error, during="rate limits")
    return 0


def _limiters() -> list[MovingWindowRateLimiter]:
    in_memory = _limiter("memory")
    if settings.REDIS_URL and not redis_breaker.is_resting():
        return [_limiter("redis"), in_memory]
    return [in_memory]


@cache
def _limiter(kind: str) -> MovingWindowRateLimiter:
    storage: Storage = MemoryStorage()
    if kind == "redis":
        storage = RedisStorage(
            settings.REDIS_URL,
            key_prefix="bostadsforum-limits",
            socket_timeout=settings.REDIS_TIMEOUT_SECONDS,
            socket_connect_timeout=settings.REDIS_TIMEOUT_SECONDS,
        )
    return MovingWindowRateLimiter(storage)
