from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.availability import SeatStatus, availability_of
from events.roles import Role
from registration.domain import additions
from registration.domain.capacity import Quota
from tests.factories import EventFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def desk(event):
    return reverse("staff_events:event", args=[event.pk])


def status_now(event):
    return availability_of([event], now=timezone.now())[event.pk].status


def test_desk_shows_the_balance_of_the_roles(olof, bo, sign_up, as_stina):
    event = EventFactory(quotas={Role.BUILDER: Quota(reserved=1, maximum=1)})
    for person in (olof, bo, applicant(3, Role.BUILDER)):
        sign_up(person, event)

    (part,) = as_stina.get(desk(event)).context["balance"]

    assert [(row.label, row.figures.taken, row.bar.frame, row.figures.waiting) for row in part.rows] == [
        ("Tjänstepersoner", 1, None, 0),
        ("Förtroendevalda", 0, None, 0),
        ("Byggaktörer", 1, 100, 1),
    ]


def test_online_places_have_a_part_of_their_own(as_stina):
    event = EventFactory(format="hybrid", online_capacity=5)

    page = as_stina.get(desk(event))

    assert [part.way.attendance for part in page.context["balance"]] == ["on_site", "online"]


def test_desk_names_who_is_in_no_bar(stina, now, as_stina):
    event = EventFactory(capacity=0)
    guest = applicant(1, Role.GUEST, first_name="Gunnel", last_name="Gäst")
    for person in (guest, applicant(2)):
        additions.add(event.pk, applicant=person, by=stina, now=now, override=True, reason="moderator")

    people = as_stina.get(desk(event)).context["beside"]

    assert [one.full_name for one in people["overrides"]] == ["Gunnel Gäst", "Person Nummer2"]
    assert people["guests"] == []


def test_long_list_of_organisations_is_folded(sign_up, as_stina):
    event = EventFactory(max_per_organisation=3)
    for number in range(9):
        sign_up(applicant(number, Role.BUILDER), event)

    part = as_stina.get(desk(event)).context["organisations"]

    assert ([row.taken for row in part.first], len(part.rest), part.maximum) == ([1] * 8, 1, 3)


# --- Reserved seats -------------------------------------------------------------------------------


@pytest.fixture
def reserved(olof, bo, sign_up):
    """Two seats, one kept for a politician: Olof has the other, and Bo waits."""
    event = EventFactory(capacity=2, quotas={Role.POLITICIAN: Quota(reserved=1)})
    for person in (olof, replace(bo, wants_directly=False)):
        sign_up(person, event)
    return event


def test_desk_says_what_a_release_would_do(reserved, as_stina):
    release = as_stina.get(desk(reserved)).context["release"]

    assert (release.state, release.kept) == ("waits", "1 förtroendevald")
    assert "1 byggaktör" in release.would_do


def test_one_press_releases_and_one_reserves_again(reserved, as_stina):
    assert as_stina.post(desk(reserved), {"press": "release"}).url == desk(reserved)
    page = as_stina.get(desk(reserved))
    assert page.context["release"].state == "pressed"
    assert [one.first_name for one in page.context["offered"]] == ["Bo"]

    as_stina.post(desk(reserved), {"press": "keep_again"})
    page = as_stina.get(desk(reserved))
    assert page.context["release"].state == "waits"
    assert [one.first_name for one in page.context["offered"]] == ["Bo"]
    assert [press.who for press in page.context["presses"]] == ["stina", "stina"]


def test_release_by_the_clock_has_no_button(as_stina, now):
    event = EventFactory(quotas={Role.POLITICIAN: Quota(reserved=1)}, release_at=now)

    page = as_stina.get(desk(event))

    assert page.context["release"].state == "clock"
    assert b'value="keep_again"' not in page.content
    assert as_stina.post(desk(event), {"press": "keep_again"}).status_code == 409


def test_event_without_reserved_seats_has_nothing_to_release(event, as_stina):
    assert as_stina.get(desk(event)).context["release"] is None


def test_reader_sees_the_balance_but_no_buttons(reserved, as_lars):
    page = as_lars.get(desk(reserved))

    assert b"Bo \xc3\x84ngstr\xc3\xb6m" in page.content
    assert b'name="press"' not in page.content
    assert reverse("staff_registrations:give_seat", args=[reserved.registrations.last().pk]).encode() not in (
        page.content
    )
    for press in ("release", "keep_again"):
        as_lars.post(desk(reserved), {"press": press})
    assert as_lars.get(desk(reserved)).context["release"].state == "waits"


# --- The line -------------------------------------------------------------------------------------


def test_desk_says_why_nobody_is_offered_a_seat(reserved, as_stina):
    page = as_stina.get(desk(reserved))
    (bo,) = page.context["waitlist"].people

    assert "förtroendevalda" in page.context["waitlist"].sentence
    assert "torsdag 25 februari 2027" in page.context["waitlist"].sentence
    assert reverse("staff_registrations:give_seat", args=[bo.registration.pk]) in page.content.decode()


def test_desk_costs_the_same_for_three_and_for_thirty_who_wait(sign_up, now, as_stina, count_queries):
    event = EventFactory(capacity=2, quotas={Role.BUILDER: Quota(1, 1)}, max_per_organisation=2)
    people = [
        *(applicant(number, Role.BUILDER) for number in range(1, 20)),
        *(applicant(number, wants_directly=False) for number in range(20, 40)),
    ]

    def cost(some):
        for person in some:
            sign_up(person, event)
        return count_queries(lambda: as_stina.get(desk(event)))

    cost(people[:4])  # what is read once and kept
    assert cost(people[4:7]) == cost(people[7:])


# --- Closing and opening --------------------------------------------------------------------------


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
