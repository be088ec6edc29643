import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def action(name, registration):
    return reverse(f"staff_registrations:{name}", args=[registration.pk])


def test_new_link_is_mailed(olof, event, sign_up, as_stina, send_mail):
    registration = sign_up(olof, event)
    send_mail()

    as_stina.post(action("renew_links", registration))

    assert len(send_mail()) == 1
