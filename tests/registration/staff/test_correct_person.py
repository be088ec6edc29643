import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def action(name, registration):
    return reverse(f"staff_registrations:{name}", args=[registration.pk])


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
