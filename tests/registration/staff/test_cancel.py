import pytest
from django.urls import reverse

from registration.models import Registration
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
Status = Registration.Status


def action(name, registration):
    return reverse(f"staff_registrations:{name}", args=[registration.pk])


def status_of(registration):
    return Registration.objects.get(pk=registration.pk).status


def test_cancelling_frees_the_seat(olof, petra, sign_up, as_stina):
    event = EventFactory(capacity=1)
    seated, waiting = sign_up(olof, event), sign_up(petra, event)

    as_stina.post(action("cancel", seated), {"reason": "Ringde"})

    assert (status_of(seated), status_of(waiting)) == (Status.CANCELLED, Status.CONFIRMED)
