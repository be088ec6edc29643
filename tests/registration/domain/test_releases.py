"""Releasing reserved seats by one press, and what it would do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.roles import Role
from registration.domain import cancellation, releases, window
from registration.domain.capacity import Quota
from registration.domain.errors import NothingToDecide
from registration.models import Registration
from tests.factories import EventFactory, applicant

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def reserved(olof, bo, sign_up):
    """Two seats, one of them kept for a politician: Olof has the other, Bo and one more official wait."""
    event = EventFactory(capacity=2, quotas={Role.POLITICIAN: Quota(reserved=1)})
    for person in (olof, bo, applicant(3)):
        sign_up(person, event)
    return event


def waiting(event):
    return [person.address for person in event.registrations.in_line()]


def test_preview_names_who_would_get_a_seat_and_changes_nothing(reserved, bo, now):
    assert [person.address for person in releases.preview(reserved, now=now)] == [bo.address]
    assert waiting(reserved) == [bo.address, "person3@example.org"]


def test_release_gives_the_seats_to_the_line_once(reserved, stina, now):
    for _press in range(2):
        releases.release(reserved.pk, by=stina, now=now)

    assert waiting(reserved) == ["person3@example.org"]
    assert reserved.registrations.confirmed().count() == 2


def test_released_event_takes_newcomers_of_any_role(stina, olof, now, sign_up):
    event = EventFactory(capacity=1, quotas={Role.POLITICIAN: Quota(reserved=1)})

    releases.release(event.pk, by=stina, now=now)

    assert sign_up(olof, event).status == Status.CONFIRMED


def test_press_taken_back_keeps_what_is_left(reserved, stina, bo, now):
    releases.release(reserved.pk, by=stina, now=now)
    releases.keep_again(reserved.pk, by=stina, now=now)
    freed = reserved.registrations.confirmed().exclude(address=bo.address).get()

    cancellation.cancel(freed.pk, now=now)

    assert waiting(reserved) == ["person3@example.org"]


def test_clock_that_has_released_is_not_turned_back(stina, now):
    event = EventFactory(release_at=now)

    with pytest.raises(NothingToDecide):
        releases.keep_again(event.pk, by=stina, now=now)


def test_release_survives_an_older_draft(reserved, stina, now):
    releases.release(reserved.pk, by=stina, now=now)

    reserved.save_revision().publish()

    assert window.is_released(type(reserved).objects.get(pk=reserved.pk), now=now)


def test_nothing_is_released_once_it_has_begun(reserved, stina):
    with pytest.raises(NothingToDecide):
        releases.release(reserved.pk, by=stina, now=reserved.start_at)


def test_preview_passes_by_who_would_have_to_answer_when_it_is_too_late(olof, bo, petra, sign_up):
    event = EventFactory(capacity=2, quotas={Role.POLITICIAN: Quota(reserved=1)}, release_at=None)
    event.release_at = event.start_at
    event.save(update_fields=["release_at"])
    sign_up(olof, event)
    sign_up(replace(bo, wants_directly=False), event)
    quick = sign_up(applicant(3), event)

    assert releases.preview(event, now=event.start_at - timedelta(hours=1)) == [quick]
