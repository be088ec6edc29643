from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from bostadsforum import health
from registration.domain import delivery
from tests import services


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    health._migrated.clear()


def test_a_living_process_says_so_without_a_database():
    response = Client().get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_with_a_migrated_database_and_without_redis():
    response = Client().get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "redis": "not used",
        "mailbox": "not used",
    }


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'registration'")

    response = Client().get("/readyz")

    assert response.status_code == 503
    assert response.json()["migrations"] == "missing"


@pytest.mark.django_db
def test_redis_is_reported_and_not_required(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{services.free_port()}/0"

    response = Client().get("/readyz")

    assert response.status_code == 200
    assert response.json()["redis"] == "away"


@pytest.mark.django_db
def test_mailbox_that_is_not_read_is_reported_and_not_required(settings, tmp_path):
    settings.MAILBOX_URL = f"maildir://{tmp_path}"
    long_ago = timezone.now() - timedelta(hours=2)
    delivery.read_mailbox(now=long_ago)

    response = Client().get("/readyz")
    assert response.status_code == 200
    assert response.json()["mailbox"] == f"not read since {long_ago.isoformat(timespec='seconds')}"

    delivery.read_mailbox(now=timezone.now())
    assert Client().get("/readyz").json()["mailbox"] == "ok"
