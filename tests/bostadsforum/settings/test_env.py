"""What an operator sets is read, or refused with one sentence that names the variable."""

import stat
from pathlib import Path

import pytest

from bostadsforum.settings import env

pytestmark = pytest.mark.once

ODD = [
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "bostads forum.example"),
    ("DATABASE_URL", "mysql://db/bostadsforum"),
    ("DATABASE_URL", "postgres://db:port/bostadsforum"),
    ("DATABASE_URL", "postgres://db"),
    ("DATABASE_URL", "sqlite://:memory:"),
    ("DATABASE_URL", "bostadsforum"),
    ("DEBUG", "on"),
    ("DEBUG", "perhaps"),
    ("EMAIL_URL", "console://"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "smtp://host:port"),
    ("EMAIL_URL", "mail.example.org"),
    ("FORM_MIN_SECONDS", "-1"),
    ("FORM_MIN_SECONDS", "a while"),
    ("HOST", "every where"),
    ("MAIL_FROM", "Bostadsforum"),
    ("MAIL_FROM", "Bostadsforum <bostads forum@example.org>"),
    ("MAIL_FROM", "a@example.org\nBcc: b@example.org"),
    ("OUTBOX_LEASE_SECONDS", "0"),
    ("OUTBOX_RETRY_SECONDS", "60;300"),
    ("OUTBOX_RETRY_SECONDS", "60,-1"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "8000.5"),
    ("RATE_LIMITS", "sometimes"),
    ("REDIS_URL", "http://redis"),
    ("REDIS_URL", "redis://"),
    ("REDIS_URL", "redis://host:port/0"),
    ("REDIS_URL", "redis://host/first"),
    ("SECRET_KEY", "secret"),
    ("SECRET_KEY", "a" * 60),
    ("SECRET_KEY", "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz"),
    ("SECRET_KEY_FALLBACKS", "short"),
    ("SITE_ORIGIN", "bostadsforum.example"),
    ("SITE_ORIGIN", "http://bostadsforum.example"),
    ("SITE_ORIGIN", "https://bostadsforum.example/start"),
    ("SITE_ORIGIN", "https://user@bostadsforum.example"),
    ("SITE_ORIGIN", "https://bostadsforum.example:99999"),
    ("SITE_ORIGIN", "https://*.example"),
    ("SITE_ORIGIN", "ftp://bostadsforum.example"),
    ("TRUSTED_PROXIES", "10.0.0.0/33"),
    ("TRUSTED_PROXIES", "everybody"),
]

READERS = {
    "ALLOWED_HOSTS": env.hosts,
    "DATABASE_URL": lambda name: env.database(name, embedded_in=Path("x")),
    "EMAIL_URL": lambda name: env.mail(name, embedded_in=Path("x")),
    "FORM_MIN_SECONDS": lambda name: env.whole_number(name, 2, most=60),
    "HOST": lambda name: env.host(name, "127.0.0.1"),
    "MAIL_FROM": lambda name: env.mailbox(name, "a@example.org"),
    "OUTBOX_LEASE_SECONDS": lambda name: env.whole_number(name, 300, least=1),
    "OUTBOX_RETRY_SECONDS": lambda name: env.whole_numbers(name, "60"),
    "PORT": lambda name: env.whole_number(name, 8000, least=1, most=65535),
    "RATE_LIMITS": lambda name: env.on_or_off(name, True),
    "REDIS_URL": env.redis_address,
    "SECRET_KEY": lambda name: env.secret(name, kept_in=Path("x")),
    "SECRET_KEY_FALLBACKS": env.secrets_in,
    "SITE_ORIGIN": lambda name: env.origin(name, "http://127.0.0.1:8000"),
    "TRUSTED_PROXIES": lambda name: env.networks(name, []),
}


@pytest.mark.parametrize(("name", "value"), [odd for odd in ODD if odd[0] in READERS])
def test_odd_values_are_refused_by_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as refusal:
        READERS[name](name)

    assert name in str(refusal.value)
    assert str(refusal.value).startswith("Bostadsforum cannot start: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "0"), ("DEBUG", "on"), ("ALLOWED_HOSTS", "*"), ("SITE_ORIGIN", "http://bostadsforum.example")],
)
def test_a_start_with_an_odd_value_ends_with_one_sentence(run_python, name, value):
    ran = run_python("manage.py", "check", **{name: value})

    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert name in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_folder_that_cannot_be_written_to_is_refused(run_python, tmp_path):
    (tmp_path / "file").write_text("in the way")

    ran = run_python("manage.py", "check", VAR=str(tmp_path / "file" / "var"))

    assert ran.returncode == 1
    assert ran.stderr.startswith("Bostadsforum cannot start: VAR points at ")


def test_gunicorn_alone_ends_with_the_sentence_too(run_python):
    ran = run_python("-m", "gunicorn", "--check-config", "bostadsforum.wsgi", PORT="x")

    assert ran.returncode == 1
    assert "PORT should be a whole number" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch):
    for name in ("RATE_LIMITS", "PORT", "MAIL_FROM"):
        monkeypatch.setenv(name, " ")

    assert env.on_or_off("RATE_LIMITS", True) is True
    assert env.whole_number("PORT", 8000) == 8000
    assert env.mailbox("MAIL_FROM", "a@example.org") == "a@example.org"


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("https://Bostadsforum.Example/", "https://bostadsforum.example"),
        ("https://bostadsforum.example:443", "https://bostadsforum.example"),
        ("https://bostadsforum.example:8443", "https://bostadsforum.example:8443"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_the_origin_is_written_as_browsers_write_it(monkeypatch, value, meant):
    monkeypatch.setenv("SITE_ORIGIN", value)

    assert env.origin("SITE_ORIGIN", "") == meant


def test_a_secret_is_made_once_and_kept_for_us_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret.key"

    made = env.secret("SECRET_KEY", kept_in=file)

    assert len(made) >= 50
    assert env.secret("SECRET_KEY", kept_in=file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_an_empty_file_of_a_secret_is_refused(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret.key").touch()

    with pytest.raises(SystemExit, match="is empty"):
        env.secret("SECRET_KEY", kept_in=tmp_path / "secret.key")


def test_no_password_gets_into_a_refusal(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "http://user:hemligt@redis/0")

    with pytest.raises(SystemExit) as refusal:
        env.redis_address("REDIS_URL")

    assert "hemligt" not in str(refusal.value)


def test_a_server_of_mail_has_a_port_and_a_time_limit(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp://user:word@mail.example/?tls=true")

    mail = env.mail("EMAIL_URL", embedded_in=Path("x"))

    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_TIMEOUT"]) == ("mail.example", 25, 60)
    assert mail["EMAIL_USE_TLS"] is True


def test_sqlite_takes_its_lock_when_a_transaction_begins(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    database = env.database("DATABASE_URL", embedded_in=Path("/somewhere/site.sqlite3"))

    assert database["NAME"] == "/somewhere/site.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] >= 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
