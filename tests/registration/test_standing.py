import pytest

from events.models import EventPage
from registration.domain import cancellation
from registration.models import Registration
from registration.standing import STATUS_HEADLINES, STATUS_MARKS, standing_of
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
MARKS = {"confirmed", "waitlisted", "pending", "offered", "cancelled", "full", "neutral", "error"}


def test_every_status_has_a_mark_and_a_headline():
    statuses = set(Registration.Status)

    assert STATUS_MARKS.keys() == STATUS_HEADLINES.keys() == statuses
    assert set(STATUS_MARKS.values()) <= MARKS
    assert (STATUS_MARKS["declined"], STATUS_MARKS["expired"]) == ("cancelled", "neutral")


def test_confirmed_person_reads_when_it_is(olof, event, sign_up, now):
    standing = standing_of(sign_up(olof, event), now=now)

    assert standing.mark == "confirmed"
    assert "2027" in standing.lead
    assert standing.may_come_back is False


def test_waiting_person_reads_their_place(olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    standing = standing_of(sign_up(petra, event), now=now)

    assert (standing.mark, "1" in standing.lead) == ("waitlisted", True)


def test_who_cancelled_may_come_back_while_the_form_takes_people(olof, event, sign_up, now):
    cancelled = cancellation.cancel(sign_up(olof, event).pk, now=now)
    assert standing_of(cancelled, now=now).may_come_back is True

    assert standing_of(cancelled, now=event.start_at).may_come_back is False
    cancelled.event.flow = EventPage.Flow.INVITATION
    assert standing_of(cancelled, now=now).may_come_back is False


def test_cancelled_event_outweighs_a_seat(olof, event, sign_up, now):
    registration = sign_up(olof, event)
    registration.event.status = EventPage.Status.CANCELLED

    standing = standing_of(registration, now=now)

    assert (standing.mark, standing.may_join_online) == ("cancelled", False)


def test_of_what_is_over_it_is_said_that_it_is_over(olof, event, sign_up, now):
    registration = sign_up(olof, event)

    assert standing_of(registration, now=event.start_at).lead != standing_of(registration, now=now).lead
