"""Where letters come back, and who else may tell what became of them: read and refused as in env.py."""

from typing import Any
from urllib.parse import urlsplit

from bostadsforum.settings import env

# By these providers a webhook is signed with a key of theirs; the others send a user and a password of ours.
_SIGNING_KEYS = {"mailersend": "MAILERSEND_SIGNING_SECRET", "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY"}
_PROVIDERS = {"brevo", "mailjet", "postmark", "sparkpost", *_SIGNING_KEYS}
_SHORTEST_SECRET, _SHORTEST_PASSWORD = 20, 16


def incoming(name: str) -> str:
    """`imaps://user:password@host/INBOX`, or a Maildir on this computer; empty: nobody reads it."""
    given = env.text(name)
    if not given:
        return ""
    advice = f"{name} should look like imaps://user:password@host/INBOX, or maildir:///path/to/folder."
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        env.refuse(advice)
    if parts.query or parts.fragment or port == 0:
        env.refuse(advice)
    if parts.scheme == "maildir":
        if parts.netloc or len(parts.path) < 2:
            env.refuse(advice)
        return given
    if (
        parts.scheme not in {"imap", "imaps"}
        or not env.is_host(host)
        or not parts.username
        or not parts.password
    ):
        env.refuse(advice)
    if parts.scheme == "imap" and not env.is_loopback(host):
        env.refuse(f"{name} asks for imap without TLS; beyond this computer only imaps is accepted.")
    return given


def webhooks(provider_name: str, secret_name: str) -> tuple[str, dict[str, Any]]:
    """Which provider may report by webhook what becomes of letters, and Anymail's settings for it; empty
    where none may."""
    provider, given = env.text(provider_name).lower(), env.text(secret_name)
    if not provider and not given:
        return "", {}
    if provider not in _PROVIDERS:
        env.refuse(f"{provider_name} should be one of {', '.join(sorted(_PROVIDERS))}, not {provider!r}.")
    if len(given) < _SHORTEST_SECRET or not given.isascii() or not given.isprintable():
        env.refuse(
            f"{secret_name} should hold the secret of {provider}'s webhooks, at least "
            f"{_SHORTEST_SECRET} characters."
        )
    if provider in _SIGNING_KEYS:
        return provider, {_SIGNING_KEYS[provider]: given}
    user, separator, password = given.partition(":")
    if not separator or not user or len(password) < _SHORTEST_PASSWORD:
        env.refuse(
            f"{secret_name} should be user:password, with a password of at least "
            f"{_SHORTEST_PASSWORD} characters."
        )
    return provider, {"WEBHOOK_SECRET": given}
