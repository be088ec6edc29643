import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from events.models import EventPage
from registration import links
from registration.domain import cancellation, consents
from registration.models import OutboxMessage, PersonalLink, Registration
from registration.views import feed_cookie
from tests.factories import START_AT, EventFactory, RegistrationFactory, mint_link
from tests.registration.views.conftest import words_of

pytestmark = pytest.mark.django_db

PERSONAL = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}


@pytest.fixture
def page_of(now):
    """`page_of(olof)`: the address that a letter about My Bostadsforum would hold."""

    def made(person) -> str:
        token = links.new_token()
        links.keep_forum(token, person.address, now=now)
        return f"/mitt-bostadsforum/{token}/"

    return made


def titles(response) -> list[str]:
    return re.findall(r"<h3[^>]*>(.*?)</h3>", response.content.decode())


# --- Seeing ---------------------------------------------------------------------------------------


def test_all_of_ones_own_are_shown_and_nothing_of_others(client, olof, petra, sign_up, page_of, at_now):
    sooner, later = EventFactory(), EventFactory(start_at=START_AT + timedelta(days=7))
    past, others = EventFactory(start_at=START_AT - timedelta(days=14)), EventFactory()
    for event in (past, later, sooner):
        sign_up(olof, event)
    sign_up(petra, others)
    at_now.move_to(past.end_at)
    page = page_of(olof)
    links.keep_forum(token := links.new_token(), olof.address, now=past.end_at)

    response = client.get(f"/mitt-bostadsforum/{token}/")

    assert titles(response) == [sooner.title, later.title, past.title]
    assert olof.address in words_of(response)
    assert others.title not in response.content.decode()
    assert client.get(page).status_code == 404


def test_how_each_stands_is_said_in_words(client, olof, petra, bo, sign_up, page_of):
    full = EventFactory(capacity=1)
    for person in (petra, replace(olof, address="before@nacka.example"), olof):
        sign_up(person, full)
    confirmed, left = EventFactory(), EventFactory()
    sign_up(olof, confirmed)
    cancellation.cancel(sign_up(olof, left).pk, now=START_AT - timedelta(days=30))
    cancelled = EventFactory()
    sign_up(olof, cancelled)
    EventPage.objects.filter(pk=cancelled.pk).update(status="cancelled")

    words = words_of(client.get(page_of(olof)))

    for said in (
        _("On the waitlist (place %(place)d)") % {"place": 2},
        str(Registration.Status.CONFIRMED.label),
        str(Registration.Status.CANCELLED.label),
        _("Cancelled"),
    ):
        assert said in words


def test_page_is_kept_by_nobody(client, olof, event, sign_up, page_of):
    sign_up(olof, event)
    page = page_of(olof)

    for response in (client.get(page), client.get("/mitt-bostadsforum/x/")):
        assert {name: response[name] for name in PERSONAL} == PERSONAL
        assert response["Cache-Control"].startswith("no-store, private")


def test_address_without_a_registration_sees_where_to_find_one(client, olof, page_of):
    response = client.get(page_of(olof))

    assert response.status_code == 200
    assert _("You are not registered for anything that is to come.") in words_of(response)
    assert 'href="/evenemang/"' in response.content.decode()


def test_what_was_long_ago_lies_behind_a_line_to_open(client, olof, page_of, now):
    for number in range(13):
        event = EventFactory(start_at=now - timedelta(days=30 + number))
        RegistrationFactory(event=event, address=olof.address)

    response = client.get(page_of(olof))

    before, after = response.content.decode().split('<details class="older">')
    assert before.count("<h3") == 10
    assert after.count("<h3") == 3


def test_names_are_text_and_never_markup(client, olof, sign_up, page_of):
    sign_up(olof, EventFactory(title="<script>alert(1)</script>"))

    page = client.get(page_of(olof)).content.decode()

    assert "<script>alert" not in page


@pytest.mark.parametrize("way", ["wrong", "expired", "closed", "short", "of a registration"])
def test_a_link_that_opens_nothing_offers_a_new_letter(
    client, olof, event, sign_up, page_of, at_now, now, way
):
    registration = sign_up(olof, event)
    page = page_of(olof)
    if way == "expired":
        at_now.move_to(now + timedelta(hours=2))
    elif way == "closed":
        client.post(f"{page}stang/")
    elif way == "of a registration":
        links.keep(token := links.new_token(), registration, now=now)
        page = f"/mitt-bostadsforum/{token}/"
    elif way != "closed":
        page = f"/mitt-bostadsforum/{'x' * 43 if way == 'wrong' else 'x'}/"

    for response in (client.get(page), client.post(f"{page}utskick/", {"wanted": "no"})):
        assert response.status_code == 404
        assert 'action="/mitt-bostadsforum/"' in response.content.decode()
    assert consents.mailings_refused_at(olof.address) is None


def test_twenty_registrations_cost_as_many_questions_as_one(
    client, olof, sign_up, page_of, django_assert_num_queries, django_assert_max_num_queries
):
    full = EventFactory(capacity=0)
    sign_up(olof, full)
    page = page_of(olof)
    client.get(page)
    with django_assert_max_num_queries(12) as first:
        client.get(page)
    for event in EventFactory.create_batch(10):
        sign_up(olof, event)
    for event in EventFactory.create_batch(9, capacity=0):
        sign_up(olof, event)

    with django_assert_num_queries(len(first)):
        response = client.get(page)

    assert len(titles(response)) == 20


def test_looking_changes_nothing(client, olof, event, sign_up, page_of):
    registration = sign_up(olof, event)
    page = page_of(olof)
    before = (PersonalLink.objects.count(), OutboxMessage.objects.count())

    client.get(page)
    client.head(page)
    for action in ("stang/", "utskick/", "kalender/", "kalender/avsluta/", f"anmalan/{registration.pk}/"):
        assert client.get(page + action).status_code == 405

    assert (PersonalLink.objects.count(), OutboxMessage.objects.count()) == before
    assert client.get(page).status_code == 200


def test_presses_need_the_token_of_the_page(olof, event, sign_up, page_of):
    sign_up(olof, event)

    response = Client(enforce_csrf_checks=True).post(
        f"{page_of(olof)}utskick/", "wanted=no", "application/x-www-form-urlencoded"
    )

    assert response.status_code == 403
    assert consents.mailings_refused_at(olof.address) is None


# --- One's own page -------------------------------------------------------------------------------


def test_a_registration_opens_without_another_letter(client, olof, event, sign_up, page_of, at_now, now):
    registration = sign_up(olof, event)
    written = OutboxMessage.objects.count()

    response = client.post(f"{page_of(olof)}anmalan/{registration.pk}/")

    assert response.status_code == 303
    assert re.fullmatch(r"/min-anmalan/[\w-]{43}/", response["Location"])
    assert event.title in words_of(client.get(response["Location"]))
    assert OutboxMessage.objects.count() == written
    at_now.move_to(now + timedelta(hours=2))
    assert client.get(response["Location"]).status_code == 404


def test_link_made_here_ends_with_all_links_of_the_registration(client, olof, event, sign_up, page_of, now):
    registration = sign_up(olof, event)
    mine = client.post(f"{page_of(olof)}anmalan/{registration.pk}/")["Location"]

    links.revoke_all(registration, now=now)

    assert client.get(mine).status_code == 404


def test_others_registrations_are_not_to_be_opened(client, olof, petra, event, sign_up, page_of):
    hers = sign_up(petra, event)
    page = page_of(olof)
    before = PersonalLink.objects.count()

    for address in (f"anmalan/{hers.pk}/", "anmalan/999999/"):
        assert client.post(page + address).status_code == 404
    listing = client.post(f"{page}anmalan/{hers.pk}/deltagarlista/", {"is_listed": "yes"})

    assert listing.status_code == 404
    assert PersonalLink.objects.count() == before
    assert not Registration.objects.get(pk=hers.pk).is_listed


# --- Consents -------------------------------------------------------------------------------------


def test_name_goes_on_the_participant_list_and_off_it(client, olof, sign_up, page_of):
    event = EventFactory(has_participant_list=True)
    registration = sign_up(olof, event)
    page = page_of(olof)
    listing = f"{page}anmalan/{registration.pk}/deltagarlista/"
    assert _("Your name is not on the list.") in words_of(client.get(page))

    answer = client.post(listing, {"is_listed": "yes"})

    assert (answer.status_code, answer["Location"]) == (303, f"{page}#deltagarlistor")
    assert _("Your name is on the list.") in words_of(client.get(page))
    client.post(listing, {"is_listed": "no"})
    assert _("Your name is not on the list.") in words_of(client.get(page))


def test_without_a_participant_list_there_is_nothing_to_choose(client, olof, sign_up, page_of):
    event = EventFactory(has_participant_list=False)
    registration = sign_up(olof, event)
    page = page_of(olof)

    client.post(f"{page}anmalan/{registration.pk}/deltagarlista/", {"is_listed": "yes"})

    assert _("Participant lists") not in words_of(client.get(page))
    assert not Registration.objects.get(pk=registration.pk).is_listed


def test_mailings_are_refused_and_taken_again(client, olof, petra, event, sign_up, page_of, now):
    sign_up(olof, event)
    page = page_of(olof)
    assert _("Send me no mailings") in words_of(client.get(page))

    answer = client.post(f"{page}utskick/", {"wanted": "no"})

    assert (answer.status_code, answer["Location"]) == (303, f"{page}#utskick")
    assert consents.mailings_refused_at(olof.address) == now
    assert consents.mailings_refused_at(petra.address) is None
    assert _("Send me mailings again") in words_of(client.get(page))
    client.post(f"{page}utskick/", {"wanted": "yes"})
    assert consents.mailings_refused_at(olof.address) is None


@pytest.mark.parametrize("sent", [{}, {"wanted": "maybe"}, {"wanted": "no", "email": "x@y.example"}])
def test_odd_answers_are_no_form_of_ours(client, olof, page_of, sent):
    assert client.post(f"{page_of(olof)}utskick/", sent).status_code == 400
    assert consents.mailings_refused_at(olof.address) is None


# --- The calendar address -------------------------------------------------------------------------


def shown_address(response) -> str:
    found = re.search(r'id="feed-address"[^>]*value="([^"]*)"', response.content.decode())
    return found[1] if found else ""


def test_calendar_address_is_shown_once(client, olof, event, sign_up, page_of, settings):
    sign_up(olof, event)
    page = page_of(olof)
    assert shown_address(client.get(page)) == ""

    answer = client.post(f"{page}kalender/")
    assert (answer.status_code, answer["Location"]) == (303, f"{page}#kalender")
    shown = client.get(page)

    address = shown_address(shown)
    assert address.startswith(f"{settings.SITE_ORIGIN}/kalender/p/")
    assert address.replace("http", "webcal", 1) in shown.content.decode()
    assert client.get(address.removeprefix(settings.SITE_ORIGIN)).status_code == 200
    again = client.get(page)
    assert address.rpartition("/")[2] not in again.content.decode()
    assert _("Make a new calendar address") in words_of(again)


def test_new_calendar_address_ends_the_one_before(client, olof, event, sign_up, page_of, settings):
    sign_up(olof, event)
    page = page_of(olof)
    paths = []
    for _n in range(2):
        client.post(f"{page}kalender/")
        paths.append(shown_address(client.get(page)).removeprefix(settings.SITE_ORIGIN))

    assert [client.get(path).status_code for path in paths] == [404, 200]


def test_calendar_address_is_ended(client, olof, event, sign_up, page_of, settings):
    sign_up(olof, event)
    page = page_of(olof)
    client.post(f"{page}kalender/")
    path = shown_address(client.get(page)).removeprefix(settings.SITE_ORIGIN)

    client.post(f"{page}kalender/avsluta/")

    assert client.get(path).status_code == 404
    assert _("End the calendar address") not in words_of(client.get(page))


def test_address_of_one_calendar_is_not_shown_on_the_page_of_another(client, olof, petra, page_of):
    client.post(f"{page_of(olof)}kalender/")
    client.cookies[feed_cookie.NAME]["path"] = "/"
    links.keep_feed(links.new_token(), petra.address, now=START_AT)

    assert shown_address(client.get(page_of(petra))) == ""


def test_forged_cookie_shows_nothing(client, olof, page_of, now):
    token = links.new_token()
    links.keep_feed(token, olof.address, now=now)
    client.cookies[feed_cookie.NAME] = token

    assert shown_address(client.get(page_of(olof))) == ""


def test_cookie_with_the_address_is_for_the_browser_alone(client, olof, page_of):
    client.post(f"{page_of(olof)}kalender/")

    cookie = client.cookies[feed_cookie.NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


# --- Closing --------------------------------------------------------------------------------------


def test_closing_ends_this_page_and_others_of_the_address(client, olof, petra, page_of):
    page, another, hers = page_of(olof), page_of(olof), page_of(petra)

    answer = client.post(f"{page}stang/")

    assert (answer.status_code, answer["Location"]) == (303, "/mitt-bostadsforum/")
    assert [client.get(one).status_code for one in (page, another, hers)] == [404, 404, 200]


def test_closing_ends_the_registrations_that_were_opened_here(client, olof, event, sign_up, page_of):
    registration = sign_up(olof, event)
    page = page_of(olof)
    opened = client.post(f"{page}anmalan/{registration.pk}/")["Location"]
    mailed = f"/min-anmalan/{mint_link(registration, now=registration.created_at)}/"

    client.post(f"{page}stang/")

    assert [client.get(one).status_code for one in (opened, mailed)] == [404, 200]
