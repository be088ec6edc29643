import pytest
from django.utils.translation import gettext as _

from registration.domain import cancellation
from registration.models import OutboxMessage
from tests.factories import EventFactory
from tests.registration.views.conftest import status_of, title_of, value_of, words_of

pytestmark = pytest.mark.django_db


def links_mailed_to(address: str) -> int:
    return OutboxMessage.objects.filter(kind="new_link", address=address).count()


@pytest.mark.parametrize("for_one_event", [True, False])
def test_known_and_unknown_addresses_get_the_same_answer(client, olof, event, sign_up, for_one_event):
    sign_up(olof, event)
    address = f"/anmalan/{event.pk}/ny-lank/" if for_one_event else "/ny-lank/"

    known = client.post(address, {"email": "OLOF@nacka.example ", "website": ""})
    unknown = client.post(address, {"email": "nobody@nacka.example", "website": ""})

    assert (known.status_code, known["Location"]) == (303, "/ny-lank/skickad/")
    assert (unknown.status_code, unknown["Location"]) == (303, "/ny-lank/skickad/")
    assert (known.content, known.cookies) == (unknown.content, unknown.cookies)
    assert links_mailed_to(olof.address) == 1
    assert OutboxMessage.objects.filter(kind="new_link").count() == 1


def test_answer_is_neutral(client):
    response = client.get("/ny-lank/skickad/")

    assert status_of(response) == ["neutral"]
    sentence = "We have mailed you. In the letter you see your registration and can change or cancel it."
    assert _(sentence) in words_of(response)


def test_link_for_one_event_is_mailed_for_that_alone(client, olof, event, sign_up):
    sign_up(olof, event)
    sign_up(olof, EventFactory())

    client.post(f"/anmalan/{event.pk}/ny-lank/", {"email": olof.address})

    letter = OutboxMessage.objects.get(kind="new_link")
    assert letter.registration.event_id == event.pk


def test_link_can_be_asked_for_when_registration_has_closed(client, olof, event, sign_up, now):
    cancellation.cancel(sign_up(olof, event).pk, now=now)
    type(event).objects.filter(pk=event.pk).update(closes_at=now)

    assert client.get(f"/anmalan/{event.pk}/ny-lank/").status_code == 200
    client.post(f"/anmalan/{event.pk}/ny-lank/", {"email": olof.address})

    assert links_mailed_to(olof.address) == 1


def test_odd_address_is_an_error_with_what_was_typed(client, event):
    response = client.post(f"/anmalan/{event.pk}/ny-lank/", {"email": "olof at nacka"})

    assert response.status_code == 422
    assert title_of(response).startswith(_("Error:"))
    assert value_of(response, "email") == "olof at nacka"
    assert status_of(response) == ["error"]


def test_looking_sends_nothing(client, olof, event, sign_up):
    sign_up(olof, event)

    client.get(f"/anmalan/{event.pk}/ny-lank/?email={olof.address}")
    client.head("/ny-lank/")

    assert links_mailed_to(olof.address) == 0
    assert client.put("/ny-lank/").status_code == 405


def test_unknown_fields_are_no_form_of_ours(client, olof, event, sign_up):
    sign_up(olof, event)

    assert client.post("/ny-lank/", {"email": olof.address, "next": "//evil.example"}).status_code == 400
    assert links_mailed_to(olof.address) == 0


@pytest.mark.parametrize("is_known", [True, False])
def test_asking_over_and_over_has_to_wait_for_known_and_unknown_alike(
    client, olof, event, sign_up, settings, is_known
):
    settings.RATE_LIMITS = True
    if is_known:
        sign_up(olof, event)

    answered = [
        client.post(f"/anmalan/{event.pk}/ny-lank/", {"email": olof.address}).status_code for _n in range(6)
    ]

    assert answered == [303] * 5 + [429]


def test_no_more_than_five_letters_an_hour_also_for_who_goes_to_many_events(client, olof, sign_up, settings):
    settings.RATE_LIMITS = True
    for event in EventFactory.create_batch(6):
        sign_up(olof, event)

    answered = {client.post("/ny-lank/", {"email": olof.address}).status_code for _n in range(6)}

    assert answered == {303, 429}
    assert links_mailed_to(olof.address) <= 5
