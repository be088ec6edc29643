"""Who asks: X-Forwarded-* are believed from the proxies that the operator named, and are noise otherwise."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP")


def settle(meta: dict[str, Any], *, trusted: Iterable[Network]) -> None:
    """Put the visitor into REMOTE_ADDR and leave X-Forwarded-Proto only if a trusted proxy wrote it."""
    trusted = list(trusted)
    chain = meta.get("HTTP_X_FORWARDED_FOR", "")
    protocol = meta.pop("HTTP_X_FORWARDED_PROTO", "")
    for name in (*FORWARDED, "HTTP_FORWARDED"):
        meta.pop(name, None)
    peer = address_in(meta.get("REMOTE_ADDR", ""))
    if peer is None or not _is_within(peer, trusted):
        return
    # Each proxy adds the address it saw at the right, so the rightmost that is no proxy of ours is the
    # visitor; what stands further left was written by the visitor and may say anything.
    for part in reversed(chain.split(",")):
        hop = address_in(part)
        if hop is None:
            break
        meta["REMOTE_ADDR"] = str(hop)
        if not _is_within(hop, trusted):
            break
    nearest = protocol.rpartition(",")[2].strip().lower()
    if nearest in {"http", "https"}:
        meta["HTTP_X_FORWARDED_PROTO"] = nearest


@lru_cache(maxsize=1024)
def address_in(text: str) -> Address | None:
    """An address as proxies write it: bare, `192.0.2.1:4711`, `[2001:db8::1]:4711`; or None."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _is_within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
