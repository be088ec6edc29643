import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def action(name, registration):
    return reverse(f"staff_registrations:{name}", args=[registration.pk])


def test_corrected_address_gets_everything_again(olof, event, sign_up, as_stina, send_mail):
    registration = sign_up(olof, event)

    as_stina.post(action("correct_address", registration), {"email": "olof.oberg@nacka.example"})

    assert [message.to for message in send_mail()] == [["olof.oberg@nacka.example"]]


def test_address_that_is_none_is_an_error_of_its_field(olof, event, sign_up, as_stina):
    registration = sign_up(olof, event)

    response = as_stina.post(action("correct_address", registration), {"email": "olof"})

    assert response.status_code == 422
    assert response.context["form"].errors["email"]
