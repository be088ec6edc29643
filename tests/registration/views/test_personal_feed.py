from datetime import timedelta

import pytest
from django.test import Client

from registration import links
from registration.domain import cancellation
from tests import ics
from tests.factories import EventFactory, mint_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(olof, event, sign_up, now) -> str:
    """The calendar of Olof, who has a seat."""
    sign_up(olof, event)
    links.keep_feed(token := links.new_token(), olof.address, now=now)
    return f"/kalender/p/{token}.ics"


def test_a_calendar_is_served_to_whoever_has_the_address(client, path, event):
    response = client.get(path)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"].endswith(" GMT")
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Vary" not in response
    assert ics.text(response.content, "SUMMARY") == event.title


def test_the_same_bytes_whatever_the_client_would_like_or_has(client, path, stina):
    plain = client.get(path)

    client.force_login(stina)
    asking = client.get(path, headers={"accept": "text/html", "accept-language": "en", "host": "x.example"})

    assert (asking.content, asking["ETag"]) == (plain.content, plain["ETag"])
    assert "Vary" not in asking


def test_who_has_it_already_is_told_so(client, path):
    response = client.get(path)
    etag, changed = response["ETag"], response["Last-Modified"]

    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        answer = client.get(path, headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
    assert client.get(path, headers={"if-modified-since": changed}).status_code == 304
    both = {"if-none-match": '"other"', "if-modified-since": changed}
    assert client.get(path, headers=both).status_code == 200


def test_leaving_and_coming_are_seen_at_once(client, path, olof, event, sign_up, at_now, now):
    seen = client.get(path)
    at_now.move_to(now + timedelta(minutes=1))

    cancellation.cancel(event.registrations.get().pk, now=now + timedelta(minutes=1))

    left = client.get(path, headers={"if-none-match": seen["ETag"]})
    assert ics.values(left.content, "STATUS") == ["CANCELLED"]
    assert client.get(path, headers={"if-modified-since": seen["Last-Modified"]}).status_code == 200


def test_head_is_get_without_the_body(client, path):
    get, head = client.get(path), client.head(path)

    assert (head.status_code, head.content) == (200, b"")
    names = ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control")
    assert [head[name] for name in names] == [get[name] for name in names]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "propfind"])
def test_other_methods_are_refused(path, method):
    response = Client(enforce_csrf_checks=True).generic(method.upper(), path)

    assert response.status_code == 405


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 44, "å" * 43, "x" * 42 + "%0A"])
def test_what_is_no_address_is_not_found(client, path, token):
    response = client.get(f"/kalender/p/{token}.ics")

    assert response.status_code == 404
    assert "Location" not in response


def test_ended_calendar_is_not_found(client, path, olof, now):
    links.end_feed(olof.address, now=now)

    assert client.get(path).status_code == 404


def test_address_opens_nothing_else_and_nothing_else_opens_the_calendar(client, path, olof, event, now):
    feed = path.removeprefix("/kalender/p/").removesuffix(".ics")
    links.keep_forum(forum := links.new_token(), olof.address, now=now)
    mine = mint_link(event.registrations.get(), now=now)

    assert client.get(f"/min-anmalan/{feed}/").status_code == 404
    assert client.get(f"/mitt-bostadsforum/{feed}/").status_code == 404
    assert client.get(f"/kalender/p/{forum}.ics").status_code == 404
    assert client.get(f"/kalender/p/{mine}.ics").status_code == 404


def test_the_calendar_costs_the_same_however_many_events(
    client, path, olof, sign_up, django_assert_num_queries
):
    with django_assert_num_queries(2):
        client.get(path)
    for event in EventFactory.create_batch(19):
        sign_up(olof, event)

    with django_assert_num_queries(2):
        client.get(path)
