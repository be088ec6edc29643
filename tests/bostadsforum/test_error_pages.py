"""The site's own pages for errors need no database; a broken form gets a sentence that helps."""

import json
import re

import pytest
from django.test import Client, RequestFactory

from bostadsforum import error_pages
from tests.form_client import FormClient

STATUSES = [400, 403, 404, 405, 411, 413, 415, 429, 500, 501, 503]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(("path", "language"), [("/sida/", "sv"), ("/en/page/", "en")])
def test_each_status_has_a_page_without_a_database(status, path, language):
    response = error_pages.page(RequestFactory().get(path), status)

    assert response.status_code == status
    assert f'<html lang="{language}"' in response.text
    assert len(re.findall("<h1", response.text)) == 1
    assert response["Cache-Control"] == "no-store"


def test_the_way_on_stays_in_the_language():
    request = RequestFactory().get("/en/page/")

    assert 'href="/en/"' in error_pages.page(request, 404).text


@pytest.mark.django_db
def test_an_unknown_address_gets_our_page():
    response = Client().get("/finns/inte/")

    assert response.status_code == 404
    assert '<html lang="sv"' in response.text


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_what_helps():
    response = FormClient(enforce_csrf_checks=True).post("/ny-lank/", {"email": "bo@bygg.example"})

    assert response.status_code == 403
    assert "<h1" in response.text
    assert error_pages.csrf_failure(RequestFactory().get("/en/")).text.count("reload the page") == 1


@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_our_page(settings):
    settings.ALLOWED_HOSTS = ["bostadsforum.example"]

    response = Client().get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "<h1" in response.text


def test_with_the_database_down_there_are_still_pages(run_python):
    """With the settings of production and a server that nobody runs."""
    lines = """
import django, json
django.setup()
from django.test import Client
from tests.form_client import FormClient
client = FormClient(raise_request_exception=False, headers={"host": "127.0.0.1"})
answers = {path: client.get(path) for path in ("/", "/en/", "/?a=%00", "/healthz", "/readyz")}
print(json.dumps({path: [answer.status_code, answer.content.decode()] for path, answer in answers.items()}))
"""
    ran = run_python(
        "-c",
        lines,
        DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing",
        DJANGO_SETTINGS_MODULE="tests.bostadsforum.settings_without_files",
    )

    answers = json.loads(ran.stdout)
    statuses = {path: status for path, (status, _text) in answers.items()}
    assert statuses == {"/": 500, "/en/": 500, "/?a=%00": 400, "/healthz": 200, "/readyz": 503}
    assert '<html lang="sv"' in answers["/"][1]
    assert '<html lang="en"' in answers["/en/"][1]
    assert json.loads(answers["/readyz"][1])["database"] == "away"
