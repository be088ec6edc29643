"""Is the process up (/healthz), and can it serve (/readyz)?

Redis and the mailbox are reported, not required.
"""

import logging
import threading

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from registration.domain import delivery

logger = logging.getLogger(__name__)

# Applied migrations stay applied while a process lives; reading them from disk each time is slow.
_migrated = threading.Event()


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    report = {"database": _database(), "migrations": "unknown", "redis": _redis(), "mailbox": "unknown"}
    if report["database"] == "ok":
        report["migrations"] = _migrations()
    if report["migrations"] == "ok":
        report["mailbox"] = _mailbox()
    is_ready = report["database"] == report["migrations"] == "ok"
    return JsonResponse({"ready": is_ready} | report, status=200 if is_ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        logger.warning("the database is away", extra={"error": type(error).__name__})
        return "away"
    return "ok"


def _migrations() -> str:
    if not _migrated.is_set():
        try:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "missing"
        except DatabaseError:
            return "unknown"
        _migrated.set()
    return "ok"


def _mailbox() -> str:
    """The moment since which it has not been read, when that is long ago."""
    if not settings.MAILBOX_URL:
        return "not used"
    try:
        since = delivery.unread_since(now=timezone.now())
    except DatabaseError:
        return "unknown"
    return f"not read since {since.isoformat(timespec='seconds')}" if since else "ok"


def _redis() -> str:
    if not settings.REDIS_URL:
        return "not used"
    timeout = settings.REDIS_TIMEOUT_SECONDS
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return "away"
    return "ok"
