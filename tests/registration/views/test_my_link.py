from datetime import timedelta

import pytest

from registration import links
from tests.factories import mint_link
from tests.form_client import FormClient
from tests.registration.views.conftest import status_of

pytestmark = pytest.mark.django_db
PATHS = (
    "",
    "tacka-ja/",
    "avanmal/",
    "angra/",
    "andra/",
    "direktplats/",
    "deltagande/",
    "overlat/",
    "nya-lankar/",
)


def test_wrong_expired_and_revoked_links_get_the_same_page(client, olof, petra, event, sign_up, now, at_now):
    registration = sign_up(olof, event)
    revoked = mint_link(registration, now=now)
    links.revoke_all(registration, now=now)
    expired = mint_link(sign_up(petra, event), now=now)
    at_now.move_to(event.end_at + links.LIVES_AFTER_EVENT + timedelta(hours=2))

    pages = []
    for token in ("x" * 43, "short", "å" * 43, revoked, expired):
        for path in PATHS:
            response = client.get(f"/min-anmalan/{token}/{path}")
            assert response.status_code == 404
            assert status_of(response) == ["error"]
            pages.append(_without_secrets(response.content.decode()))
    assert set(pages) == {pages[0]}
    assert 'action="/ny-lank/"' in pages[0]


@pytest.mark.parametrize("path", PATHS[1:])
def test_nothing_can_be_done_by_a_link_that_has_ended(client, olof, event, sign_up, now, path):
    registration = sign_up(olof, event)
    token = mint_link(registration, now=now)
    links.revoke_all(registration, now=now)

    assert client.post(f"/min-anmalan/{token}/{path}").status_code == 404
    registration.refresh_from_db()
    assert registration.status == "confirmed"


def _without_secrets(page: str) -> str:
    """The page but for its own address and what is new in every form."""
    own_lines = ("csrfmiddlewaretoken", 'name="shown"', "hreflang")
    return "\n".join(line for line in page.splitlines() if not any(word in line for word in own_lines))


@pytest.mark.parametrize("path", PATHS)
def test_pages_behind_a_link_are_kept_nowhere(client, olof, event, sign_up, link_to, path):
    link = link_to(sign_up(olof, event))

    for response in (client.get(link + path), client.get(f"/min-anmalan/{'x' * 43}/{path}")):
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"


def test_link_of_one_person_opens_nothing_of_another(client, olof, petra, event, sign_up, link_to):
    sign_up(petra, event)

    assert petra.address not in client.get(link_to(sign_up(olof, event))).content.decode()


@pytest.mark.parametrize("path", PATHS[1:])
def test_forms_with_files_are_no_forms_of_ours(client, olof, event, sign_up, link_to, path):
    link = link_to(sign_up(olof, event))

    assert client.post(link + path, b"x", content_type="multipart/form-data; boundary=b").status_code == 415


@pytest.mark.parametrize("path", PATHS[1:])
def test_unknown_fields_are_refused(client, olof, event, sign_up, link_to, path):
    registration = sign_up(olof, event)
    link = link_to(registration)

    response = client.post(link + path, {"status": "confirmed"})

    # What cannot be done now is said first.
    assert response.status_code in ({409} if path == "deltagande/" else {400})
    assert registration.history.count() == 1


def test_forms_need_their_token_against_forgery(olof, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))

    assert FormClient(enforce_csrf_checks=True).post(link + "avanmal/").status_code == 403
