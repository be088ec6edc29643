"""Every reading of needs and every export is on record (docs/rules.md R 7.1).

That a safe request leaves a trace of itself is what logs do (RFC 9110 9.2.1); it changes nothing it shows.
"""

from datetime import datetime

from events.models import EventPage
from home.models import User
from registration.models import Reading, Registration


def of_needs(registration: Registration, *, by: User, now: datetime) -> None:
    Reading.objects.create(
        what=Reading.What.NEEDS, at=now, by=by, registration=registration, event=registration.event
    )


def of_needs_list(event: EventPage, *, people: int, by: User, now: datetime) -> None:
    Reading.objects.create(what=Reading.What.NEEDS_LIST, at=now, by=by, event=event, people=people)


def of_export(*, people: int, event: EventPage | None, by: User, now: datetime) -> None:
    Reading.objects.create(what=Reading.What.EXPORT, at=now, by=by, event=event, people=people)
