"""What is held, of all events, for the start page; and what has been held until it was too late."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import EventPage
from registration.models import MailHold, OutboxMessage
from registration.staff import timeline_words, words

# After that a hold of an event that is over is history, as its time line shows it.
SHOWN_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class HoldRow:
    event: str
    url: str
    what: str
    since: str
    who: str
    reason: str
    too_late: str


def rows(*, now: datetime) -> list[HoldRow]:
    """The oldest first; as many queries for many as for one."""
    holds = list(
        MailHold.objects.in_force()
        .filter(Q(event__end_at=None) | Q(event__end_at__gt=now - SHOWN_AFTER))
        .select_related("event")
        .prefetch_related("event__reminder_rules")
        .order_by("held_at", "pk")
    )
    ended = _ended_letters([hold.event_id for hold in holds])
    return [
        HoldRow(
            event=words.event_label(hold.event),
            url=reverse("staff_events:timeline", args=[hold.event_id]),
            what=timeline_words.held(hold.what, hold.event),
            since=words.listed(hold.held_at),
            who=hold.held_by_name,
            reason=hold.reason,
            too_late=_too_late(hold.event, letters=ended[hold.event_id], now=now),
        )
        for hold in holds
    ]


def _ended_letters(event_ids: list[int]) -> Counter[int | None]:
    """How many letters of each event ended because they were held too long."""
    if not event_ids:
        return Counter()
    ended = OutboxMessage.objects.filter(registration__event__in=event_ids, reason="held_too_long")
    counts = ended.order_by().values_list("registration__event").annotate(count=Count("pk"))
    return Counter(dict(counts))


def _too_late(event: EventPage, *, letters: int, now: datetime) -> str:
    if letters:
        return ngettext(
            "%(count)d letter was held until it was too late, and is not sent.",
            "%(count)d letters were held until it was too late, and are not sent.",
            letters,
        ) % {"count": letters}
    return _("The event has begun: reminders are not sent any more.") if event.has_begun(now) else ""
