from datetime import timedelta

import pytest

from events.roles import Role
from registration.domain import additions, cancellation, window
from registration.domain.capacity import Quota
from registration.domain.errors import AddressTaken, NothingToDecide, SeatRefused
from registration.domain.signup import Applicant
from registration.models import Registration
from tests.factories import START_AT, EventFactory, RoundTableFactory, applicant

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def walk_in():
    return Applicant(
        address="", first_name="Wilma", last_name="Walk", job_title="arkitekt", role=Role.GUEST,
        organisation="KTH",
    )  # fmt: skip


def test_staff_add_somebody_after_registration_has_closed(olof, event, stina, now):
    window.close(event.pk, by=stina, now=now)

    registration = additions.add(event.pk, applicant=olof, by=stina, now=now)

    entry = registration.history.get()
    assert registration.status == Status.CONFIRMED
    assert (entry.action, entry.by) == ("added", stina)
    assert [letter.kind for letter in registration.letters.all()] == ["confirmed"]


def test_staff_add_to_an_event_by_request(olof, stina, now):
    event = RoundTableFactory()

    assert additions.add(event.pk, applicant=olof, by=stina, now=now).status == Status.CONFIRMED


def test_walk_ins_without_address_get_no_letters_and_do_not_collide(event, walk_in, stina, now, send_mail):
    first = additions.add(event.pk, applicant=walk_in, by=stina, now=START_AT + timedelta(minutes=5))
    second = additions.add(event.pk, applicant=walk_in, by=stina, now=START_AT + timedelta(minutes=6))

    assert first.pk != second.pk
    assert [row.address_key for row in event.registrations.all()] == [None, None]
    assert send_mail() == []


def test_guest_counts_in_the_total_only(walk_in, olof, bo, sign_up, stina, now):
    event = EventFactory(capacity=2, quotas={Role.BUILDER: Quota(maximum=1)})
    additions.add(event.pk, applicant=walk_in, by=stina, now=now)

    assert sign_up(bo, event).status == Status.CONFIRMED
    assert sign_up(olof, event).status == Status.WAITLISTED


def test_added_person_waits_when_nobody_fits(olof, petra, sign_up, stina, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    added = additions.add(event.pk, applicant=petra, by=stina, now=now)

    assert list(event.registrations.in_line()) == [added]
    assert added.history.get().by == stina


def test_staff_overbook_with_a_reason(olof, petra, sign_up, stina, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    with pytest.raises(SeatRefused):
        additions.add(event.pk, applicant=petra, by=stina, now=now, override=True)
    added = additions.add(
        event.pk, applicant=petra, by=stina, now=now, override=True, reason="Kommunalrådets ersättare"
    )

    assert (added.status, added.is_override) == (Status.CONFIRMED, True)
    assert added.history.get().reason == "Kommunalrådets ersättare"


def test_nobody_waits_for_an_event_that_has_begun(olof, walk_in, sign_up, stina):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    with pytest.raises(SeatRefused):
        additions.add(event.pk, applicant=walk_in, by=stina, now=START_AT)

    assert event.registrations.count() == 1


def test_address_that_is_registered_is_refused(olof, event, sign_up, stina, now):
    sign_up(olof, event)

    with pytest.raises(AddressTaken):
        additions.add(event.pk, applicant=olof, by=stina, now=now)


def test_who_has_left_is_added_again_in_the_same_row(olof, event, sign_up, stina, now):
    gone = sign_up(olof, event)
    cancellation.cancel(gone.pk, now=now)

    back = additions.add(event.pk, applicant=olof, by=stina, now=now)

    assert (back.pk, back.status) == (gone.pk, Status.CONFIRMED)


@pytest.mark.parametrize("later", [timedelta(hours=2), timedelta(days=30)])
def test_nobody_is_added_to_an_event_that_is_over(event, walk_in, stina, later):
    with pytest.raises(NothingToDecide):
        additions.add(event.pk, applicant=walk_in, by=stina, now=START_AT + later)


def test_nobody_is_added_to_a_cancelled_event(olof, stina, now):
    event = EventFactory(status="cancelled")

    with pytest.raises(NothingToDecide):
        additions.add(event.pk, applicant=olof, by=stina, now=now)


def test_added_person_does_not_pass_the_line(sign_up, olof, petra, bo, stina, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(petra, event)
    type(event).objects.filter(pk=event.pk).update(capacity=2)

    added = additions.add(event.pk, applicant=applicant(9), by=stina, now=now)

    waiting.refresh_from_db()
    assert (waiting.status, added.status) == (Status.CONFIRMED, Status.WAITLISTED)
