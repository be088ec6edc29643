from datetime import timedelta

import pytest

from events.models import CalendarIdentity
from registration.mail import calendar_version
from registration.models import Registration
from tests.factories import NOW

SECOND = timedelta(seconds=1)


@pytest.fixture
def identity():
    return CalendarIdentity(sequence=3, changed_at=NOW)


def test_a_newcomer_is_told_the_events_version(identity):
    version = calendar_version.of(identity, Registration())

    assert (version.sequence, version.changed_at) == (3, NOW)


def test_leaving_and_coming_back_raises_both(identity):
    registration = Registration(sequence_bump=2, calendar_changed_at=NOW + SECOND)

    version = calendar_version.of(identity, registration)

    assert (version.sequence, version.changed_at) == (5, NOW + SECOND)


def test_a_later_change_of_the_event_counts(identity):
    registration = Registration(sequence_bump=1, calendar_changed_at=NOW - SECOND)

    assert calendar_version.of(identity, registration).changed_at == NOW


def test_the_same_version_is_told_with_the_same_time(identity):
    told_at = NOW + 5 * SECOND
    registration = Registration(told_sequence=3, told_changed_at=told_at)

    version = calendar_version.of(identity, registration)

    assert (version.sequence, version.changed_at) == (3, told_at)


def test_two_changes_in_one_second_are_still_told_with_different_times(identity):
    registration = Registration(
        sequence_bump=1, calendar_changed_at=NOW, told_sequence=3, told_changed_at=NOW
    )

    version = calendar_version.of(identity, registration)

    assert (version.sequence, version.changed_at) == (4, NOW + SECOND)
