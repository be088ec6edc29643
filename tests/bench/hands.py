"""Registering without HTTP: one of several processes, each with a connection of its own.

`python -m tests.bench.hands ours EVENT SECONDS FIRST`: how many times it registered somebody;
`python -m tests.bench.hands bare …`: the least that a registration can be, a locked row and an insert;
`python -m tests.bench.hands crowd EVENT FIRST LAST`: registers these people, and cancels every third of them.
"""

import sys
import time
from collections.abc import Callable

import django


def go_on(act: Callable[[int], None], *, first: int, seconds: float) -> int:
    """How often `act` was done; begins at the next whole second, as its neighbours do."""
    act(first)
    time.sleep(1 - time.time() % 1)
    number, ends = first + 1, time.monotonic() + seconds
    while time.monotonic() < ends:
        act(number)
        number += 1
    return number - first - 1


def ours(event_id: int) -> Callable[[int], None]:
    from django.utils import timezone

    from registration.domain import signup

    def register(number: int) -> None:
        signup.register(event_id, applicant=applicant(number), now=timezone.now())

    return register


def bare(event_id: int) -> Callable[[int], None]:
    from django.db import transaction

    from tests.bench.bare.models import Event, Registration

    def register(number: int) -> None:
        with transaction.atomic():
            event = Event.objects.select_for_update().get(pk=event_id)
            Registration.objects.create(
                event=event, address=f"person{number}@example.org", role="official", is_confirmed=True
            )

    return register


def crowd(event_id: int, *, first: int, last: int) -> None:
    from django.utils import timezone

    from registration.domain import cancellation, signup

    for number in range(first, last):
        receipt = signup.register(event_id, applicant=applicant(number), now=timezone.now())
        if number % 3 == 0:
            cancellation.cancel(receipt.registration.pk, now=timezone.now())


def applicant(number: int):
    from registration.domain.signup import Applicant

    return Applicant(
        address=f"person{number}@example.org",
        first_name="Person",
        last_name=f"Nummer{number}",
        job_title="handläggare",
        role="official",
        municipality="0180",
        wants_directly=number % 2 == 0,
    )


if __name__ == "__main__":
    django.setup()
    what, event, *rest = sys.argv[1:]
    if what == "crowd":
        crowd(int(event), first=int(rest[0]), last=int(rest[1]))
    else:
        act = {"ours": ours, "bare": bare}[what](int(event))
        print(go_on(act, seconds=float(rest[0]), first=int(rest[1])))
