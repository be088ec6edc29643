"""The words for leaving: a seat is cancelled, a place in line left, an offer refused, a request withdrawn."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.models import Registration

Status = Registration.Status


@dataclass(frozen=True)
class Leaving:
    question: Promise
    consequence: Promise
    button: Promise
    keep: Promise


BY_STATUS = {
    Status.CONFIRMED: Leaving(
        question=_("Cancel your registration?"),
        consequence=_(
            "Your seat goes to the next person on the waitlist. For ten minutes you can take it back, if "
            "the seat is still free. After that you need to register again."
        ),
        button=_("Cancel your registration"),
        keep=_("Keep my seat"),
    ),
    Status.WAITLISTED: Leaving(
        question=_("Leave the waitlist?"),
        consequence=_(
            "You give up your place in line. For ten minutes you can take it back. After that you are put "
            "last if you join again."
        ),
        button=_("Leave the waitlist"),
        keep=_("Keep my place in line"),
    ),
    Status.OFFERED: Leaving(
        question=_("Say no to the seat?"),
        consequence=_("The seat goes to the next person on the waitlist, and you leave the line."),
        button=_("Say no"),
        keep=_("Back to the offer"),
    ),
    Status.PENDING: Leaving(
        question=_("Withdraw your request?"),
        consequence=_(
            "The organiser no longer counts on you. For ten minutes you can take it back. After that you "
            "need to ask again."
        ),
        button=_("Withdraw your request"),
        keep=_("Keep my request"),
    ),
}


def of(registration: Registration) -> Leaving:
    """For whoever has not left already."""
    return BY_STATUS[Status(registration.status)]
