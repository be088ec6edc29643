from dataclasses import replace

import pytest
from django.utils.translation import gettext as _

from events.models import EventPage
from registration.domain import changes
from registration.domain.errors import TemporarilyBusy
from registration.models import Needs, Registration
from tests.factories import EventFactory, RoundTableFactory
from tests.registration.views.conftest import letter_kinds, status_of, title_of, value_of, words_of

pytestmark = pytest.mark.django_db
Status = Registration.Status
CHANGED = "?andrad=ja"


@pytest.fixture
def curious(db):
    """An event that asks all there is to ask."""
    return EventFactory(asks_diet=True, asks_access=True, has_participant_list=True, needs_kept_days=9)


def busy(*args, **kwargs):
    raise TemporarilyBusy


# --- Details --------------------------------------------------------------------------------------


def test_form_shows_how_it_stands_and_writes_what_is_changed(client, olof, curious, sign_up, link_to):
    registration = sign_up(replace(olof, phone="070-1", diet="nötter", is_listed=True), curious)
    link = link_to(registration)

    form = client.get(f"{link}andra/")
    assert [value_of(form, name) for name in ("job_title", "phone", "diet", "access")] == [
        "planarkitekt",
        "070-1",
        "nötter",
        "",
    ]
    assert "9 dagar" in words_of(form)
    answers = {"job_title": "planchef", "phone": "", "diet": "", "access": "hörslinga"}
    response = client.post(f"{link}andra/", answers)

    assert (response.status_code, response["Location"]) == (303, link + CHANGED)
    registration.refresh_from_db()
    assert (registration.job_title, registration.phone, registration.is_listed) == ("planchef", "", False)
    assert (registration.needs.diet, registration.needs.access) == ("", "hörslinga")
    page = client.get(response["Location"])
    assert _("Your registration is changed.") in words_of(page)
    assert status_of(page) == ["confirmed"]
    assert letter_kinds() == ["confirmed"]


def test_who_has_no_needs_any_more_has_no_row_about_them(client, olof, curious, sign_up, link_to):
    registration = sign_up(replace(olof, access="hörslinga"), curious)

    client.post(f"{link_to(registration)}andra/", {"job_title": "planchef"})

    assert not Needs.objects.filter(registration=registration).exists()


def test_what_the_event_does_not_ask_stays_as_it_is(client, olof, sign_up, link_to):
    event = EventFactory(asks_access=False)
    registration = sign_up(replace(olof, is_listed=True, wants_directly=True), event)

    form = client.get(f"{link_to(registration)}andra/").content.decode()
    assert 'name="access"' not in form
    assert 'name="wants_directly"' not in form
    client.post(f"{link_to(registration)}andra/", {"job_title": "planchef", "access": "x"})

    registration.refresh_from_db()
    assert registration.wants_directly is True
    assert not Needs.objects.filter(registration=registration).exists()


def test_what_was_told_can_be_taken_back_when_it_is_asked_no_more(client, olof, curious, sign_up, link_to):
    registration = sign_up(replace(olof, diet="nötter", is_listed=True), curious)
    EventPage.objects.filter(pk=curious.pk).update(asks_diet=False, has_participant_list=False)

    client.post(f"{link_to(registration)}andra/", {"job_title": "planchef", "diet": ""})

    registration.refresh_from_db()
    assert registration.is_listed is False
    assert not Needs.objects.filter(registration=registration).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("job_title", ""),
        ("job_title", "x" * 121),
        ("phone", "1" * 41),
        ("access", "y" * 301),
        ("phone", "a\0b"),
    ],
)
def test_wrong_answers_are_given_back_with_the_others(client, olof, event, sign_up, link_to, field, value):
    registration = sign_up(olof, event)
    answers = {"job_title": "planchef", "phone": "070-2", "access": "ramp"} | {field: value}

    response = client.post(f"{link_to(registration)}andra/", answers)

    assert response.status_code == 422
    assert title_of(response).startswith(_("Error:"))
    for name, kept in answers.items():
        if "\0" not in kept:
            assert value_of(response, name) == kept
    registration.refresh_from_db()
    assert registration.job_title == "planarkitekt"


def test_name_address_and_role_are_not_for_the_holder_to_change(client, olof, event, sign_up, link_to):
    registration = sign_up(olof, event)

    for name in ("first_name", "email", "role", "status"):
        response = client.post(f"{link_to(registration)}andra/", {"job_title": "planchef", name: "x"})
        assert response.status_code == 400

    registration.refresh_from_db()
    assert registration.job_title == "planarkitekt"


def test_nothing_is_changed_once_it_has_begun(client, olof, event, sign_up, link_to, at_now):
    link = link_to(sign_up(olof, event))
    at_now.move_to(event.start_at)

    assert client.get(f"{link}andra/")["Location"] == link
    response = client.post(f"{link}andra/", {"job_title": "planchef"})

    assert response.status_code == 409
    assert _("That cannot be done any more. Here you see how it stands now.") in words_of(response)


def test_busy_database_gives_back_what_was_typed(client, olof, event, sign_up, link_to, monkeypatch):
    link = link_to(sign_up(olof, event))
    monkeypatch.setattr(changes, "change_details", busy)

    response = client.post(f"{link}andra/", {"job_title": "planchef"})

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert value_of(response, "job_title") == "planchef"


# --- How a free seat comes ------------------------------------------------------------------------


def test_who_waits_chooses_by_one_press(client, olof, petra, sign_up, link_to):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(replace(petra, access="ramp", wants_directly=False), event)
    link = link_to(waiting)

    for answer, chosen in (("yes", True), ("yes", True), ("no", False)):
        response = client.post(f"{link}direktplats/", {"wants_directly": answer})
        assert (response.status_code, response["Location"]) == (303, link + CHANGED)
        waiting.refresh_from_db()
        assert waiting.wants_directly is chosen

    assert waiting.needs.access == "ramp"
    assert status_of(client.get(link)) == ["waitlisted"]


@pytest.mark.parametrize("answers", [{}, {"wants_directly": "maybe"}])
def test_press_that_says_nothing_changes_nothing(client, olof, petra, sign_up, link_to, answers):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(petra, event)

    assert client.post(f"{link_to(waiting)}direktplats/", answers).status_code == 409
    waiting.refresh_from_db()
    assert waiting.wants_directly is True


def test_who_has_a_seat_has_nothing_to_choose(client, olof, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))

    assert client.get(f"{link}direktplats/")["Location"] == link
    assert client.post(f"{link}direktplats/", {"wants_directly": "no"}).status_code == 409


def test_change_form_asks_who_may_wait(client, olof, sign_up, link_to):
    registration = sign_up(olof, RoundTableFactory())

    assert 'name="wants_directly"' in client.get(f"{link_to(registration)}andra/").content.decode()
    client.post(f"{link_to(registration)}andra/", {"job_title": "planchef"})

    registration.refresh_from_db()
    assert registration.wants_directly is False
