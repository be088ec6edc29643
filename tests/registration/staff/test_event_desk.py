from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.availability import SeatStatus, availability_of
from events.roles import Role
from registration.domain.capacity import Quota
from tests.factories import EventFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def desk(event):
    return reverse("staff_events:event", args=[event.pk])


def status_now(event):
    return availability_of([event], now=timezone.now())[event.pk].status


def test_desk_shows_seats_per_role(olof, bo, sign_up, as_stina):
    event = EventFactory(quotas={Role.BUILDER: Quota(reserved=1, maximum=1)})
    for person in (olof, bo, applicant(3, Role.BUILDER)):
        sign_up(person, event)

    rows = as_stina.get(desk(event)).context["rows"]

    assert [(row["taken"], row["reserved"], row["maximum"], row["waiting"]) for row in rows] == [
        (1, 0, None, 0),
        (0, 0, None, 0),
        (1, 1, 1, 1),
    ]


def test_one_press_closes_and_one_reopens(event, as_stina):
    assert as_stina.post(desk(event), {"press": "close"}).url == desk(event)
    assert status_now(event) == SeatStatus.CLOSED

    as_stina.post(desk(event), {"press": "reopen"})
    assert status_now(event) == SeatStatus.OPEN


def test_visitor_sees_at_once_that_registration_is_closed(event, as_stina, client):
    as_stina.post(desk(event), {"press": "close"})

    assert client.get(f"/anmalan/{event.pk}/").status_code == 409


def test_extension_takes_a_time(as_stina, now):
    event = EventFactory(closes_at=now - timedelta(hours=1))

    as_stina.post(desk(event), {"press": "extend", "until": "2027-02-03 12:00"})

    assert status_now(event) == SeatStatus.OPEN


@pytest.mark.parametrize("until", ["", "snart", "2027-02-30 12:00"])
def test_time_that_is_none_is_an_error_of_its_field(until, event, as_stina):
    response = as_stina.post(desk(event), {"press": "extend", "until": until})

    assert response.status_code == 422
    assert response.context["form"].errors["until"]


def test_time_after_the_start_is_refused(event, as_stina):
    response = as_stina.post(desk(event), {"press": "extend", "until": "2027-04-01 12:00"})

    assert response.status_code == 409


@pytest.mark.parametrize("press", ["", "delete"])
def test_unknown_press_changes_nothing(press, event, as_stina):
    assert as_stina.post(desk(event), {"press": press}).status_code == 422
    assert status_now(event) == SeatStatus.OPEN


def test_event_that_has_begun_has_no_buttons(as_stina, now):
    begun, to_come = EventFactory(start_at=now - timedelta(minutes=1)), EventFactory()

    assert as_stina.get(desk(to_come)).context["may_press"]
    assert not as_stina.get(desk(begun)).context["may_press"]


def test_unknown_event_is_not_found(as_stina):
    assert as_stina.get(reverse("staff_events:event", args=[999])).status_code == 404
