from datetime import timedelta

import pytest
from django.utils.translation import override

from events.roles import Role
from registration.domain import releases, window
from registration.domain.capacity import Quota
from registration.staff import presses
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return EventFactory(quotas={Role.POLITICIAN: Quota(reserved=2)})


def test_presses_are_told_the_latest_first(event, stina, now):
    window.close(event.pk, by=stina, now=now)
    window.reopen(event.pk, by=stina, now=now)
    window.extend(event.pk, until=event.start_at, by=stina, now=now)
    releases.release(event.pk, by=stina, now=now)
    releases.keep_again(event.pk, by=stina, now=now + timedelta(minutes=1))

    with override("en"):
        told = [press.what for press in presses.latest(event)]

    assert told == [
        "Reserved seats kept again",
        "Reserved seats released",
        "Registration time extended",
        "Registration reopened",
        "Registration closed",
    ]


def test_name_is_kept_when_the_account_is_gone(event, stina, now):
    stina.first_name, stina.last_name = "Stina", "Holm"
    stina.save()
    releases.release(event.pk, by=stina, now=now)

    stina.delete()

    assert [press.who for press in presses.latest(event)] == ["Stina Holm"]


def test_other_events_and_other_deeds_are_not_told(event, stina, now):
    window.close(EventFactory().pk, by=stina, now=now)
    event.save_revision(user=stina, log_action=True)

    assert presses.latest(event) == []
