"""Visitors can write any header; only what a proxy of ours added is believed."""

from ipaddress import ip_network

import pytest

from bostadsforum import proxies

OURS = [ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"), ip_network("::1/128")]


def settled(**meta: str) -> dict[str, str]:
    proxies.settle(meta, trusted=OURS)
    return meta


def test_visitor_behind_our_proxy_is_the_one_the_proxy_saw():
    forwarded = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https"}

    meta = settled(REMOTE_ADDR="127.0.0.1", **forwarded)

    assert meta == {"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https"}


def test_what_a_stranger_says_of_itself_is_removed():
    meta = settled(
        REMOTE_ADDR="203.0.113.7",
        HTTP_X_FORWARDED_FOR="198.51.100.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="evil.example",
        HTTP_X_REAL_IP="198.51.100.1",
        HTTP_FORWARDED="for=198.51.100.1",
    )

    assert meta == {"REMOTE_ADDR": "203.0.113.7"}


def test_an_invented_hop_at_the_left_changes_nothing():
    meta = settled(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.7, 10.0.0.4")

    assert meta["REMOTE_ADDR"] == "203.0.113.7"


def test_only_our_own_proxies_in_the_chain_leaves_the_first_of_them():
    meta = settled(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.9, 10.0.0.4")

    assert meta["REMOTE_ADDR"] == "10.0.0.9"


def test_an_unreadable_hop_ends_the_chain():
    meta = settled(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7, unknown, 10.0.0.4")

    assert meta["REMOTE_ADDR"] == "10.0.0.4"


def test_the_protocol_is_what_the_nearest_proxy_wrote():
    assert settled(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_PROTO="https, http")[
        "HTTP_X_FORWARDED_PROTO"
    ] == ("http")
    assert "HTTP_X_FORWARDED_PROTO" not in settled(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_PROTO="gopher")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1:4711", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_addresses_are_read_as_proxies_write_them(written, meant):
    assert str(proxies.address_in(written)) == meant


@pytest.mark.parametrize("written", ["", "unknown", "_hidden", "192.0.2.1.5", "1.2.3.4:5:6"])
def test_anything_else_is_no_address(written):
    assert proxies.address_in(written) is None
