"""The buttons inside the status band: what the status asks of the person, the main thing first."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from registration import leaving
from registration.models import Registration
from registration.own_actions import OwnActions

Status = Registration.Status


@dataclass(frozen=True)
class BandAction:
    """A link to a page that asks or shows; with `posts` a button that acts at once and sends `fields`."""

    label: str
    address: str
    posts: bool = False
    is_main: bool = False
    fields: dict[str, str] = field(default_factory=dict)


def band_actions(registration: Registration, actions: OwnActions, *, token: str) -> list[BandAction]:
    def to(name: str) -> str:
        return reverse(f"registration:{name}", args=[token])

    found = []
    if actions.accept:
        found.append(BandAction(_("Say yes to the seat"), to("accept"), posts=True, is_main=True))
    if actions.undo:
        gave_up_seat = registration.status_before_cancelling == Status.CONFIRMED
        label = _("Take the cancellation back") if gave_up_seat else _("Undo")
        found.append(BandAction(label, to("undo"), posts=True, is_main=True))
    if actions.come_back:
        # Beside the other: what has been cancelled may have gone to the next in line already.
        label = _("Ask for a seat again") if registration.event.is_by_request else _("Register again")
        address = reverse("registration:signup", args=[registration.event_id])
        found.append(BandAction(label, address, is_main=not actions.undo))
    if actions.choose_directly:
        found.append(_choice_of_directly(registration, address=to("choose_directly")))
    if actions.hand_over:
        found.append(BandAction(_("Hand the seat over"), to("hand_over")))
    if actions.cancel:
        found.append(BandAction(str(leaving.of(registration).button), to("cancel")))
    return found


def _choice_of_directly(registration: Registration, *, address: str) -> BandAction:
    if registration.wants_directly:
        return BandAction(
            _("Ask me before I get a seat"), address, posts=True, fields={"wants_directly": "no"}
        )
    return BandAction(
        _("Give me a free seat directly"), address, posts=True, fields={"wants_directly": "yes"}
    )
