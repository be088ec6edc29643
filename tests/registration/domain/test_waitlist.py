from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from events.models import EventPage, RoleQuota
from events.roles import Role
from registration.domain import cancellation, waitlist
from registration.domain.capacity import Quota
from registration.models import OutboxMessage, Registration
from tests.factories import EventFactory, RegistrationFactory, applicant, applicants

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def seated(now):
    """The registrations that hold a seat now, as they came."""
    return lambda event: list(event.registrations.confirmed().order_by("pk"))


@pytest.fixture
def in_line():
    return lambda event: list(event.registrations.in_line())


# --- Who is next ----------------------------------------------------------------------------------


def test_freed_seat_goes_to_the_first_in_line_at_once(olof, petra, bo, now, sign_up, seated, in_line):
    event = EventFactory(capacity=1)
    first, second, third = (sign_up(person, event) for person in (olof, petra, bo))

    cancellation.cancel(first.pk, now=now + timedelta(hours=1))

    assert seated(event) == [second]
    assert in_line(event) == [third]


def test_the_promoted_one_is_told_and_it_is_in_the_history(olof, petra, now, sign_up):
    event = EventFactory(capacity=1)
    first, second = sign_up(olof, event), sign_up(petra, event)

    cancellation.cancel(first.pk, now=now)

    assert [letter.kind for letter in second.letters.order_by("pk")] == ["waitlisted", "promoted"]
    assert [entry.action for entry in second.history.order_by("pk")] == ["waitlisted", "promoted"]
    second.refresh_from_db()
    assert (second.confirmed_at, second.place_in_line) == (now, None)


def test_builder_at_the_front_is_passed_when_only_politicians_have_seats(petra, bo, sign_up, now):
    event = EventFactory(capacity=2, quotas={Role.BUILDER: Quota(maximum=1)})
    sign_up(applicant(1, Role.BUILDER), event)
    official = sign_up(applicant(2), event)
    waiting_bo, waiting_petra = sign_up(bo, event), sign_up(petra, event)

    cancellation.cancel(official.pk, now=now)

    waiting_petra.refresh_from_db()
    assert waiting_petra.status == Status.CONFIRMED
    assert list(event.registrations.in_line()) == [waiting_bo]


def test_colleague_at_the_front_is_passed_while_the_organisation_has_its_share(sign_up, now, in_line):
    event = EventFactory(capacity=2, max_per_organisation=1)
    sign_up(applicant(1, municipality="0182"), event)
    leaving = sign_up(applicant(2, municipality="0184"), event)
    colleague = sign_up(applicant(3, municipality="0182"), event)
    stranger = sign_up(applicant(4, municipality="0160"), event)

    cancellation.cancel(leaving.pk, now=now)

    assert in_line(event) == [colleague]
    stranger.refresh_from_db()
    assert stranger.status == Status.CONFIRMED


def test_newcomer_never_passes_the_queue(olof, petra, sign_up, now, in_line, seated):
    # The seat is free, but whoever made it so did not fill it: a page saved with more seats, say.
    event = EventFactory(capacity=1)
    first, waiting = sign_up(olof, event), sign_up(petra, event)
    EventPage.objects.filter(pk=event.pk).update(capacity=2)

    newcomer = sign_up(applicant(1), event)

    assert seated(event) == [first, waiting]
    assert in_line(event) == [newcomer]


def test_room_and_online_are_two_queues(olof, petra, bo, sign_up, now, in_line):
    event = EventFactory(format=EventPage.Format.HYBRID, capacity=1, online_capacity=1)
    in_room = sign_up(replace(olof, attendance="on_site"), event)
    online = sign_up(replace(petra, attendance="online"), event)
    for_room = sign_up(replace(bo, attendance="on_site"), event)
    for_online = sign_up(applicant(1, attendance="online"), event)

    cancellation.cancel(online.pk, now=now)

    assert in_line(event) == [for_room]
    cancellation.cancel(in_room.pk, now=now)
    assert in_line(event) == []
    for_online.refresh_from_db()
    assert for_online.status == Status.CONFIRMED


def test_nobody_is_let_past_the_room_because_the_event_was_hybrid_once(
    olof, petra, bo, sign_up, now, in_line
):
    event = EventFactory(format=EventPage.Format.HYBRID, capacity=2, online_capacity=1)
    sign_up(replace(olof, attendance="on_site"), event)
    sign_up(replace(petra, attendance="online"), event)
    waiting = sign_up(replace(bo, attendance="online"), event)
    EventPage.objects.filter(pk=event.pk).update(format=EventPage.Format.ON_SITE)

    waitlist.settle_one(event.pk, now=now)

    assert in_line(event) == [waiting]


def test_position_counts_those_of_the_same_role(olof, petra, bo, sign_up):
    event = EventFactory(capacity=0)
    waiting = [sign_up(person, event) for person in (olof, petra, bo, applicant(1, Role.BUILDER))]

    assert [person.position_in_line() for person in waiting] == [1, 1, 1, 2]


# --- What the clock decides -----------------------------------------------------------------------


def test_released_seats_go_to_those_who_wait(olof, bo, sign_up, now, seated):
    release_at = now + timedelta(days=7)
    event = EventFactory(capacity=2, quotas={Role.POLITICIAN: Quota(reserved=1)}, release_at=release_at)
    first, waiting = sign_up(olof, event), sign_up(bo, event)

    waitlist.settle_all(now=release_at - timedelta(seconds=1))
    assert seated(event) == [first]

    waitlist.settle_all(now=release_at)
    assert seated(event) == [first, waiting]


def test_politician_who_comes_after_the_release_stands_behind_the_builder(petra, olof, bo, sign_up, now):
    release_at = now + timedelta(days=7)
    event = EventFactory(capacity=2, quotas={Role.POLITICIAN: Quota(reserved=1)}, release_at=release_at)
    sign_up(olof, event)
    builder = sign_up(bo, event)

    politician = sign_up(petra, event, at=release_at)

    builder.refresh_from_db()
    assert (builder.status, politician.status) == (Status.CONFIRMED, Status.WAITLISTED)


def test_line_moves_after_registration_has_closed(olof, petra, sign_up, now, seated):
    event = EventFactory(capacity=1, closes_at=now + timedelta(days=1))
    first, waiting = sign_up(olof, event), sign_up(petra, event)

    cancellation.cancel(first.pk, now=now + timedelta(days=2))

    assert seated(event) == [waiting]


# --- When nothing moves ---------------------------------------------------------------------------


def free_seat_in(event, olof, petra, sign_up):
    """Somebody waits although there is a seat; returns who."""
    sign_up(olof, event)
    waiting = sign_up(petra, event)
    EventPage.objects.filter(pk=event.pk).update(capacity=2)
    return waiting


def test_nobody_is_promoted_once_it_has_begun(olof, petra, sign_up, in_line):
    event = EventFactory(capacity=1)
    waiting = free_seat_in(event, olof, petra, sign_up)

    waitlist.settle_one(event.pk, now=event.start_at)
    assert in_line(event) == [waiting]

    waitlist.settle_one(event.pk, now=event.start_at - timedelta(seconds=1))
    assert in_line(event) == []


@pytest.mark.parametrize("change", [{"status": EventPage.Status.CANCELLED}, {"live": False}])
def test_nobody_is_promoted_in_an_event_that_is_off(olof, petra, sign_up, in_line, now, change):
    event = EventFactory(capacity=1)
    waiting = free_seat_in(event, olof, petra, sign_up)
    EventPage.objects.filter(pk=event.pk).update(**change)

    waitlist.settle_one(event.pk, now=now)

    assert in_line(event) == [waiting]


def test_lowered_capacity_throws_nobody_out(olof, petra, sign_up, now, seated):
    event = EventFactory(capacity=2)
    people = [sign_up(olof, event), sign_up(petra, event)]
    EventPage.objects.filter(pk=event.pk).update(capacity=1)

    waitlist.settle_one(event.pk, now=now)

    assert seated(event) == people


def test_leaving_an_overbooked_room_frees_no_seat(sign_up, now, in_line):
    event = EventFactory(capacity=3)
    people = [sign_up(person, event) for person in applicants(4)]
    EventPage.objects.filter(pk=event.pk).update(capacity=2)

    cancellation.cancel(people[0].pk, now=now)

    assert in_line(event) == [people[3]]


def test_override_takes_a_seat_but_none_of_the_quota(bo, sign_up, now):
    event = EventFactory(capacity=2, quotas={Role.BUILDER: Quota(maximum=1)})
    RegistrationFactory(event=event, role=Role.BUILDER, is_override=True)

    assert sign_up(bo, event).status == Status.CONFIRMED
    assert sign_up(applicant(1), event).status == Status.WAITLISTED


def test_settling_twice_changes_nothing_the_second_time(olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    free_seat_in(event, olof, petra, sign_up)
    waitlist.settle_one(event.pk, now=now)
    before = list(OutboxMessage.objects.values())

    waitlist.settle_one(event.pk, now=now + timedelta(hours=1))

    assert list(OutboxMessage.objects.values()) == before


# --- Every event ----------------------------------------------------------------------------------


def test_every_event_with_somebody_in_line_is_settled(olof, petra, sign_up, now, in_line):
    events = [EventFactory(capacity=1) for _ in range(3)]
    for event in events:
        free_seat_in(event, olof, petra, sign_up)
    EventFactory()

    assert waitlist.settle_all(now=now) == 3
    assert [in_line(event) for event in events] == [[], [], []]


def test_event_that_is_gone_says_so(event, now):
    with pytest.raises(ObjectDoesNotExist):
        waitlist.settle_one(event.pk + 1000, now=now)


def test_widened_quota_lets_in_those_who_fit_now(bo, sign_up, now, seated):
    event = EventFactory(quotas={Role.BUILDER: Quota(maximum=0)})
    waiting = sign_up(bo, event)
    event.quotas = [RoleQuota(role=Role.BUILDER, maximum=1)]
    event.save_revision().publish()

    waitlist.settle_one(event.pk, now=now)

    assert seated(event) == [waiting]
