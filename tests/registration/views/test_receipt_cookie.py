from datetime import timedelta

import pytest

from registration.models import OutboxMessage
from registration.views import receipt_cookie
from tests.factories import EventFactory, applicant
from tests.registration.views.conftest import status_of, words_of

pytestmark = pytest.mark.django_db


def test_receipt_can_be_loaded_again(client, olof, event, send):
    receipt = send(olof, event)["Location"]

    pages = [client.get(receipt).content for _time in range(2)]

    assert pages[0] == pages[1]
    assert olof.address.encode() in pages[0]


def test_receipt_shows_what_was_sent_and_not_what_is_kept(client, bo, event, send, sign_up):
    sign_up(bo, event)

    words = words_of(client.get(send(bo, event, job_title="vd")["Location"]))

    assert "vd, Tegelbruket AB" in words
    assert bo.job_title not in words


def test_without_the_cookie_the_page_tells_nothing(client, olof, event, sign_up):
    sign_up(olof, event)

    response = client.get(f"/anmalan/{event.pk}/kvitto/")

    assert response.status_code == 200
    assert status_of(response) == ["neutral"]
    assert olof.address not in response.content.decode()


def test_cookie_is_good_for_ten_minutes(client, olof, event, send, at_now, now):
    receipt = send(olof, event)["Location"]

    at_now.move_to(now + timedelta(minutes=9))
    assert status_of(client.get(receipt)) == ["confirmed"]
    # The browser would have thrown it away; somebody who kept it gets no further.
    kept = client.cookies[receipt_cookie.NAME].value
    at_now.move_to(now + timedelta(minutes=11))
    client.cookies[receipt_cookie.NAME] = kept
    assert status_of(client.get(receipt)) == ["neutral"]


@pytest.mark.parametrize("value", ["", "x", "W10:1abc:def", "x" * 4000])
def test_forged_cookie_is_no_cookie(client, event, value):
    client.cookies[receipt_cookie.NAME] = value

    assert status_of(client.get(f"/anmalan/{event.pk}/kvitto/")) == ["neutral"]


def test_receipt_of_one_event_says_nothing_of_another(client, olof, event, send):
    send(olof, event)

    assert status_of(client.get(f"/anmalan/{EventFactory().pk}/kvitto/")) == ["neutral"]


def test_cookie_is_out_of_reach_of_scripts_and_fits_a_browser(client, event, send):
    longest = applicant(
        role="builder",
        first_name="王" * 80,
        last_name="王" * 80,
        job_title="".join(chr(0x4E00 + n) for n in range(120)),
        organisation="".join(chr(0x5E00 + n) for n in range(160)),
    )

    response = send(longest, event)

    cookie = response.cookies[receipt_cookie.NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert len(cookie.OutputString()) < 4096
    assert status_of(client.get(response["Location"])) == ["confirmed"]


def test_receipt_is_not_kept_by_caches_or_search_engines(client, olof, event, send):
    response = client.get(send(olof, event)["Location"])

    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_looking_at_the_receipt_changes_nothing(client, olof, event, send):
    receipt = send(olof, event)["Location"]

    client.get(receipt)
    client.head(receipt)

    assert (event.registrations.count(), OutboxMessage.objects.count()) == (1, 1)
    assert client.post(receipt).status_code == 405
