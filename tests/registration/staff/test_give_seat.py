import pytest
from django.urls import reverse

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
