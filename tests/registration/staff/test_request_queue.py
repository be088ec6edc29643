from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import EventPage
from events.roles import Role
from home.models import User
from registration.domain import substitutes
from registration.domain.capacity import Quota
from tests.factories import START_AT, EventFactory, RoundTableFactory, applicant, applicants
from tests.registration.views.conftest import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
ALL = "/admin/besked/"


@pytest.fixture
def table():
    return RoundTableFactory(
        title="Bord",
        capacity=2,
        quotas={Role.POLITICIAN: Quota(reserved=2)},
        closes_at=START_AT - timedelta(days=20),
    )


def queue_of(event):
    return reverse("staff_requests:event", args=[event.pk])


def test_queue_says_who_asks_when_the_answer_is_due_and_what_a_yes_would_give(
    table, olof, petra, sign_up, as_stina
):
    sign_up(olof, table)
    sign_up(petra, table)

    words = words_of(as_stina.get(queue_of(table)))

    assert words.index("Petra Åkesson") < words.index("Olof Öberg")
    for told in ("planarkitekt", "Tjänsteperson", "Nacka", "2027-02-01 12.00", "2027-02-18 08.30"):
        assert told in words
    assert "Platserna som är kvar är reserverade för andra roller." in words


def test_overdue_is_said_in_words(table, olof, sign_up, as_stina, at_now):
    sign_up(olof, table)
    before = as_stina.get(queue_of(table)).content.decode()
    at_now.move_to(START_AT - timedelta(days=13))
    # The session has ended meanwhile.
    as_stina.force_login(User.objects.get(username="stina"))

    after = as_stina.get(queue_of(table)).content.decode()

    assert ("staff-overdue" in before, "staff-overdue" in after) == (False, True)


def test_one_event_shows_its_own_and_the_whole_queue_all(table, olof, petra, sign_up, as_stina):
    other = RoundTableFactory(title="Annat")
    sign_up(olof, table)
    sign_up(petra, other)

    one, both = words_of(as_stina.get(queue_of(table))), words_of(as_stina.get(ALL))

    assert ("Olof" in one, "Petra" in one) == (True, False)
    assert ("Olof" in both, "Petra" in both) == (True, True)


def test_colleague_is_shown_with_the_seat_it_is_about(bo, olof, sign_up, as_stina, now):
    event = EventFactory()
    holder = sign_up(bo, event)
    substitutes.hand_over(holder.pk, colleague=olof, now=now)

    words = words_of(as_stina.get(queue_of(event)))

    assert "Olof Öberg" in words
    assert "Bo Ängström" in words


@pytest.mark.parametrize(
    "values", [{"start_at": START_AT - timedelta(days=60)}, {"status": EventPage.Status.CANCELLED}]
)
def test_event_without_a_future_has_an_empty_queue(table, olof, sign_up, as_stina, values):
    sign_up(olof, table)
    EventPage.objects.filter(pk=table.pk).update(**values)

    for address in (queue_of(table), ALL):
        response = as_stina.get(address)
        assert response.status_code == 200
        assert "Olof" not in words_of(response)


def test_reader_sees_the_queue_without_buttons(table, olof, sign_up, as_stina, as_lars):
    sign_up(olof, table)

    pages = [client.get(queue_of(table)).content.decode() for client in (as_stina, as_lars)]

    assert ["Olof" in page for page in pages] == [True, True]
    assert ['name="pk"' in page for page in pages] == [True, False]
    assert ["/admin/besked/ja/" in page.partition("<main")[2] for page in pages] == [True, False]


def test_what_people_have_written_is_text(table, olof, sign_up, as_stina):
    sign_up(replace(olof, last_name="<script>alert(1)</script>"), table)

    assert "<script>alert(1)" not in as_stina.get(queue_of(table)).content.decode()


def test_unknown_event_is_not_there(as_stina):
    assert as_stina.get("/admin/besked/999999/").status_code == 404


def test_long_queue_costs_as_many_queries_as_a_short_one(table, sign_up, as_stina, count_queries):
    for person in applicants(3):
        sign_up(person, table)
    as_stina.get(ALL)
    few = count_queries(lambda: (as_stina.get(ALL), as_stina.get(queue_of(table))))
    other = RoundTableFactory()
    for number in range(10, 37):
        sign_up(applicant(number, Role.BUILDER), other if number % 2 else table)

    assert count_queries(lambda: (as_stina.get(ALL), as_stina.get(queue_of(table)))) == few
