"""Answering an offered seat (docs/rules.md 4.2). Saying no is cancelling: `cancellation.cancel`."""

from datetime import datetime

from django.utils.translation import gettext as _

from registration.domain import seat_lock, waitlist
from registration.domain.errors import OfferGone
from registration.mail import letters
from registration.models import HistoryEntry, Registration

Status = Registration.Status


@seat_lock.retried
def accept(registration_id: int, *, now: datetime) -> Registration:
    """Take the offered seat; doing it twice does no harm. Raises OfferGone with a sentence."""
    with seat_lock.locked_with(registration_id) as event:
        # An offer that has lapsed by now is somebody else's, also when beat has not come round yet.
        waitlist.settle(event, now=now)
        registration = event.registrations.get(pk=registration_id)
        if registration.status == Status.CONFIRMED:
            return registration
        if event.is_cancelled:
            raise OfferGone(_("The event is cancelled."))
        if registration.status == Status.OFFERED:
            registration.confirm(now=now)
            registration.save(update_fields=Registration.SEAT_FIELDS)
            registration.history.create(action=HistoryEntry.Action.ACCEPTED, at=now)
            letters.confirmed(registration, now=now)
            return registration
    # Outside the lock's transaction, which has to keep that the offer has lapsed.
    if registration.status == Status.EXPIRED:
        raise OfferGone(_("The time to answer has passed, and the seat has gone to the next in line."))
    raise OfferGone(_("There is no offer to answer any more."))
