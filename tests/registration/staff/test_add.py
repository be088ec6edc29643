import uuid

import pytest
from django.urls import reverse

from events.models import EventPage
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


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


def action(name, registration):
    return reverse(f"staff_registrations:{name}", args=[registration.pk])


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


def test_staff_may_write_to_an_event_whose_page_is_open_in_the_editor(event, as_stina):
    """The lock is of the event's row: an unpublished change of the page stands in nobody's way."""
    page = EventPage.objects.get(pk=event.pk).specific
    page.title = "Utkast"
    page.save_revision()

    assert as_stina.post(reverse("staff_registrations:add"), walk_in(event)).status_code == 303
