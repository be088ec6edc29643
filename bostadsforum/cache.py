from django.core.cache.backends.redis import RedisCache


class ForgivingRedisCache(RedisCache):
    pass
