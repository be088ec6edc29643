from dataclasses import replace

import pytest

from registration.my_forms import AttendanceForm, ChangeForm, DirectSeatForm, HandOverForm
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_what_is_not_asked_is_written_as_it_was(olof, sign_up):
    registration = sign_up(replace(olof, phone="070-1", is_listed=True), EventFactory(asks_access=False))

    form = ChangeForm({"job_title": "planchef"}, registration=registration, needs=None)

    assert form.is_valid()
    assert form.answers() == {
        "job_title": "planchef",
        "phone": "",
        "diet": "",
        "access": "",
        "is_listed": False,
        "wants_directly": True,
    }


def test_direct_seat_is_yes_or_no():
    assert DirectSeatForm({"wants_directly": "yes"}).is_valid()
    assert not DirectSeatForm({"wants_directly": ""}).is_valid()


def test_garbled_way_of_taking_part_is_said_of_the_form():
    form = AttendanceForm({"attendance": "by_phone"})

    assert not form.is_valid()
    assert list(form.errors) == ["__all__"]


def test_valid_form_is_the_colleague(olof, petra, event, sign_up):
    answers = {
        "email": petra.address,
        "first_name": petra.first_name,
        "last_name": petra.last_name,
        "job_title": petra.job_title,
        "role": petra.role,
        "municipality": petra.municipality,
    }

    form = HandOverForm(answers, holder=sign_up(olof, event))

    assert form.is_valid(), form.errors
    # How a seat comes is for the colleague to choose, and the way of taking part is the holder's.
    assert form.colleague() == replace(petra, wants_directly=False, attendance="on_site")


def test_no_field_of_a_colleague_is_filled_in_by_the_browser(olof, event, sign_up):
    form = HandOverForm(holder=sign_up(olof, event))

    assert {field.widget.attrs["autocomplete"] for field in form.fields.values()} == {"off"}


def test_fields_of_a_colleague_are_in_the_order_of_the_page(olof, event, sign_up):
    form = HandOverForm({}, holder=sign_up(olof, event))

    assert list(form.errors) == ["email", "first_name", "last_name", "job_title", "role"]
