"""The buttons of staff: each asks on a page, acts by POST, and shows a refusal as a sentence."""

import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from events.models import EventPage
from events.roles import Role
from registration.domain.capacity import Quota
from registration.domain.errors import TemporarilyBusy
from registration.models import Registration
from tests.factories import EventFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
Status = Registration.Status


def action(name, registration):
    return reverse(f"staff_registrations:{name}", args=[registration.pk])


def status_of(registration):
    return Registration.objects.get(pk=registration.pk).status


@pytest.fixture
def waiting_builder(bo, sign_up):
    """Bo waits: builders have the one seat they may have."""
    event = EventFactory(capacity=5, quotas={Role.BUILDER: Quota(maximum=1)})
    sign_up(applicant(1, Role.BUILDER), event)
    return sign_up(bo, event)


# --- One registration -----------------------------------------------------------------------------


def test_registration_shows_person_history_and_letters(olof, event, sign_up, as_stina):
    page = as_stina.get(action("detail", sign_up(olof, event))).content.decode()

    for words in ("Olof Öberg", "planarkitekt", "Nacka", "olof@nacka.example", "2027-02-01 12:00"):
        assert words in page


def test_reader_sees_neither_letters_nor_buttons(olof, event, sign_up, as_lars):
    registration = sign_up(olof, event)

    page = as_lars.get(action("detail", registration)).content.decode()

    assert "Olof Öberg" in page
    assert action("cancel", registration) not in page
    assert reverse("staff_letters:letter", args=[registration.letters.get().pk]) not in page


def test_unknown_registration_is_not_found(as_stina):
    for name in ("detail", "cancel", "give_seat"):
        assert as_stina.get(reverse(f"staff_registrations:{name}", args=[999])).status_code == 404


def test_number_that_no_row_can_have_is_not_found(as_stina):
    for address in ("anmalningar", "brev", "platser"):
        assert as_stina.get(f"/admin/{address}/{'9' * 40}/").status_code == 404


def test_looking_changes_nothing(olof, event, sign_up, as_stina):
    registration = sign_up(olof, event)

    for name in ("detail", "give_seat", "cancel", "correct_address", "correct_person", "renew_links"):
        as_stina.get(action(name, registration))

    assert (status_of(registration), registration.history.count()) == (Status.CONFIRMED, 1)
    assert registration.letters.count() == 1


# --- Giving a seat --------------------------------------------------------------------------------


def test_refusal_is_shown_and_what_was_typed_stays(waiting_builder, as_stina):
    response = as_stina.post(action("give_seat", waiting_builder), {"reason": "Viktig för mixen"})

    assert response.status_code == 409
    assert response.context["form"].non_field_errors()
    assert "Viktig för mixen" in response.content.decode()
    assert status_of(waiting_builder) == Status.WAITLISTED


def test_override_gives_the_seat_and_the_list_shows_it(waiting_builder, as_stina):
    response = as_stina.post(
        action("give_seat", waiting_builder), {"reason": "Viktig för mixen", "override": "on"}
    )

    assert (response.status_code, response.url) == (303, action("detail", waiting_builder))
    waiting_builder.refresh_from_db()
    assert (waiting_builder.status, waiting_builder.is_override) == (Status.CONFIRMED, True)
    page = as_stina.get(action("detail", waiting_builder)).content.decode()
    assert "Viktig för mixen" in page


def test_reason_is_asked_for(waiting_builder, as_stina):
    response = as_stina.post(action("give_seat", waiting_builder), {"override": "on"})

    assert response.status_code == 422
    assert status_of(waiting_builder) == Status.WAITLISTED


def test_busy_database_keeps_what_was_typed(waiting_builder, as_stina, monkeypatch):
    def busy(*args, **kwargs):
        raise TemporarilyBusy

    monkeypatch.setattr("registration.domain.staff_decisions.give_seat", busy)

    response = as_stina.post(action("give_seat", waiting_builder), {"reason": "Viktig"})

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Viktig" in response.content.decode()


# --- The other buttons ----------------------------------------------------------------------------


def test_cancelling_frees_the_seat(olof, petra, sign_up, as_stina):
    event = EventFactory(capacity=1)
    seated, waiting = sign_up(olof, event), sign_up(petra, event)

    as_stina.post(action("cancel", seated), {"reason": "Ringde"})

    assert (status_of(seated), status_of(waiting)) == (Status.CANCELLED, Status.CONFIRMED)


def test_corrected_address_gets_everything_again(olof, event, sign_up, as_stina, send_mail):
    registration = sign_up(olof, event)

    as_stina.post(action("correct_address", registration), {"email": "olof.oberg@nacka.example"})

    assert [message.to for message in send_mail()] == [["olof.oberg@nacka.example"]]


def test_address_that_is_none_is_an_error_of_its_field(olof, event, sign_up, as_stina):
    registration = sign_up(olof, event)

    response = as_stina.post(action("correct_address", registration), {"email": "olof"})

    assert response.status_code == 422
    assert response.context["form"].errors["email"]


def test_corrected_person_is_kept(olof, event, sign_up, as_stina):
    registration = sign_up(olof, event)
    data = {"first_name": "Olof", "last_name": "Lind", "role": "builder", "organisation": "Lind Bygg AB"}

    response = as_stina.post(action("correct_person", registration), data | {"municipality": "0182"})

    registration.refresh_from_db()
    assert response.status_code == 303
    assert (registration.full_name, registration.role) == ("Olof Lind", "builder")
    assert (registration.organisation_name, registration.municipality) == ("Lind Bygg AB", "")


@pytest.mark.parametrize(("role", "field"), [("official", "municipality"), ("builder", "organisation")])
def test_role_asks_for_what_it_needs(role, field, olof, event, sign_up, as_stina):
    registration = sign_up(olof, event)
    data = {"first_name": "Olof", "last_name": "Lind", "role": role}

    response = as_stina.post(action("correct_person", registration), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_new_link_is_mailed(olof, event, sign_up, as_stina, send_mail):
    registration = sign_up(olof, event)
    send_mail()

    as_stina.post(action("renew_links", registration))

    assert len(send_mail()) == 1


# --- By hand --------------------------------------------------------------------------------------


def walk_in(event, **changes):
    return {
        "event": event.pk,
        "first_name": "Wilma",
        "last_name": "Walk",
        "role": "guest",
        "organisation": "KTH",
        "attendance": "on_site",
        "language": "sv",
        "form_key": uuid.uuid4().hex,
    } | changes


def test_walk_in_is_added_without_an_address(event, as_stina, send_mail):
    response = as_stina.post(reverse("staff_registrations:add"), walk_in(event))

    registration = event.registrations.get()
    assert response.url == action("detail", registration)
    assert (registration.full_name, registration.address_key) == ("Wilma Walk", None)
    assert send_mail() == []


def test_form_that_is_sent_twice_adds_one_person(event, as_stina):
    data = walk_in(event)
    for _ in range(2):
        assert as_stina.post(reverse("staff_registrations:add"), data).status_code == 303

    assert event.registrations.count() == 1


def test_person_who_is_registered_is_not_added_again(olof, event, sign_up, as_stina):
    sign_up(olof, event)

    response = as_stina.post(reverse("staff_registrations:add"), walk_in(event, email="OLOF@nacka.example"))

    assert response.status_code == 409
    assert event.registrations.count() == 1


def test_events_to_add_to_are_those_to_come(event, as_stina):
    EventFactory(status="cancelled")
    EventFactory(live=False)
    EventFactory(start_at=event.start_at.replace(year=2026))

    form = as_stina.get(reverse("staff_registrations:add"), {"event": event.pk}).context["form"]

    assert [page.pk for page in form.fields["event"].queryset] == [event.pk]
    assert form.initial["event"] == event.pk


@pytest.mark.parametrize("event_id", ["x", "9" * 40, "-1", "²"])
def test_odd_event_in_the_address_is_left_out(event_id, as_stina):
    assert as_stina.get(reverse("staff_registrations:add"), {"event": event_id}).status_code == 200
    assert as_stina.get(reverse("staff_registrations:index"), {"event": event_id}).status_code == 200
    assert as_stina.post(reverse("staff_registrations:add"), {"event": event_id}).status_code == 422


def test_long_history_costs_no_more_queries_than_a_short_one(
    olof, event, sign_up, as_stina, count_queries, stina, now
):
    registration = sign_up(replace(olof, diet="nötallergi"), event)
    url = action("detail", registration)
    as_stina.get(url)
    short = count_queries(lambda: as_stina.get(url))
    for _ in range(20):
        registration.history.create(action="person_corrected", at=now, by=stina)

    assert count_queries(lambda: as_stina.get(url)) == short


def test_staff_may_write_to_an_event_whose_page_is_open_in_the_editor(event, as_stina):
    """The lock is of the event's row: an unpublished change of the page stands in nobody's way."""
    page = EventPage.objects.get(pk=event.pk).specific
    page.title = "Utkast"
    page.save_revision()

    assert as_stina.post(reverse("staff_registrations:add"), walk_in(event)).status_code == 303
