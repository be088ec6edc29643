"""The environment, read once and refused where it is odd.

Every setting that an operator can turn is read here and nowhere else. A value that cannot be right ends
the start with one sentence that names the variable: a site that starts wrong is worse than one that does not.
"""

import ipaddress
import os
import re
import secrets
from collections.abc import Iterable
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def refuse(sentence: str) -> NoReturn:
    """End the start with a sentence on stderr instead of a traceback."""
    raise SystemExit(f"Bostadsforum cannot start: {sentence}")


def text(name: str, default: str = "") -> str:
    """An empty variable counts as one that is not set: compose files pass them on that way."""
    return os.environ.get(name, "").strip() or default


def on_or_off(name: str, default: bool) -> bool:
    given = text(name, "on" if default else "off").lower()
    if given in {"on", "true", "yes", "1"}:
        return True
    if given in {"off", "false", "no", "0"}:
        return False
    refuse(f"{name} should be on or off, not {text(name)!r}.")


def whole_number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    given = text(name, str(default))
    if not re.fullmatch(r"-?[0-9]{1,12}", given):
        refuse(f"{name} should be a whole number, not {given!r}.")
    number = int(given)
    if number < least or (most is not None and number > most):
        limits = f"at least {least}" if most is None else f"between {least} and {most}"
        refuse(f"{name} should be {limits}, not {number}.")
    return number


def whole_numbers(name: str, default: str) -> tuple[int, ...]:
    given = text(name, default)
    parts = [part.strip() for part in given.split(",")]
    if not all(re.fullmatch(r"[0-9]{1,9}", part) for part in parts):
        refuse(f"{name} should be whole numbers with commas between, such as {default}; it is {given!r}.")
    return tuple(int(part) for part in parts)


def writable_folder(name: str, default: Path) -> Path:
    """The folder for everything that the embedded parts write; made if missing."""
    folder = Path(text(name, str(default))).expanduser().resolve()
    try:
        # Ours alone when we make it: it holds people's data and the site's secrets.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        refuse(f"{name} points at {folder}, which cannot be written to ({error.strerror}).")
    return folder


def secret(name: str, *, kept_in: Path) -> str:
    """A secret from the environment, or one made at the first start and kept in a file only we can read."""
    if given := text(name):
        refuse_weak(name, given)
        return given
    try:
        if not kept_in.exists():
            _make_secret(kept_in)
        kept = kept_in.read_text().strip()
    except OSError as error:
        refuse(f"{name} is kept in {kept_in}, which cannot be read ({error.strerror}).")
    if not kept:
        refuse(f"{kept_in} is empty; remove it to have a new secret made, or set {name}.")
    return kept


def _make_secret(file: Path) -> None:
    """Written aside and linked into place: web, worker and beat starting together agree on one, and none
    reads half of it."""
    aside = file.with_name(f".{file.name}-{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as writing:
        writing.write(secrets.token_urlsafe(48) + "\n")
        writing.flush()
        os.fsync(writing.fileno())
    try:
        os.link(aside, file)
    except FileExistsError:
        pass  # Another process was first; its secret counts.
    finally:
        aside.unlink()


def secrets_in(name: str) -> list[str]:
    """Secrets with commas between, each as good as one alone has to be."""
    given = names(name)
    for part in given:
        refuse_weak(name, part)
    return given


def refuse_weak(name: str, given: str) -> None:
    if len(given) < 32 or len(set(given)) < 8 or given.startswith("django-insecure-"):
        refuse(f"{name} is too short or too simple; give at least 32 random characters.")


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin(name: str, default: str) -> str:
    """`https://host[:port]`, the one address that the site calls its own; http for loopback only."""
    given = text(name, default).rstrip("/")
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        refuse(f"{name} is not an address: {given!r}.")
    if parts.scheme not in {"http", "https"} or not is_host(parts.hostname or ""):
        refuse(f"{name} should look like https://bostadsforum.example.org, not {given!r}.")
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc or port == 0:
        refuse(f"{name} should be scheme and host only, with nothing after it: {given!r}.")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        refuse(f"{name} is {given}: without TLS (https) only this computer's own address is accepted.")
    # As browsers write it in Origin: lower case, and no port where it is the scheme's own.
    is_usual = port in {None, {"http": 80, "https": 443}[parts.scheme]}
    return f"{parts.scheme}://{host_of(given)}" + ("" if is_usual else f":{port}")


def host_of(address: str) -> str:
    """The host as Django's ALLOWED_HOSTS wants it, an IPv6 address in brackets."""
    name = urlsplit(address).hostname or ""
    return f"[{name}]" if ":" in name else name


def is_host(host: str) -> bool:
    """A name in ASCII (an IDN as xn--…) or an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(re.fullmatch(r"(?!-)[A-Za-z0-9-]{1,63}(\.(?!-)[A-Za-z0-9-]{1,63})*", host))
    return True


def host(name: str, default: str) -> str:
    """An address to listen on."""
    given = text(name, default)
    if not is_host(given):
        refuse(f"{name} should be an address to listen on, such as 127.0.0.1, not {given!r}.")
    return given


def hosts(name: str) -> list[str]:
    given = names(name)
    for part in given:
        if part == "*":
            refuse(f"{name} may not be *; name the hosts that this site answers to.")
        if not is_host(part.removeprefix(".").strip("[]")):
            refuse(f"{name} should hold host names with commas between; {part!r} is none.")
    return given


def names(name: str, default: Iterable[str] = ()) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()] or list(default)


def networks(name: str, default: list[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    try:
        return [ipaddress.ip_network(part) for part in names(name, default)]
    except ValueError as error:
        refuse(f"{name} should hold networks such as 10.0.0.0/8: {error}.")


def database(name: str, *, embedded_in: Path) -> dict[str, Any]:
    """Django's settings for DATABASE_URL, or for SQLite in VAR where it is empty."""
    given = text(name, f"sqlite:///{embedded_in}")
    scheme = given.partition(":")[0]
    if scheme not in {"postgres", "postgresql", "sqlite"}:
        refuse(f"{name} should be postgres://… or sqlite:///…; {scheme!r} is not supported.")
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(given))
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError):
        refuse(f"{name} is not a database address such as postgres://user:password@host/name.")
    if config["NAME"] in {"", ":memory:"}:
        refuse(f"{name} names no database; it should look like postgres://user:password@host/name.")
    if scheme == "sqlite":
        config["OPTIONS"] = {
            # Row locks do nothing here: the writer's lock is taken when the transaction begins
            # (docs/rules.md R 1.3), and whoever waits for it waits up to twenty seconds.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        return config
    # A connection is kept for a minute and tried before use, so that a restarted server is no 500; a server
    # that accepts and is silent is given up before the visitor is. What is prepared (home/statements.py) is
    # planned once for a connection, not for each of its first five uses.
    options = {"connect_timeout": 5, "options": "-c plan_cache_mode=force_generic_plan"}
    options |= config.get("OPTIONS", {})
    return config | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def redis_address(name: str) -> str:
    given = text(name)
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        is_right = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right or not re.fullmatch(r"/?[0-9]*", parts.path):
        refuse(f"{name} should look like redis://host:6379/0, not {without_password(given)!r}.")
    return given


def without_password(address: str) -> str:
    """An address that may stand in a sentence and thereby in a log."""
    return re.sub(r"//[^/@]*@", "//***@", address)


def mail(name: str, *, embedded_in: Path) -> dict[str, Any]:
    """The EMAIL_* settings for EMAIL_URL, or the folder of .eml files in VAR where it is empty."""
    given = text(name)
    if not given:
        return {"EMAIL_BACKEND": "bostadsforum.eml.EmlBackend", "EMAIL_FILE_PATH": str(embedded_in)}
    advice = f"{name} should look like smtp://host:25, or smtp://user:password@host:587/?tls=true."
    try:
        has_host = bool(urlsplit(given).hostname)
        config = dict(dj_email_url.parse(given))
    except (KeyError, ValueError):
        refuse(advice)
    if config.get("EMAIL_BACKEND") != "django.core.mail.backends.smtp.EmailBackend" or not has_host:
        refuse(advice)
    if config["EMAIL_USE_TLS"] and config["EMAIL_USE_SSL"]:
        refuse(f"{name} asks for both tls and ssl; a server speaks one of them.")
    # Without both a read and a connection limit one silent server would hold a worker for ever.
    return config | {
        "EMAIL_BACKEND": "bostadsforum.smtp.SmtpBackend",
        "EMAIL_PORT": config["EMAIL_PORT"] or 25,
        "EMAIL_TIMEOUT": 60,
    }


def mailbox(name: str, default: str) -> str:
    """`Name <name@example.org>` or the bare address; also the ORGANIZER of every invitation."""
    given = text(name, default)
    _, address = parseaddr(given)
    is_address = re.fullmatch(r"[^\s@\"(),:;<>\[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", address)
    if not is_address or not address.isascii() or not given.isprintable():
        refuse(f"{name} should look like Bostadsforum <bostadsforum@example.org>, not {given!r}.")
    return given
