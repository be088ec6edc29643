"""While letters are held, no receipt says that one has been sent."""

import pytest

from registration.domain import mail_holds
from registration.mail import by_hand
from registration.models import MailHold
from tests.factories import EventFactory, RoundTableFactory
from tests.registration.views.conftest import status_of, words_of

pytestmark = pytest.mark.django_db
SENT, LATER = "We have sent", "later to olof@nacka.example"


@pytest.fixture
def receipt(client, olof, answers):
    """`receipt(event)`: what Olof reads when he has registered."""

    def words(event):
        path = client.post(f"/en/anmalan/{event.pk}/", answers(olof, wants_directly=""))["Location"]
        return client.get(path)

    return words


@pytest.fixture
def hold(stina, now):
    return lambda event, what: mail_holds.hold(event.pk, what, by=stina, reason="Lokalen", now=now)


@pytest.mark.parametrize(
    ("make", "capacity", "kind", "status"),
    [
        (EventFactory, 2, "confirmed", "confirmed"),
        (EventFactory, 1, "waitlisted", "waitlisted"),
        (RoundTableFactory, 2, "requested", "pending"),
    ],
)
@pytest.mark.parametrize("holds_all", [True, False])
def test_receipt_says_that_the_letter_comes_later(
    receipt, hold, petra, sign_up, make, capacity, kind, status, holds_all
):
    event = make(capacity=capacity)
    sign_up(petra, event)
    hold(event, MailHold.ALL if holds_all else mail_holds.of_kind(kind))

    page = receipt(event)

    assert status_of(page) == [status]
    assert LATER in words_of(page)
    assert SENT not in words_of(page)


def test_hold_of_another_letter_or_event_changes_nothing(receipt, hold, event):
    hold(event, mail_holds.of_kind("waitlisted"))
    hold(EventFactory(), MailHold.ALL)

    assert SENT in words_of(receipt(event))


def test_hold_is_seen_at_once_and_its_end_as_well(client, olof, event, receipt, hold, stina, now):
    before = receipt(event)
    path = f"/en/anmalan/{event.pk}/kvitto/"

    hold(event, MailHold.ALL)
    held = client.get(path)
    mail_holds.let_go(event.pk, MailHold.ALL, by=stina, now=now)

    assert LATER in words_of(held)
    assert client.get(path).content == before.content


def test_stop_of_all_mail_says_the_same(receipt, event, stina, now):
    by_hand.stop(by=stina, reason="Fel i breven", now=now)

    assert LATER in words_of(receipt(event))


def test_known_address_gets_the_page_of_a_new_one(client, olof, event, sign_up, receipt, hold):
    hold(event, MailHold.ALL)
    of_new = receipt(event)

    of_known = receipt(event)

    assert of_known.content == of_new.content


def test_receipt_that_has_run_out_promises_no_letter_that_has_been_sent(client, event, hold):
    hold(event, MailHold.ALL)

    page = client.get(f"/en/anmalan/{event.pk}/kvitto/")

    assert "that we mailed you" not in words_of(page)
    assert "takes longer than usual" in words_of(page)
