from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import gettext as _

from registration.domain import cancellation, offers
from registration.domain.errors import TemporarilyBusy
from registration.models import HistoryEntry, Registration
from tests.factories import EventFactory, RoundTableFactory
from tests.registration.views.conftest import letter_kinds, status_of, title_of, value_of, words_of

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def offered(olof, petra, sign_up, now):
    """Petra, who has been offered the seat that Olof gave back."""
    event = EventFactory(capacity=1)
    holder, petras = sign_up(olof, event), sign_up(replace(petra, wants_directly=False), event)
    cancellation.cancel(holder.pk, now=now)
    petras.refresh_from_db()
    assert petras.status == Status.OFFERED
    return petras


def busy(*args, **kwargs):
    raise TemporarilyBusy


# --- Accepting ------------------------------------------------------------------------------------


def test_seat_is_accepted_by_pressing_and_not_by_looking(client, offered, link_to):
    link = link_to(offered)
    assert client.get(f"{link}tacka-ja/").status_code == 200
    offered.refresh_from_db()
    assert offered.status == Status.OFFERED

    response = client.post(f"{link}tacka-ja/")

    assert (response.status_code, response["Location"]) == (303, link)
    assert status_of(client.get(link)) == ["confirmed"]
    assert letter_kinds()[-1] == "confirmed"


def test_accepting_twice_is_accepting_once(client, offered, link_to):
    link = link_to(offered)

    answered = [client.post(f"{link}tacka-ja/").status_code for _time in range(2)]

    assert (answered, letter_kinds().count("confirmed")) == ([303, 303], 2)


def test_offer_that_has_lapsed_is_said_to_have(client, offered, link_to, at_now):
    link = link_to(offered)
    at_now.move_to(offered.answer_due_at)
    assert status_of(client.get(link)) == ["neutral"]
    assert client.get(f"{link}tacka-ja/").status_code == 303

    response = client.post(f"{link}tacka-ja/")

    assert response.status_code == 409
    assert status_of(response) == ["neutral"]
    assert (
        _("The time to answer has passed, and the seat has gone to the next in line.")
        in words_of(response).partition(_("The offer has lapsed"))[2]
    )


def test_who_was_never_offered_a_seat_cannot_accept_one(client, olof, petra, sign_up, link_to):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(petra, event)
    link = link_to(waiting)

    assert client.get(f"{link}tacka-ja/")["Location"] == link
    response = client.post(f"{link}tacka-ja/")

    assert (response.status_code, status_of(response)) == (409, ["waitlisted"])
    assert _("There is no offer to answer any more.") in words_of(response)


def test_busy_database_leaves_the_offer_open(client, offered, link_to, monkeypatch):
    monkeypatch.setattr(offers, "accept", busy)

    response = client.post(f"{link_to(offered)}tacka-ja/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert status_of(response) == ["offered"]


# --- Leaving --------------------------------------------------------------------------------------


def test_cancelling_is_asked_first_and_done_by_the_button(client, olof, event, sign_up, link_to):
    registration = sign_up(olof, event)
    link = link_to(registration)

    asked = client.get(f"{link}avanmal/")
    assert _("Cancel your registration?") in words_of(asked)
    response = client.post(f"{link}avanmal/", {"reason": "Jag är sjuk"})

    assert (response.status_code, response["Location"]) == (303, link)
    registration.refresh_from_db()
    assert (registration.status, letter_kinds()) == (Status.CANCELLED, ["confirmed", "cancelled"])
    assert registration.history.first().reason == "Jag är sjuk"
    assert status_of(client.get(link)) == ["cancelled"]


def test_reason_is_for_the_organiser_and_stays_off_the_page(client, olof, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))

    client.post(f"{link}avanmal/", {"reason": "Jag är sjuk"})

    assert "Jag är sjuk" not in words_of(client.get(link))


@pytest.mark.parametrize("reason", ["x" * 301, "rad\nrad", "nul\0", "fel\u202ehåll"])
def test_reason_that_cannot_be_kept_is_given_back(client, olof, event, sign_up, link_to, reason):
    registration = sign_up(olof, event)

    response = client.post(f"{link_to(registration)}avanmal/", {"reason": reason})

    assert response.status_code == 422
    assert title_of(response).startswith(_("Error:"))
    if len(reason) > 300:
        assert value_of(response, "reason") == reason
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED


def test_reason_may_be_three_hundred_characters(client, olof, event, sign_up, link_to):
    registration = sign_up(olof, event)

    client.post(f"{link_to(registration)}avanmal/", {"reason": "å" * 300})

    assert registration.history.first().reason == "å" * 300


def test_cancelling_twice_is_cancelling_once(client, olof, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))

    answered = [client.post(f"{link}avanmal/").status_code for _time in range(2)]

    assert (answered, letter_kinds()) == ([303, 303], ["confirmed", "cancelled"])
    assert client.get(f"{link}avanmal/")["Location"] == link


def test_seat_goes_to_the_next_in_line(client, olof, petra, sign_up, link_to):
    event = EventFactory(capacity=1)
    link = link_to(sign_up(olof, event))
    waiting = sign_up(petra, event)

    client.post(f"{link}avanmal/")

    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED


def test_each_status_is_left_in_its_own_words(client, olof, petra, offered, sign_up, link_to):
    full = EventFactory(capacity=1)
    sign_up(olof, full)
    waiting, asked = sign_up(petra, full), sign_up(petra, RoundTableFactory())

    said = [words_of(client.get(f"{link_to(one)}avanmal/")) for one in (waiting, asked, offered)]

    for question, page in zip(
        (_("Leave the waitlist?"), _("Withdraw your request?"), _("Say no to the seat?")), said, strict=True
    ):
        assert question in page


def test_saying_no_is_told_as_that(client, offered, link_to):
    link = link_to(offered)

    client.post(f"{link}avanmal/")

    assert offered.history.first().action == HistoryEntry.Action.REFUSED
    page = client.get(link)
    assert status_of(page) == ["cancelled"]
    assert _("You have said no to the seat") in words_of(page)


def test_nothing_can_be_cancelled_once_it_has_begun(client, olof, event, sign_up, link_to, at_now):
    registration = sign_up(olof, event)
    link = link_to(registration)
    at_now.move_to(event.start_at)

    asked, done = client.get(f"{link}avanmal/"), client.post(f"{link}avanmal/")

    assert (asked.status_code, done.status_code) == (303, 409)
    assert _("It has already begun, so there is nothing left to cancel.") in words_of(done)
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED


def test_busy_database_gives_the_reason_back(client, olof, event, sign_up, link_to, monkeypatch):
    link = link_to(sign_up(olof, event))
    monkeypatch.setattr(cancellation, "cancel", busy)

    response = client.post(f"{link}avanmal/", {"reason": "Jag är sjuk"})

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert status_of(response) == ["error"]
    assert value_of(response, "reason") == "Jag är sjuk"
    assert status_of(client.get(link)) == ["confirmed"]


# --- Taking it back -------------------------------------------------------------------------------


def test_cancellation_is_taken_back_within_ten_minutes(client, olof, event, sign_up, link_to, now, at_now):
    registration = sign_up(olof, event)
    link = link_to(registration)
    client.post(f"{link}avanmal/")
    at_now.move_to(now + timedelta(minutes=9))

    answered = [client.post(f"{link}angra/")["Location"] for _time in range(2)]

    assert answered == [link, link]
    assert status_of(client.get(link)) == ["confirmed"]
    assert letter_kinds() == ["confirmed", "cancelled", "confirmed"]


def test_later_it_is_too_late(client, olof, event, sign_up, link_to, now, at_now):
    link = link_to(sign_up(olof, event))
    client.post(f"{link}avanmal/")
    at_now.move_to(now + timedelta(minutes=10))

    response = client.post(f"{link}angra/")

    assert (response.status_code, status_of(response)) == (409, ["cancelled"])
    assert _("It is too late to take the cancellation back.") in words_of(response)


def test_seat_that_has_gone_is_not_given_back_but_a_way_on_is_shown(client, olof, petra, sign_up, link_to):
    event = EventFactory(capacity=1)
    link = link_to(sign_up(olof, event))
    sign_up(petra, event)
    client.post(f"{link}avanmal/")

    response = client.post(f"{link}angra/")

    assert response.status_code == 409
    assert _("The seat has already gone to the next in line. You can register again.") in words_of(response)
    assert f'href="/anmalan/{event.pk}/"' in response.content.decode()


def test_who_left_the_line_gets_the_old_place_back(client, olof, petra, sign_up, link_to):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    petras = sign_up(petra, event)
    sign_up(replace(petra, address="p2@solna.example"), event)
    link = link_to(petras)
    client.post(f"{link}avanmal/")

    client.post(f"{link}angra/")

    page = client.get(link)
    assert status_of(page) == ["waitlisted"]
    assert _("You have place %(position)s on the waitlist.") % {"position": 1} in words_of(page)


def test_looking_at_the_address_takes_nothing_back(client, olof, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))
    client.post(f"{link}avanmal/")

    assert client.get(f"{link}angra/")["Location"] == link
    assert status_of(client.get(link)) == ["cancelled"]
