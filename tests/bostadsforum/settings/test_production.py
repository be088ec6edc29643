"""What ships: safe behind TLS, whole on one computer."""

import pytest

pytestmark = pytest.mark.once

PUBLIC = {
    "SITE_ORIGIN": "https://bostadsforum.example",
    "SECRET_KEY": "k3yThatIsLongEnough-0123456789-abcdefghijklmnopqrstuvw",
    "ERASURE_KEY": "an0therThatIsLongEnough-0123456789-abcdefghijklmnop",
    "DATABASE_URL": "postgres://bostadsforum:word@db/bostadsforum",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp://mail:587/?tls=true",
}


def test_check_deploy_is_clean(run_python):
    # Without the database: this is about settings, and no server is there.
    ran = run_python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PUBLIC)

    assert ran.returncode == 0, ran.stderr


def test_cookies_and_transport_follow_the_scheme(settings_of):
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT")

    assert list(settings_of(*names, **PUBLIC).values()) == ["__Host-sessionid", True, 31_536_000, True]
    assert list(settings_of(*names).values()) == ["sessionid", False, 0, False]


def test_the_origins_host_and_this_computer_are_always_answered(settings_of):
    hosts = settings_of("ALLOWED_HOSTS", ALLOWED_HOSTS="www.bostadsforum.example", **PUBLIC)["ALLOWED_HOSTS"]

    assert hosts == ["bostadsforum.example", "www.bostadsforum.example", "localhost", "127.0.0.1", "[::1]"]


def test_an_installation_without_addresses_keeps_all_in_one_folder(settings_of, tmp_path):
    chosen = settings_of("DATABASES", "MEDIA_ROOT", "MAIL_FOLDER", "BROKER_FOLDER", "STATIC_ROOT")

    places = [chosen["DATABASES"]["default"]["NAME"], *(chosen[name] for name in list(chosen)[1:])]
    assert all(place.startswith(str(tmp_path / "var")) for place in places)


def test_redis_over_tls_is_verified(settings_of):
    chosen = settings_of(
        "CELERY_BROKER_USE_SSL", "CELERY_BROKER_TRANSPORT", REDIS_URL="rediss://redis:6380/0"
    )

    assert chosen["CELERY_BROKER_TRANSPORT"] is None
    assert chosen["CELERY_BROKER_USE_SSL"] == {"ssl_cert_reqs": 2}
