"""What stands on the time line of an event's letters."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from events.models import ReminderRule
from registration.domain import mail_holds
from registration.domain.seat_forecast import Cause
from registration.mail import notices
from registration.models import MailHold, OutboxMessage

TO_STAFF = (notices.DAILY, notices.URGENT)


class Stage(StrEnum):
    """How certain it is: it has gone, lies in the outbox, follows from a rule, or from what people do not do;
    or staff have to press first."""

    GONE = "gone"
    WAITING = "waiting"
    PLANNED = "planned"
    FORESEEN = "foreseen"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Entry:
    """Letters of one kind that go, or went, together. `at` is None where nobody knows when.

    `count` are the letters that went or will go; `failed` and `dropped` those that did not.
    """

    stage: Stage
    kind: str
    at: datetime | None
    count: int
    rule_key: str = ""
    rule: ReminderRule | None = None
    cause: Cause | None = None
    failed: int = 0
    dropped: int = 0
    day: date | None = None
    hold: MailHold | None = None
    awaits_documentation: bool = False
    is_overdue: bool = False
    notice_id: int | None = None
    mailing_id: int | None = None
    foreseen: tuple[OutboxMessage, ...] = ()

    @property
    def name(self) -> str:
        """What the address of its page calls it; no two entries of an event have the same."""
        when = self.day.isoformat() if self.day else ""
        if self.stage == Stage.FORESEEN and self.at is not None:
            when = f"{self.cause}.{self.at.timestamp():.0f}"
        which = str(self.notice_id or self.mailing_id or "")
        parts = (self.stage.value, self.kind, self.rule_key, which, when)
        return "-".join(part for part in parts if part)

    @property
    def what(self) -> str:
        """What a hold of just this is about; empty where there is nothing to hold."""
        is_over = self.stage in (Stage.GONE, Stage.UNDECIDED)
        if is_over or self.kind in MailHold.NEVER_HELD or self.kind in TO_STAFF:
            return ""
        return f"{MailHold.RULE}{self.rule_key}" if self.rule_key else mail_holds.of_kind(self.kind)


@dataclass(frozen=True)
class Timeline:
    """`past`: the oldest first. `future`: what waits first, then by time; `undecided` has none."""

    past: list[Entry]
    undecided: list[Entry]
    future: list[Entry]
    holds: list[MailHold]

    @property
    def of_all(self) -> MailHold | None:
        """The hold of all the event's mail, while there is one."""
        return next((hold for hold in self.holds if hold.is_of_all), None)

    def entries(self) -> list[Entry]:
        return [*self.past, *self.undecided, *self.future]

    def find(self, name: str) -> Entry | None:
        return next((entry for entry in self.entries() if entry.name == name), None)
