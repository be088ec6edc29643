import pytest
from django.utils.translation import gettext as _

from registration.models import HistoryEntry
from tests.registration.views.conftest import letter_kinds, status_of, words_of

pytestmark = pytest.mark.django_db


def test_holder_ends_all_links_and_keeps_the_registration(client, olof, event, sign_up, link_to):
    registration = sign_up(olof, event)
    one, other = link_to(registration), link_to(registration)
    assert client.get(one + "nya-lankar/").status_code == 200

    response = client.post(one + "nya-lankar/")

    assert (response.status_code, response["Location"]) == (303, "/ny-lank/avslutade/")
    assert [client.get(link).status_code for link in (one, other)] == [404, 404]
    registration.refresh_from_db()
    assert registration.status == "confirmed"
    assert registration.history.first().action == HistoryEntry.Action.LINKS_ENDED
    # Who has the mailbox may be the trouble: a new link is asked for, and not sent by itself.
    assert letter_kinds() == ["confirmed"]


def test_next_page_knows_nobody_and_offers_a_new_link(client, olof, event, sign_up):
    sign_up(olof, event)

    response = client.get("/ny-lank/avslutade/")

    assert status_of(response) == ["neutral"]
    assert 'action="/ny-lank/"' in response.content.decode()
    assert _("The links have ended") in words_of(response)
    assert olof.address not in response.content.decode()


def test_links_of_others_live_on(client, olof, petra, event, sign_up, link_to):
    petras = link_to(sign_up(petra, event))

    client.post(link_to(sign_up(olof, event)) + "nya-lankar/")

    assert client.get(petras).status_code == 200
