from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.availability import SeatStatus, availability_of
from events.roles import Role
from registration.domain.capacity import Quota
from registration.models import OutboxMessage
from tests.factories import START_AT, EventFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HOME = "/admin/"


def desk(event):
    return reverse("staff_events:event", args=[event.pk])


def status_now(event):
    return availability_of([event], now=timezone.now())[event.pk].status


# --- The desk of one event ------------------------------------------------------------------------


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


def test_event_that_has_begun_has_no_buttons(event, as_stina, at_now):
    at_now.move_to(START_AT + timedelta(minutes=1))
    as_stina.get(HOME)

    page = as_stina.get(desk(event))

    assert page.status_code != 200 or not page.context["may_press"]


def test_unknown_event_is_not_found(as_stina):
    assert as_stina.get(reverse("staff_events:event", args=[999])).status_code == 404


def test_editor_leads_to_the_desk_for_those_who_may(event, as_stina, as_edit):
    editor = reverse("wagtailadmin_pages:edit", args=[event.pk])

    assert desk(event) in as_stina.get(editor).content.decode()
    assert desk(event) not in as_edit.get(editor).content.decode()


# --- The list of events ---------------------------------------------------------------------------


def test_list_shows_the_seats_of_each_event(olof, sign_up, as_stina):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    sign_up(applicant(2), event)

    [row] = as_stina.get(reverse("staff_events:index")).context["object_list"]

    assert (row.pk, row.taken_words, row.waiting) == (event.pk, "1/1", 1)


def test_long_list_costs_no_more_queries_than_a_short_one(as_stina, count_queries):
    index = reverse("staff_events:index")
    EventFactory()
    as_stina.get(index)
    short = count_queries(lambda: as_stina.get(index))
    for _ in range(19):
        EventFactory()

    assert count_queries(lambda: as_stina.get(index)) == short


# --- The start page -------------------------------------------------------------------------------


def test_start_page_shows_the_next_events_with_their_seats(olof, event, sign_up, as_stina):
    sign_up(olof, event)

    page = as_stina.get(HOME).content.decode()

    assert event.title in page
    assert "1/20" in page
    assert desk(event) in page


def test_editor_sees_numbers_that_lead_to_the_page(olof, event, sign_up, as_edit):
    sign_up(olof, event)

    page = as_edit.get(HOME).content.decode()

    assert "1/20" in page
    assert "Olof" not in page
    assert desk(event) not in page
    assert reverse("wagtailadmin_pages:edit", args=[event.pk]) in page


@pytest.mark.parametrize(
    "trouble",
    [
        {"state": "needs_attention"},
        {"state": "failed"},
        {"due_at": START_AT - timedelta(days=60)},
    ],
)
def test_letters_in_trouble_are_shown_to_who_can_mend_them(trouble, olof, event, sign_up, as_stina, as_edit):
    sign_up(olof, event)
    assert "staff-trouble" not in as_stina.get(HOME).content.decode()
    OutboxMessage.objects.update(**trouble)

    assert "staff-trouble" in as_stina.get(HOME).content.decode()
    assert "staff-trouble" not in as_edit.get(HOME).content.decode()


def test_start_page_without_events(as_stina):
    assert as_stina.get(HOME).status_code == 200


def test_start_page_costs_the_same_for_many_events(as_stina, count_queries):
    EventFactory()
    as_stina.get(HOME)
    short = count_queries(lambda: as_stina.get(HOME))
    for _ in range(5):
        EventFactory()

    assert count_queries(lambda: as_stina.get(HOME)) == short
