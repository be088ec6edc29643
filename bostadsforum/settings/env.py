"""The environment, read once and refused where it is odd.

Every setting that an operator can turn is read here and nowhere else. A value that cannot be right ends
the start with one sentence that names the variable: a site that starts wrong is worse than one that does not.
"""

import ipaddress
import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import dj_database_url
from environs import Env, EnvError

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def refuse(sentence: str) -> NoReturn:
    """End the start with a sentence on stderr instead of a traceback."""
    raise SystemExit(f"Bostadsforum cannot start: {sentence}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def on_or_off(name: str, default: bool) -> bool:
    try:
        return env.bool(name, default)
    except EnvError:
        refuse(f"{name} should be on or off, not {text(name)!r}.")


def whole_number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    try:
        number = env.int(name, default)
    except EnvError:
        refuse(f"{name} should be a whole number, not {text(name)!r}.")
    if number < least or (most is not None and number > most):
        limits = f"at least {least}" if most is None else f"between {least} and {most}"
        refuse(f"{name} should be {limits}, not {number}.")
    return number


def whole_numbers(name: str, default: str) -> tuple[int, ...]:
    given = text(name) or default
    try:
        numbers = tuple(int(part) for part in given.split(","))
    except ValueError:
        refuse(f"{name} should be whole numbers with commas between, such as {default}; it is {given!r}.")
    if any(number < 0 for number in numbers):
        refuse(f"{name} holds a negative number: {given!r}.")
    return numbers


def writable_folder(name: str, default: Path) -> Path:
    """The folder for everything that the embedded parts write; made if missing."""
    folder = Path(text(name) or default).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        refuse(f"{name} points at {folder}, which cannot be written to ({error.strerror}).")
    return folder


def secret(name: str, *, kept_in: Path) -> str:
    """A secret from the environment, or one made at the first start and kept in a file only we can read.

    The file is made with O_EXCL, so that web, worker and beat starting together agree on one secret.
    """
    given = text(name)
    if given:
        if len(given) < 32 or len(set(given)) < 8 or given.startswith("django-insecure-"):
            refuse(f"{name} is too short or too simple; give at least 32 random characters.")
        return given
    try:
        handle = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = kept_in.read_text().strip()
        if not kept:
            refuse(f"{kept_in} is empty; remove it to have a new secret made, or set {name}.")
        return kept
    made = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as file:
        file.write(made + "\n")
    return made


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin(name: str, default: str) -> str:
    """`https://host[:port]`, the one address that the site calls its own; http for loopback only."""
    given = (text(name) or default).rstrip("/")
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        refuse(f"{name} is not an address: {given!r}.")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        refuse(f"{name} should look like https://bostadsforum.example.org, not {given!r}.")
    if parts.path or parts.query or parts.fragment or parts.username or port == 0:
        refuse(f"{name} should be scheme and host only, with nothing after it: {given!r}.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        refuse(f"{name} is {given}: without TLS (https) only this computer's own address is accepted.")
    return given


def names(name: str, default: list[str]) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()] or default


def networks(name: str, default: list[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    try:
        return [ipaddress.ip_network(part) for part in names(name, default)]
    except ValueError as error:
        refuse(f"{name} should hold networks such as 10.0.0.0/8: {error}.")


def database(name: str, *, embedded_in: Path) -> dict[str, Any]:
    """Django's settings for DATABASE_URL, or for SQLite in VAR where it is empty."""
    given = text(name) or f"sqlite:///{embedded_in}"
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(given))
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError):
        refuse(f"{name} is not a database address such as postgres://user:password@host/name.")
    engine = config.get("ENGINE", "")
    if engine.endswith("postgresql"):
        # A connection is kept for a minute and tried before use, so that a restarted server is no 500.
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    elif engine.endswith("sqlite3"):
        config["OPTIONS"] = {
            # Row locks do nothing here: the writer's lock is taken when the transaction begins
            # (docs/rules.md R 1.3), and whoever waits for it waits up to twenty seconds.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        refuse(f"{name} should be postgres://… or sqlite:///…; {engine or given!r} is not supported.")
    return config


def redis_address(name: str) -> str:
    given = text(name)
    if given and urlsplit(given).scheme not in {"redis", "rediss", "unix"}:
        refuse(f"{name} should look like redis://host:6379/0, not {given!r}.")
    return given


def mail(name: str, *, embedded_in: Path) -> dict[str, Any]:
    """The EMAIL_* settings for EMAIL_URL, or the folder of .eml files in VAR where it is empty."""
    given = text(name)
    if not given:
        return {"EMAIL_BACKEND": "bostadsforum.eml.EmlBackend", "EMAIL_FILE_PATH": str(embedded_in)}
    try:
        config = dict(env.dj_email_url(name))
    except (EnvError, ValueError):
        refuse(f"{name} is not a mail address such as smtp://user:password@host:587/?tls=true.")
    if config["EMAIL_BACKEND"] != "django.core.mail.backends.smtp.EmailBackend" or not config["EMAIL_HOST"]:
        refuse(f"{name} should look like smtp://host:25, or smtp://user:password@host:587/?tls=true.")
    # Without both a read and a connection limit one silent server would hold a worker for ever.
    config["EMAIL_TIMEOUT"] = 60
    return config


def mailbox(name: str, default: str) -> str:
    """`Name <name@example.org>` or the bare address; also the ORGANIZER of every invitation."""
    given = text(name) or default
    _, address = parseaddr(given)
    local, at, domain = address.partition("@")
    if not (local and at and domain) or any(ord(character) < 32 for character in given):
        refuse(f"{name} should look like Bostadsforum <bostadsforum@example.org>, not {given!r}.")
    return given
