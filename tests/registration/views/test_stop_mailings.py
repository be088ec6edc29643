"""Saying no to mailings: by a button on the page behind the link in a letter, or by a mail program."""

import pytest
from django.test import Client
from django.urls import reverse

from registration import links
from registration.domain import consents
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

HERS = "petra@solna.example"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def token():
    links.keep_refusal(token := links.new_token(), HERS, now=NOW)
    return token


@pytest.fixture
def address(token):
    return reverse("registration:stop_mailings", args=[token])


def refuses():
    return consents.mailings_refused_at(HERS) is not None


def test_mail_program_says_no_with_one_request(address):
    answer = Client(enforce_csrf_checks=True).post(address, "List-Unsubscribe=One-Click", content_type=FORM)

    assert answer.status_code == 200
    assert not answer.cookies
    assert refuses()


def test_mail_program_may_send_it_in_parts(address):
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert refuses()


def test_english_address_takes_it_too(address):
    answer = Client(enforce_csrf_checks=True).post(f"/en{address}", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert refuses()


def test_twice_is_once(address):
    for _press in range(2):
        Client().post(address, {"List-Unsubscribe": "One-Click"})

    assert consents.mailings_refused_at(HERS) == NOW


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(address, method):
    getattr(Client(), method)(address)

    assert not refuses()


def test_person_presses_a_button_and_can_take_it_back(address):
    client = Client()
    page = client.get(address)
    assert 'name="wanted" value="no"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"

    answer = client.post(address, "wanted=no", content_type=FORM)
    assert (answer.status_code, answer.url) == (303, address)
    assert refuses()

    client.post(address, "wanted=yes", content_type=FORM)
    assert not refuses()


@pytest.mark.parametrize(
    "body",
    [
        "wanted=no",
        "wanted=maybe",
        "List-Unsubscribe=One-Click&wanted=no",
        "List-Unsubscribe=One-Click&List-Unsubscribe=One-Click",
        "List-Unsubscribe=Two-Clicks",
        "",
    ],
)
def test_nothing_but_one_click_goes_without_the_pages_token(address, body):
    answer = Client(enforce_csrf_checks=True).post(address, body, content_type=FORM)

    assert answer.status_code == 403
    assert not refuses()


@pytest.mark.parametrize("body", ["wanted=maybe", "wanted=no&wanted=no", "wanted=no&other=x", ""])
def test_what_the_page_does_not_send_is_refused(address, body):
    assert Client().post(address, body, content_type=FORM).status_code == 400
    assert not refuses()


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_is_none_is_a_friendly_404(method):
    answer = getattr(Client(), method)(reverse("registration:stop_mailings", args=["x" * 43]))

    assert answer.status_code == 404
    assert reverse("registration:forum_request") in answer.content.decode()


@pytest.mark.parametrize("name", ["mine", "forum_page"])
def test_link_opens_nothing_else(token, name):
    assert Client().get(reverse(f"registration:{name}", args=[token])).status_code == 404


def test_other_forms_take_no_parts():
    assert Client().post(reverse("registration:forum_request"), {"email": HERS}).status_code == 415
