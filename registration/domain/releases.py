"""Opening the reserved seats to all before the clock does, by one press (docs/rules.md 4.1)."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage
from home.models import User
from registration.domain import availability, seat_lock, waitlist, window
from registration.domain.errors import NothingToDecide
from registration.models import Registration

# What the history of the page calls the presses; their words are in wagtail_hooks.py.
RELEASED, KEPT_AGAIN = "registration.release", "registration.keep_again"


@seat_lock.retried
def release(event_id: int, *, by: User, now: datetime) -> None:
    """Let the reserved seats go to whoever is next in line; released already: nothing happens."""
    with seat_lock.locked(event_id) as event:
        if not waitlist.gives_seats(event, now=now):
            raise NothingToDecide(_("It has already begun or is over, or it is cancelled."))
        waitlist.settle(event, now=now)
        if window.is_released(event, now=now):
            return
        window.press(event, released_at=now, by=by, now=now)
        window.write_down(event, RELEASED, by=by)
        waitlist.settle(event, now=now)


@seat_lock.retried
def keep_again(event_id: int, *, by: User, now: datetime) -> None:
    """Take the press back: what is left is reserved again; who got a seat meanwhile keeps it."""
    with seat_lock.locked(event_id) as event:
        if event.releases_at is not None and now >= event.releases_at:
            raise NothingToDecide(
                _("The reserved seats have been released by the time that the page says. Change it there.")
            )
        if not window.is_released(event, now=now):
            return
        window.press(event, released_at=None, by=by, now=now)
        window.write_down(event, KEPT_AGAIN, by=by)


def preview(event: EventPage, *, now: datetime) -> list[Registration]:
    """Who would get or be offered a seat if the reserved seats were released now, in their order."""
    if not waitlist.gives_seats(event, now=now):
        return []
    tally = availability.tally_of_event(event)
    seats = {
        way: replace(availability.seats_of(event, tally, attendance=way, now=now), is_released=True)
        for way in Registration.Attendance.values
    }
    is_late = waitlist.offer_deadline(event, now=now) is None
    return waitlist.who_fits(event, tally, seats=seats, only_directly=is_late)
