"""Who pressed what about an event's registration, and when; the history of the page holds the same."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import PageLogEntry

from events.models import EventPage
from registration.domain import change_notices, mail_holds, mailings, releases, window

PRESSES = (
    window.CLOSED,
    window.REOPENED,
    window.EXTENDED,
    releases.RELEASED,
    releases.KEPT_AGAIN,
    change_notices.SENT,
    change_notices.DISMISSED,
    change_notices.TAKEN_BACK,
    mail_holds.HELD,
    mail_holds.LET_GO,
    mail_holds.SENT_NOW,
    mailings.SENT,
    mailings.STOPPED,
    mailings.RESUMED,
)
SHOWN = 5


@dataclass(frozen=True)
class Press:
    action: str
    what: str
    who: str
    at: datetime


def latest(event: EventPage) -> list[Press]:
    entries = (
        PageLogEntry.objects.filter(page_id=event.pk, action__in=PRESSES)
        .select_related("user")
        .order_by("-timestamp", "-pk")[:SHOWN]
    )
    return [
        Press(
            action=entry.action,
            what=str(entry.message),
            who=entry.data.get("by") or entry.user_display_name,
            at=entry.timestamp,
        )
        for entry in entries
    ]
