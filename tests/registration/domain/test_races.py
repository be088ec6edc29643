"""Many people at once, each on a connection of their own, on whichever database the tests run.

The last test is the control: with the lock taken out, two people pass. It shows that the others could fail.
"""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace

import pytest
from django.db import connections

from events.models import EventPage
from events.roles import Role
from registration.domain import cancellation, capacity, seat_lock, signup, waitlist
from registration.domain.capacity import Quota
from registration.models import OutboxMessage, Registration
from tests.factories import NOW, EventFactory, applicants

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("_patient"),
]
Status = Registration.Status


@pytest.fixture
def _patient(monkeypatch):
    """Thirty people may need more than three seconds on a slow computer; nothing here may hang on that."""
    monkeypatch.setattr(seat_lock, "LOCK_TIMEOUT", "60s")


def at_once(functions: Sequence[Callable[[], object]]) -> list[object]:
    """Call all at the same moment, each in a thread with its own connection; their results, in order."""
    start = threading.Barrier(len(functions))
    results: list[object] = [None] * len(functions)

    def call(number: int) -> None:
        try:
            connections["default"].ensure_connection()
            start.wait(60)
            results[number] = functions[number]()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call, args=[number]) for number in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    errors = [result for result in results if isinstance(result, Exception)]
    assert errors == []
    return results


def signing_up(people, event):
    return [lambda person=person: signup.register(event.pk, applicant=person, now=NOW) for person in people]


def statuses(event):
    return Counter(event.registrations.values_list("status", flat=True))


def test_last_seat_goes_to_one_of_twelve():
    event = EventFactory(capacity=1)

    receipts = at_once(signing_up(applicants(12), event))

    assert statuses(event) == {Status.CONFIRMED: 1, Status.WAITLISTED: 11}
    assert Counter(receipt.status for receipt in receipts) == statuses(event)
    assert Counter(OutboxMessage.objects.values_list("kind", flat=True)) == {"confirmed": 1, "waitlisted": 11}


def test_five_of_thirty_are_seated_and_the_others_stand_in_one_line():
    event = EventFactory(capacity=5)

    at_once(signing_up(applicants(30), event))

    assert statuses(event) == {Status.CONFIRMED: 5, Status.WAITLISTED: 25}
    assert [person.place_in_line for person in event.registrations.in_line()] == list(range(1, 26))


def test_line_is_in_the_order_of_the_lock():
    event = EventFactory(capacity=0)
    order: list[int] = []

    def come(person) -> None:
        with seat_lock.locked(event.pk):
            registration = signup.register(event.pk, applicant=person, now=NOW).registration
            order.append(registration.pk)

    at_once([lambda person=person: come(person) for person in applicants(8)])

    assert [person.pk for person in event.registrations.in_line()] == order


def test_no_role_gets_more_than_its_share():
    event = EventFactory(
        capacity=6, quotas={Role.BUILDER: Quota(maximum=2), Role.POLITICIAN: Quota(reserved=3)}
    )
    builders = applicants(8, Role.BUILDER)
    officials = [replace(person, address=f"o{person.address}") for person in applicants(8)]

    at_once(signing_up([*builders, *officials], event))

    seated = Counter(event.registrations.confirmed().values_list("role", flat=True))
    assert sum(seated.values()) == 3
    assert seated[Role.BUILDER] <= 2


def test_one_address_many_times_at_once_is_one_registration():
    event = EventFactory()
    (person,) = applicants(1)

    receipts = at_once(signing_up([person] * 8, event))

    assert event.registrations.count() == 1
    assert {receipt.status for receipt in receipts} == {Status.CONFIRMED}
    assert OutboxMessage.objects.filter(kind="confirmed").count() == 1


def test_seat_given_back_while_others_come_is_never_lost_nor_given_twice():
    event = EventFactory(capacity=3)
    seated = [signup.register(event.pk, applicant=person, now=NOW) for person in applicants(3)]
    leaving = [
        lambda row=receipt.registration: cancellation.cancel(row.pk, now=NOW) for receipt in seated[:2]
    ]
    newcomers = [replace(person, address=f"ny{person.address}") for person in applicants(6)]

    at_once([*leaving, *signing_up(newcomers, event)])

    assert statuses(event) == {Status.CANCELLED: 2, Status.CONFIRMED: 3, Status.WAITLISTED: 4}


def test_one_press_on_cancel_or_five_frees_one_seat():
    event = EventFactory(capacity=1)
    first, *_waiting = (signup.register(event.pk, applicant=person, now=NOW) for person in applicants(4))

    at_once([lambda: cancellation.cancel(first.registration.pk, now=NOW)] * 5)

    assert statuses(event) == {Status.CANCELLED: 1, Status.CONFIRMED: 1, Status.WAITLISTED: 2}
    assert OutboxMessage.objects.filter(kind="cancelled").count() == 1
    assert OutboxMessage.objects.filter(kind="promoted").count() == 1


def test_many_ticks_at_once_promote_each_person_once():
    event = EventFactory(capacity=1)
    for person in applicants(4):
        signup.register(event.pk, applicant=person, now=NOW)
    EventPage.objects.filter(pk=event.pk).update(capacity=3)

    at_once([lambda: waitlist.settle_all(now=NOW)] * 6)

    assert statuses(event) == {Status.CONFIRMED: 3, Status.WAITLISTED: 1}
    assert OutboxMessage.objects.filter(kind="promoted").count() == 2


def test_without_the_lock_two_people_take_the_last_seat(monkeypatch):
    """The control. `held` opens the transaction, too: without it every statement stands alone."""
    event = EventFactory(capacity=1)
    both_have_counted = threading.Barrier(2)
    really_fits = capacity.fits

    def fits_and_wait(*args, **kwargs) -> bool:
        answer = really_fits(*args, **kwargs)
        both_have_counted.wait(60)
        return answer

    monkeypatch.setattr(seat_lock, "held", nullcontext)
    monkeypatch.setattr(capacity, "fits", fits_and_wait)

    at_once(signing_up(applicants(2), event))

    assert statuses(event) == {Status.CONFIRMED: 2}


@pytest.mark.long
@pytest.mark.parametrize("time", range(20))
def test_whatever_happens_at_once_the_room_is_right_afterwards(time):
    """People come and go and the clock ticks, all mixed; what must never be false is not."""
    event = EventFactory(
        capacity=6, quotas={Role.BUILDER: Quota(maximum=2), Role.POLITICIAN: Quota(reserved=2)}
    )
    first = [signup.register(event.pk, applicant=person, now=NOW) for person in applicants(8)]
    roles = (Role.OFFICIAL, Role.POLITICIAN, Role.BUILDER)
    coming = [
        replace(person, address=f"{role}{person.address}") for role in roles for person in applicants(4, role)
    ]
    leaving = [lambda row=receipt.registration: cancellation.cancel(row.pk, now=NOW) for receipt in first[:5]]
    ticks = [lambda: waitlist.settle_all(now=NOW)] * 3

    at_once([*signing_up(coming, event), *leaving, *ticks])

    seated = Counter(event.registrations.confirmed().values_list("role", flat=True))
    assert sum(seated.values()) <= 6
    assert seated[Role.BUILDER] <= 2
    before = statuses(event)
    waitlist.settle_all(now=NOW)
    assert statuses(event) == before
