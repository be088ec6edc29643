import re
from datetime import timedelta

import pytest
from django.utils.translation import gettext as _
from wagtail.models import PageViewRestriction

from events.answer_words import answer_words
from events.models import EventPage, Organisation
from events.roles import Role
from registration.domain import cancellation
from registration.domain import signup as domain
from registration.domain.capacity import Quota
from registration.domain.errors import TemporarilyBusy
from registration.models import OutboxMessage, Registration
from tests.factories import NOW, START_AT, EventFactory, RoundTableFactory
from tests.registration.views.conftest import status_of, title_of, value_of, words_of

pytestmark = pytest.mark.django_db
Status = Registration.Status


# --- The good way ---------------------------------------------------------------------------------


def test_sending_the_form_leads_to_a_receipt(client, olof, event, send):
    response = send(olof, event)

    assert (response.status_code, response["Location"]) == (303, f"/anmalan/{event.pk}/kvitto/")
    assert event.registrations.get().status == Status.CONFIRMED
    receipt = client.get(response["Location"])
    assert status_of(receipt) == ["confirmed"]
    assert olof.address in words_of(receipt)


def test_what_is_sent_is_what_is_kept(bo, send):
    event = EventFactory(asks_diet=True, has_participant_list=True)

    send(bo, event, diet="nötter", access="hörslinga", phone="070-123 45 67", is_listed="on")

    kept = event.registrations.get()
    assert (kept.full_name, kept.job_title, kept.organisation, kept.phone, kept.is_listed) == (
        "Bo Ängström",
        "projektutvecklare",
        "Tegelbruket AB",
        "070-123 45 67",
        True,
    )
    assert (kept.needs.diet, kept.needs.access, kept.language) == ("nötter", "hörslinga", "sv")


def test_who_comes_to_a_full_room_is_told_of_the_waitlist(client, olof, petra, send, sign_up):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    receipt = client.get(send(petra, event)["Location"])

    assert status_of(receipt) == ["waitlisted"]
    assert "kalender/" not in receipt.content.decode().partition("<main")[2].partition("</main>")[0]


def test_english_form_gives_english_letters_and_an_english_receipt(client, olof, event, answers):
    response = client.post(f"/en/anmalan/{event.pk}/", answers(olof))

    assert response["Location"] == f"/en/anmalan/{event.pk}/kvitto/"
    assert event.registrations.get().language == "en"
    assert "You are registered" in words_of(client.get(response["Location"]))


def test_municipality_of_a_builder_is_ignored_even_when_it_is_odd(bo, event, send):
    assert send(bo, event, municipality="9999").status_code == 303

    assert event.registrations.get().municipality == ""


def test_organisation_of_an_official_is_ignored_even_when_it_is_odd(olof, event, send):
    assert send(olof, event, organisation="x" * 5000).status_code == 303

    assert event.registrations.get().organisation == ""


def test_who_takes_part_online_chooses_so(olof, send):
    event = EventFactory(format=EventPage.Format.HYBRID, online_capacity=5)

    send(olof, event, attendance="online")

    assert event.registrations.get().attendance == "online"


def test_suggested_organisations_are_offered_and_no_others(client, event):
    Organisation.objects.create(name="Tegelbruket AB", is_suggested=True)
    Organisation.objects.create(name="Storsthlm & co")

    page = client.get(f"/anmalan/{event.pk}/").content.decode()

    assert re.findall(r'<option value="([^"]*)"></option>', page) == ["Tegelbruket AB"]


# --- Twice, and again -----------------------------------------------------------------------------


def test_same_form_sent_twice_is_one_registration_and_one_letter(client, olof, event, answers):
    form = answers(olof)

    first, second = (client.post(f"/anmalan/{event.pk}/", form) for _time in range(2))

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert event.registrations.count() == 1
    assert [letter.kind for letter in OutboxMessage.objects.all()] == ["confirmed"]
    assert status_of(client.get(second["Location"])) == ["confirmed"]


def test_same_form_sent_twice_gives_the_same_page_when_the_room_has_filled_meanwhile(
    client, olof, petra, answers, sign_up
):
    event = EventFactory(capacity=1)
    form = answers(olof)
    client.post(f"/anmalan/{event.pk}/", form)
    sign_up(petra, event)

    again = client.post(f"/anmalan/{event.pk}/", form)

    assert status_of(client.get(again["Location"])) == ["confirmed"]


def test_one_form_sent_to_two_events_is_two_registrations(client, olof, answers):
    form = answers(olof)
    events = EventFactory.create_batch(2)

    answered = [client.post(f"/anmalan/{event.pk}/", form).status_code for event in events]

    assert answered == [303, 303]
    assert Registration.objects.count() == 2


def test_form_sent_again_after_cancelling_registers_again(client, olof, event, answers, now):
    form = answers(olof)
    client.post(f"/anmalan/{event.pk}/", form)
    cancellation.cancel(event.registrations.get().pk, now=now)

    client.post(f"/anmalan/{event.pk}/", form)

    assert event.registrations.get().status == Status.CONFIRMED
    kinds = OutboxMessage.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["confirmed", "cancelled", "confirmed"]


def test_known_address_gets_the_very_page_a_new_one_gets_and_its_mailbox_the_truth(
    client, petra, event, send
):
    new = send(petra, event)
    receipt_of_new = client.get(new["Location"])

    known = send(petra, event, first_name="Ada", email="PETRA@solna.example")
    known_again = send(petra, event, first_name="Ada")
    receipt_of_known = client.get(known_again["Location"])

    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert known_again.headers.keys() == new.headers.keys()
    assert receipt_of_known.content == receipt_of_new.content
    assert event.registrations.get().first_name == "Petra"
    kinds = OutboxMessage.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["confirmed", "already_registered", "already_registered"]


def test_known_address_in_a_full_room_gets_the_page_of_the_waitlist(client, olof, send, sign_up):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    receipt = client.get(send(olof, event)["Location"])

    assert status_of(receipt) == ["waitlisted"]
    assert event.registrations.get().status == Status.CONFIRMED


def test_form_and_receipt_never_show_a_personal_link(client, olof, event, send, sign_up):
    sign_up(olof, event)

    answer = send(olof, event)

    assert b"min-anmalan" not in answer.content + client.get(answer["Location"]).content


# --- Events that take nobody ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "event_values",
    [
        {"status": EventPage.Status.CANCELLED},
        {"flow": EventPage.Flow.INVITATION},
        {"opens_in_days": 1},
        {"closed_days_ago": 1},
        {"started_days_ago": 1},
    ],
    ids=str,
)
def test_event_that_takes_nobody_says_why_and_whom_to_ask(client, olof, send, now, event_values):
    values = dict(event_values)
    if "opens_in_days" in values:
        values["opens_at"] = now + timedelta(days=values.pop("opens_in_days"))
    if "closed_days_ago" in values:
        values["closes_at"] = now - timedelta(days=values.pop("closed_days_ago"))
    if "started_days_ago" in values:
        values["start_at"] = now - timedelta(days=values.pop("started_days_ago"))
    event = EventFactory(**values)

    for response in (client.get(f"/anmalan/{event.pk}/"), send(olof, event), send(olof, event, email="")):
        assert response.status_code == 409
        assert status_of(response) == ["error"]
        assert event.title in words_of(response)
        assert event.contact.email in words_of(response)
        assert "<form" not in response.content.decode().partition("<main")[2]
    assert event.registrations.count() == 0


def test_round_table_takes_requests_and_says_when_the_answer_comes(client, olof, send):
    event = RoundTableFactory(closes_at=START_AT - timedelta(days=20))
    answer = answer_words(event, now=NOW)

    form = client.get(f"/anmalan/{event.pk}/")
    receipt = client.get(send(olof, event)["Location"])

    assert f'<button class="button" type="submit">{_("Ask for a seat")}</button>' in form.content.decode()
    assert answer in words_of(form)
    assert status_of(receipt) == ["pending"]
    assert answer in words_of(receipt)
    assert olof.address in words_of(receipt)
    assert "kalender/" not in receipt.content.decode().partition("<main")[2].partition("</main>")[0]


def test_how_to_wait_is_asked_where_somebody_may_have_to(client, olof, sign_up):
    event, full = EventFactory(), EventFactory(capacity=1, offer_hours=20)
    sign_up(olof, full)

    pages = [client.get(f"/en/anmalan/{one.pk}/").content.decode() for one in (event, full)]

    assert ['name="wants_directly"' in page for page in pages] == [False, True]
    assert "you have two working days to answer" in pages[1]


def test_tick_stays_in_sight_when_the_form_comes_back(client, event, answers, olof):
    page = client.post(f"/anmalan/{event.pk}/", answers(olof, first_name="", wants_directly="on"))

    assert page.status_code == 422
    assert re.search(r'name="wants_directly"[^>]*checked', page.content.decode())


@pytest.mark.parametrize(
    ("tick", "words"),
    [("on", "yours at once"), ("", "we offer it to you by mail, and you have a working day")],
)
def test_receipt_says_how_a_free_seat_will_come(client, olof, bo, answers, sign_up, tick, words):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    sent = client.post(f"/en/anmalan/{event.pk}/", answers(bo, wants_directly=tick))

    assert event.registrations.get(address=bo.address).wants_directly == bool(tick)
    assert words in words_of(client.get(sent["Location"]))


def test_in_the_last_two_hours_neither_form_nor_receipt_promises_an_offer(
    client, olof, bo, answers, sign_up, at_now
):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    address = f"/en/anmalan/{event.pk}/"
    assert "to answer" in words_of(client.get(address))

    at_now.move_to(event.offers_end_at)
    form = words_of(client.get(address))
    receipt = words_of(client.get(client.post(address, answers(bo, wants_directly=""))["Location"]))

    assert "to answer" not in form + receipt
    assert "goes at once to those who have ticked here" in form
    assert "free seats now go to those who have asked to get one directly" in receipt


def test_draft_private_and_unknown_events_are_all_not_there(client, olof, send):
    draft, private, open_to_all = EventFactory(live=False), EventFactory(), EventFactory()
    PageViewRestriction.objects.create(
        page=private.page_ptr, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )

    answered = [client.get(f"/anmalan/{event.pk}/").status_code for event in (draft, private, open_to_all)]

    assert answered == [404, 404, 200]
    assert send(olof, draft).status_code == 404
    for address in ("/anmalan/999999999/", "/anmalan/99999999999999999999/", "/anmalan/x/", "/anmalan/-1/"):
        assert client.get(address).status_code == 404


# --- Seats ----------------------------------------------------------------------------------------


def test_form_says_for_which_role_only_the_waitlist_is_left(client):
    event = EventFactory(quotas={Role.BUILDER: Quota(maximum=0)})

    words = words_of(client.get(f"/anmalan/{event.pk}/"))

    assert _("The seats for builders are taken. You can join the waitlist.") in words
    assert _("The seats for officials are taken. You can join the waitlist.") not in words
    assert _("Join the waitlist") not in words


def test_button_names_the_waitlist_when_nobody_would_get_a_seat(client, olof, sign_up):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    page = client.get(f"/anmalan/{event.pk}/")

    assert f'<button class="button" type="submit">{_("Join the waitlist")}</button>' in page.content.decode()
    assert _("All seats are taken. You can join the waitlist.") in words_of(page)
    assert _("The seats for officials are taken. You can join the waitlist.") not in words_of(page)


def test_full_room_is_no_reason_for_the_waitlist_while_there_are_places_online(client, olof, sign_up):
    event = EventFactory(format=EventPage.Format.HYBRID, capacity=1, online_capacity=1)
    sign_up(olof, event)

    words = words_of(client.get(f"/anmalan/{event.pk}/"))

    assert _("The seats on site for officials are taken. You can join the waitlist.") in words
    assert _("The places online are taken. You can join the waitlist.") not in words
    assert f" {_('Register')} " in words


# --- Busy, and too many ---------------------------------------------------------------------------


def test_busy_database_is_said_and_what_was_typed_is_kept(olof, event, send, monkeypatch):
    def busy(*args, **kwargs):
        raise TemporarilyBusy

    monkeypatch.setattr(domain, "register", busy)

    response = send(olof, event)

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert str(TemporarilyBusy()) in words_of(response)
    assert title_of(response).startswith(_("Error:"))
    assert value_of(response, "email") == olof.address


def test_sixth_form_for_one_address_within_an_hour_has_to_wait(client, olof, send, settings):
    settings.RATE_LIMITS = True
    events = EventFactory.create_batch(6)

    answered = [send(olof, event) for event in events]

    assert [response.status_code for response in answered] == [303] * 5 + [429]
    assert 0 < int(answered[-1]["Retry-After"]) <= 3601
    assert events[-1].registrations.count() == 0


def test_page_of_a_cancelled_event_strikes_its_date(client):
    kept, cancelled = EventFactory(opens_at=START_AT - timedelta(days=1)), EventFactory(status="cancelled")

    pages = [client.get(f"/anmalan/{event.pk}/").content.decode() for event in (kept, cancelled)]

    assert [page.count("<s><time") for page in pages] == [0, 1]
