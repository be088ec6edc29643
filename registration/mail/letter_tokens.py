"""The secrets in one letter: made when it is sent, and kept as links that open one thing each."""

from dataclasses import dataclass
from datetime import datetime

from registration import links
from registration.mail import kinds
from registration.models import OutboxMessage, PersonalLink


@dataclass(frozen=True)
class Tokens:
    """`stop`: to say that no more mailings are wanted; empty in letters that cannot be refused.

    It is not the other one, since mail programs hand it to others: whoever may say no for somebody must not
    be able to open their registration.
    """

    own: str
    stop: str


def fresh(message: OutboxMessage) -> Tokens:
    can_be_refused = kinds.KINDS[message.kind].can_be_refused and message.its_registration.address_key
    return Tokens(own=links.new_token(), stop=links.new_token() if can_be_refused else "")


def keep(tokens: Tokens, message: OutboxMessage, *, now: datetime) -> PersonalLink:
    """Let them work from now on; returns what opens what the letter is about."""
    registration = message.its_registration
    refusal = None
    if tokens.stop and registration.address_key:
        refusal = links.keep_refusal(tokens.stop, registration.address_key, now=now)
    if refusal is not None and message.kind == kinds.MAILING:
        # Nothing in it leads to a registration.
        return refusal
    if kinds.KINDS[message.kind].opens_forum and registration.address_key:
        return links.keep_forum(tokens.own, registration.address_key, now=now)
    return links.keep(tokens.own, registration, now=now)
