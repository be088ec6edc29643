import pytest
from django.utils.translation import gettext as _

from registration.models import OutboxMessage
from tests.factories import EventFactory
from tests.registration.views.conftest import status_of, title_of, value_of, words_of

pytestmark = pytest.mark.django_db

ASK = "/mitt-bostadsforum/"
SENT = "/mitt-bostadsforum/skickad/"


def letters_to(address: str) -> int:
    return OutboxMessage.objects.filter(kind="forum", address=address).count()


def test_known_and_unknown_addresses_get_the_same_answer(client, olof, event, sign_up):
    sign_up(olof, event)

    known = client.post(ASK, {"email": " OLOF@nacka.example", "website": ""})
    unknown = client.post(ASK, {"email": "nobody@nacka.example", "website": ""})

    assert (known.status_code, known["Location"]) == (303, SENT)
    assert (unknown.status_code, unknown["Location"]) == (303, SENT)
    assert (known.content, known.cookies) == (unknown.content, unknown.cookies)
    assert dict(known.headers).keys() == dict(unknown.headers).keys()
    assert letters_to(olof.address) == 1
    assert OutboxMessage.objects.filter(kind="forum").count() == 1


def test_answer_is_neutral_and_holds_no_address(client, olof, event, sign_up):
    sign_up(olof, event)
    client.post(ASK, {"email": olof.address})

    response = client.get(SENT)

    assert status_of(response) == ["neutral"]
    assert _("Look in your mailbox") in words_of(response)
    assert olof.address not in response.content.decode()


def test_one_letter_however_much_somebody_is_registered_for(client, olof, sign_up):
    for event in EventFactory.create_batch(3):
        sign_up(olof, event)

    client.post(ASK, {"email": olof.address})

    assert letters_to(olof.address) == 1


def test_english_page_leads_to_english_page(client):
    response = client.post("/en/mitt-bostadsforum/", {"email": "bo@bygg.example"})

    assert response["Location"] == "/en/mitt-bostadsforum/skickad/"
    assert "My Bostadsforum" in words_of(client.get("/en/mitt-bostadsforum/"))


def test_odd_address_is_an_error_with_what_was_typed(client):
    response = client.post(ASK, {"email": "olof at nacka"})

    assert response.status_code == 422
    assert title_of(response).startswith(_("Error:"))
    assert value_of(response, "email") == "olof at nacka"
    assert status_of(response) == ["error"]


def test_looking_sends_nothing(client, olof, event, sign_up):
    sign_up(olof, event)

    client.get(f"{ASK}?email={olof.address}")
    client.head(ASK)
    client.get(SENT)

    assert letters_to(olof.address) == 0
    assert client.put(ASK).status_code == 405
    assert client.post(SENT).status_code == 405


def test_unknown_fields_are_no_form_of_ours(client, olof, event, sign_up):
    sign_up(olof, event)

    assert client.post(ASK, {"email": olof.address, "next": "//evil.example"}).status_code == 400
    assert letters_to(olof.address) == 0


@pytest.mark.parametrize("is_known", [True, False])
def test_asking_over_and_over_has_to_wait_for_known_and_unknown_alike(
    client, olof, event, sign_up, settings, is_known
):
    settings.RATE_LIMITS = True
    if is_known:
        sign_up(olof, event)

    answers = [client.post(ASK, {"email": olof.address}) for _n in range(6)]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_letters_of_all_kinds_that_anybody_can_cause_count_together(client, olof, event, sign_up, settings):
    settings.RATE_LIMITS = True
    sign_up(olof, event)

    client.post(f"/anmalan/{event.pk}/ny-lank/", {"email": olof.address})
    answered = [client.post(ASK, {"email": olof.address}).status_code for _n in range(5)]

    assert answered == [303] * 4 + [429]


def test_every_page_of_the_site_leads_here(client):
    assert f'href="{ASK}"' in client.get("/").content.decode()
    assert f'href="/en{ASK}"' in client.get("/en/").content.decode()
