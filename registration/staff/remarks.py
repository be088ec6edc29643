"""What staff should know of a registration beside its status: letters do not arrive, or the person has said
no in their calendar and still has the seat."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventPage
from registration.domain import calendar_replies
from registration.models import AddressMark, CalendarReply, HistoryEntry, Registration

UNREACHABLE, DECLINING = "unreachable", "declining"
CHOICES = [
    (UNREACHABLE, gettext_lazy("Letters do not arrive")),
    (DECLINING, gettext_lazy("Probably wants to cancel")),
]
_WORDS = dict(CHOICES)
_CONDITIONS = {
    UNREACHABLE: Exists(AddressMark.objects.in_force().filter(address_key=OuterRef("address_key"))),
    DECLINING: Exists(CalendarReply.objects.probably_cancelling().filter(registration=OuterRef("pk"))),
}


def with_remarks(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Each row knows whether it has one; no more queries for many rows than for one."""
    return registrations.annotate(
        is_unreachable=_CONDITIONS[UNREACHABLE],
        is_declining=_CONDITIONS[DECLINING],
    )


def to_look_at(
    remark: str, registrations: QuerySet[Registration], *, now: datetime
) -> QuerySet[Registration]:
    """Those with this remark for whom something can be done: registered, for an event that still is to be."""
    coming = registrations.open_cases().filter(event__live=True, event__start_at__gt=now)
    return coming.exclude(event__status=EventPage.Status.CANCELLED).filter(_CONDITIONS[remark])


def words_of(registration: Registration) -> str:
    """For a row of `with_remarks`, on one line; empty when there is nothing to say."""
    found = {UNREACHABLE: registration.is_unreachable, DECLINING: registration.is_declining}
    return ". ".join(str(_WORDS[name]) for name, is_so in found.items() if is_so)


@dataclass(frozen=True)
class Remarks:
    """What the page of one registration says on top."""

    mark: AddressMark | None
    declined_at: datetime | None
    # That they have been asked about it.
    question: HistoryEntry | None

    @property
    def address_words(self) -> str:
        if self.mark is None:
            return ""
        if self.mark.kind == AddressMark.Kind.COMPLAINED:
            return _(
                "The person, or their mail program, has called a letter from us unwanted. No more are sent."
            )
        if self.mark.kind == AddressMark.Kind.OFTEN:
            return _(
                "Several letters in a week could not be delivered. No more are sent. "
                "Phone the person, or try again."
            )
        return _(
            "Letters to this address do not arrive. No more are sent. Phone the person and correct the "
            "address, or try again if it is right."
        )


def of(registration: Registration) -> Remarks:
    mark = AddressMark.objects.in_force().filter(address_key=registration.address_key).first()
    reply = CalendarReply.objects.probably_cancelling().filter(registration=registration).first()
    return Remarks(
        mark=mark,
        declined_at=reply.at if reply else None,
        question=calendar_replies.asked(reply) if reply else None,
    )


@dataclass(frozen=True)
class Tally:
    """How many people of coming events somebody should get hold of."""

    unreachable: int
    declining: int


def tally(*, now: datetime) -> Tally:
    everybody = Registration.objects.all()
    return Tally(
        unreachable=to_look_at(UNREACHABLE, everybody, now=now).count(),
        declining=to_look_at(DECLINING, everybody, now=now).count(),
    )
