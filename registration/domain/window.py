"""Until when the public form takes people: what the page says, and what staff have pressed beside it.

Every question of the form's time comes here. A press never outlives the start of the event.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from events.models import EventPage
from home import dates
from home.models import User
from registration.domain import seat_lock
from registration.domain.errors import RegistrationRefused
from registration.models import RegistrationWindow
from registration.models.staff_name import kept_name

# What the history of the page calls the presses; their words are in wagtail_hooks.py.
CLOSED, REOPENED, EXTENDED = "registration.close", "registration.reopen", "registration.extend"


class PressRefused(RegistrationRefused):
    """There is nothing to close or to open."""


def load(events: Sequence[EventPage]) -> None:
    """Bring along what staff have pressed, as it is now: one query for all of them."""
    pressed = RegistrationWindow.objects.in_bulk([event.pk for event in events], field_name="event_id")
    relation = EventPage._meta.get_field("registration_window")
    for event in events:
        relation.set_cached_value(event, pressed.get(event.pk))


def closing_time(event: EventPage) -> datetime | None:
    """When the form closes, or closed; None without a date."""
    pressed = _pressed(event)
    if pressed is None or event.deadline is None or event.start_at is None:
        return event.deadline
    closes_at = event.deadline
    if pressed.open_until is not None:
        closes_at = min(max(closes_at, pressed.open_until), event.start_at)
    return closes_at if pressed.closed_at is None else min(closes_at, pressed.closed_at)


def released_at(event: EventPage) -> datetime | None:
    """When the reserved seats open to all: when staff pressed, else by the clock (docs/rules.md 4.1)."""
    pressed = _pressed(event)
    return (pressed and pressed.released_at) or event.releases_at


def is_released(event: EventPage, *, now: datetime) -> bool:
    moment = released_at(event)
    return moment is not None and now >= moment


@seat_lock.retried
def close(event_id: int, *, by: User, now: datetime) -> None:
    """Take no more people from now on; who waits keeps their place. Closed already: nothing happens."""
    with seat_lock.locked(event_id) as event:
        _refuse_without_a_future(event, now=now)
        closes_at = closing_time(event)
        if closes_at is not None and now >= closes_at:
            return
        press(event, closed_at=now, by=by, now=now)
        write_down(event, CLOSED, by=by)


@seat_lock.retried
def reopen(event_id: int, *, by: User, now: datetime) -> None:
    """Take people again: until the page's own time, or until the start when that has passed."""
    with seat_lock.locked(event_id) as event:
        _refuse_without_a_future(event, now=now)
        closes_at = closing_time(event)
        if closes_at is not None and now < closes_at:
            return
        is_too_late = event.deadline is not None and now >= event.deadline
        press(event, closed_at=None, open_until=event.start_at if is_too_late else None, by=by, now=now)
        write_down(event, REOPENED, by=by)


@seat_lock.retried
def extend(event_id: int, *, until: datetime, by: User, now: datetime) -> None:
    """Take people until this time, which is later than the page's own."""
    with seat_lock.locked(event_id) as event:
        _refuse_without_a_future(event, now=now)
        if until <= now:
            raise PressRefused(_("Choose a time that has not passed."))
        if event.start_at is not None and until > event.start_at:
            raise PressRefused(
                _("Choose a time before the start, %(when)s.") % {"when": dates.at(event.start_at)}
            )
        if event.deadline is not None and until < event.deadline:
            raise PressRefused(
                _("The page already says %(when)s. To close earlier, change the page or close now.")
                % {"when": dates.at(event.deadline)}
            )
        press(event, closed_at=None, open_until=until, by=by, now=now)
        write_down(event, EXTENDED, by=by, until=until.isoformat())


def _pressed(event: EventPage) -> RegistrationWindow | None:
    return getattr(event, "registration_window", None)


def press(event: EventPage, *, by: User, now: datetime, **values: datetime | None) -> None:
    """Under the lock: write down what staff have pressed; the event at hand knows it at once."""
    event.registration_window, _created = RegistrationWindow.objects.update_or_create(
        event=event, defaults=values | {"pressed_by": by, "pressed_at": now}
    )


def write_down(event: EventPage, action: str, *, by: User, **data: str) -> None:
    """A line in the history of the page, with the name of who pressed: it outlives the account."""
    log(instance=event, action=action, user=by, data={"by": kept_name(by)} | data)


def _refuse_without_a_future(event: EventPage, *, now: datetime) -> None:
    if event.is_cancelled:
        raise PressRefused(_("The event is cancelled."))
    if event.start_at is None:
        raise PressRefused(_("The date is not settled yet."))
    if event.has_begun(now):
        raise PressRefused(_("It has already begun or is over."))
