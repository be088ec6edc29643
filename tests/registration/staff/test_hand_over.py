"""The evening before: seats cannot be handed over by who has them, and staff still can."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import gettext as _

from registration import links
from registration.domain import cancellation
from registration.domain.errors import TemporarilyBusy
from registration.models import Registration
from tests.factories import START_AT, mint_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
Status = Registration.Status

EVENING_BEFORE = START_AT - timedelta(hours=12)
BRITTA = {
    "email": "britta@nacka.example",
    "first_name": "Britta",
    "last_name": "Berg",
    "job_title": "planarkitekt",
    "role": "official",
    "municipality": "0182",
}


def action(name, registration):
    return reverse(f"staff_registrations:{name}", args=[registration.pk])


def said(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def hand_over(client, registration, **values):
    return client.post(action("hand_over", registration), BRITTA | values)


def britta():
    return Registration.objects.get(address_key=BRITTA["email"])


@pytest.fixture
def seat(olof, event, sign_up):
    """Olof's."""
    return sign_up(olof, event)


def test_form_opens_with_the_role_and_employer_of_who_has_the_seat(seat, as_stina):
    form = as_stina.get(action("hand_over", seat)).context["form"]

    assert {name: form[name].value() for name in form.fields if form[name].value()} == {
        "role": "official",
        "municipality": "0182",
    }


def test_evening_before_the_event_the_seat_still_changes_hands(seat, stina, as_stina, at_now):
    token = mint_link(seat, now=EVENING_BEFORE)
    at_now.move_to(EVENING_BEFORE)
    as_stina.force_login(stina)

    response = hand_over(as_stina, seat)

    assert (response.status_code, response.url) == (303, action("detail", seat))
    assert said(response) == [_("The seat is handed over, and letters about it are on their way to both.")]
    seat.refresh_from_db()
    assert (seat.status, britta().status) == (Status.CANCELLED, Status.CONFIRMED)
    assert seat.history.get(action="handed_over").by == stina
    assert britta().history.get(action="took_over").by == stina
    assert seat.letters.filter(kind="handed_over").count() == 1
    assert britta().letters.filter(kind="took_over").count() == 1
    assert links.find(token, now=EVENING_BEFORE) is None


def test_colleague_with_another_role_asks_for_the_seat(seat, as_stina):
    response = hand_over(as_stina, seat, role="builder", organisation="Bergs Bygg AB")

    assert response.status_code == 303
    assert said(response) == [
        _("The colleague has another role or organisation and stands under Awaiting answer.")
    ]
    seat.refresh_from_db()
    assert seat.status == Status.CONFIRMED
    assert (britta().status, britta().substitute_for) == (Status.PENDING, seat)


def test_colleague_who_has_a_seat_already_leaves_this_one_free(seat, event, olof, sign_up, as_stina):
    sign_up(replace(olof, address=BRITTA["email"], first_name="Britta"), event)

    response = hand_over(as_stina, seat)

    assert said(response) == [_("The colleague had a seat already, so this one is free for somebody else.")]
    assert list(Registration.objects.confirmed()) == [britta()]


def test_colleague_of_another_role_who_is_registered_changes_nothing(seat, event, bo, sign_up, as_stina):
    sign_up(replace(bo, address=BRITTA["email"]), event)

    response = hand_over(as_stina, seat, role="builder", organisation="Tegelbruket AB")

    assert said(response) == [
        _(
            "The colleague is registered already and has another role or organisation. "
            "The seat stays where it is."
        )
    ]
    assert Registration.objects.confirmed().count() == 2


def test_letters_to_the_colleague_come_in_the_language_of_who_has_the_seat(olof, event, sign_up, as_stina):
    seat = sign_up(replace(olof, language="en"), event)

    hand_over(as_stina, seat)

    assert britta().language == "en"


def test_seat_that_has_been_given_up_meanwhile_is_refused(seat, now, as_stina):
    cancellation.cancel(seat.pk, now=now)

    response = hand_over(as_stina, seat)

    assert response.status_code == 409
    assert response.context["form"].non_field_errors()
    assert "Britta" in response.content.decode()
    assert Registration.objects.count() == 1


def test_when_the_event_has_begun_it_is_neither_offered_nor_done(seat, stina, as_stina, at_now):
    assert action("hand_over", seat) in as_stina.get(action("detail", seat)).content.decode()
    at_now.move_to(START_AT)
    as_stina.force_login(stina)

    assert action("hand_over", seat) not in as_stina.get(action("detail", seat)).content.decode()
    assert hand_over(as_stina, seat).status_code == 409
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "Olof@nacka.example"}, "email"),
        ({"municipality": ""}, "municipality"),
        ({"role": "builder"}, "organisation"),
    ],
)
def test_form_that_lacks_something_comes_back_with_what_was_typed(values, field, seat, as_stina):
    response = hand_over(as_stina, seat, **values)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Britta" in response.content.decode()
    assert Registration.objects.count() == 1


def test_busy_database_keeps_what_was_typed(seat, as_stina, monkeypatch):
    def busy(*args, **kwargs):
        raise TemporarilyBusy

    monkeypatch.setattr("registration.domain.substitutes.hand_over", busy)

    response = hand_over(as_stina, seat)

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Britta" in response.content.decode()


@pytest.mark.parametrize("group", ["edit", "lars"])
def test_who_may_not_decide_about_seats_hands_nothing_over(group, seat, request):
    response = hand_over(request.getfixturevalue(f"as_{group}"), seat)

    assert (response.status_code, response.url) == (302, "/admin/")
    assert Registration.objects.get() == seat
    assert seat.history.count() == 1
