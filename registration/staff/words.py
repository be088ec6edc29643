"""How the screens of staff write dates, letters and the standing of a registration."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventPage
from home import dates
from registration.models import OutboxMessage, Registration

LETTER_KINDS = {
    "confirmed": gettext_lazy("Confirmation"),
    "waitlisted": gettext_lazy("On the waitlist"),
    "promoted": gettext_lazy("A seat from the waitlist"),
    "requested": gettext_lazy("Request received"),
    "approved": gettext_lazy("Yes to a request"),
    "declined": gettext_lazy("No to a request"),
    "offered": gettext_lazy("Offer of a seat"),
    "offer_lapsed": gettext_lazy("Offer lapsed"),
    "handed_over": gettext_lazy("Seat handed over"),
    "handover_declined": gettext_lazy("Seat not handed over"),
    "took_over": gettext_lazy("Seat taken over"),
    "attendance_changed": gettext_lazy("Change between room and online"),
    "cancelled": gettext_lazy("Cancellation"),
    "reminder": gettext_lazy("Reminder"),
    "reminder_waiting": gettext_lazy("Reminder to who waits"),
    "after_event": gettext_lazy("Thanks after the event"),
    "changed": gettext_lazy("New time or place"),
    "event_cancelled": gettext_lazy("Event cancelled"),
    "already_registered": gettext_lazy("Already registered"),
    "new_link": gettext_lazy("New link"),
    "did_you_mean_to_cancel": gettext_lazy("Question about a no in the calendar"),
    "mailing": gettext_lazy("Mailing"),
    "mailing_test": gettext_lazy("Test of a mailing"),
    "notice_daily": gettext_lazy("To the process leader"),
    "notice_urgent": gettext_lazy("Late cancellation, to the process leader"),
    "forum": gettext_lazy("My Bostadsforum"),
}


def listed(moment: datetime | None) -> str:
    """A date and time in a list: `2027-03-04 08.30`."""
    return dates.listed(moment) if moment else ""


def event_label(event: EventPage) -> str:
    """`Title (2027-03-04)`: two events of a series have the same title."""
    if event.start_at is None:
        return event.title
    return f"{event.title} ({timezone.localtime(event.start_at):%Y-%m-%d})"


def letter_kind(kind: str) -> str:
    return str(LETTER_KINDS.get(kind, kind))


def letter_recipient(message: OutboxMessage) -> str:
    """The name of who registered, or of the process leader."""
    person = message.registration or message.person
    return person.full_name if person is not None else message.address


def letter_address(message: OutboxMessage) -> str:
    """Where the same letter would go today: addresses are corrected."""
    if message.registration is not None:
        return message.registration.address
    return message.person.email if message.person is not None else message.address


def letter_event(message: OutboxMessage) -> str:
    """The event that a letter is about; empty when it is about several."""
    return event_label(message.about) if message.about is not None else ""


def standing(registration: Registration) -> str:
    """`Anmäld`, and whether the seat was given beyond the rules."""
    status = str(registration.get_status_display())
    if registration.is_override and registration.status in Registration.HOLDING_SEAT:
        return _("%(status)s (overbooked)") % {"status": status}
    return status
