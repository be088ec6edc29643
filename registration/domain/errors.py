"""Refusals, as sentences that a visitor can read."""

from django.utils.translation import gettext_lazy as _


class RegistrationRefused(Exception):
    """A domain function says no; `str(error)` is the sentence that the page shows."""


class RegistrationClosed(RegistrationRefused):
    """The event takes no registrations (now, or at all): closed, cancelled, past, or by another way."""


class TemporarilyBusy(RegistrationRefused):
    """The database could not give us the event's lock in time; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Something went wrong on our side and your registration was not saved. "
                "Please try again shortly."
            )
        )


class OfferGone(RegistrationRefused):
    """The offered seat is not this person's to take any more."""


class AttendanceFull(RegistrationRefused):
    """The other way of taking part has no seat; the person may choose to stand in its line."""

    def __init__(self) -> None:
        super().__init__(_("There is no seat left in that way of taking part."))


class SeatRefused(RegistrationRefused):
    """Nobody of this role or organisation fits, and no override was asked for; for staff."""


class AddressTaken(RegistrationRefused):
    """Another registration for the event has this address; for staff."""


class NothingToDecide(RegistrationRefused):
    """The registration or the event is past what staff wanted to do with it."""
