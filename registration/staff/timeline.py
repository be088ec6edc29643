"""Every letter of one event on one time line, each with what can be done about it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventPage
from registration.domain import timeline
from registration.domain.timeline_entries import Entry, Stage, Timeline
from registration.models import MailHold, MailStop
from registration.staff import timeline_words, words
from registration.staff.screens import Screen, Trail

PERMISSION = "registration.view_outboxmessage"
MAY_PRESS = "registration.change_outboxmessage"
# The name of an entry in addresses, and what is held.
ENTRY, WHAT = "brev", "vad"
# More of what has gone stands behind a press.
PAST_SHOWN = 6


@dataclass(frozen=True)
class Row:
    """An entry as the time line shows it; an address is empty where there is nothing to press."""

    entry: Entry
    url: str
    title: str
    people: str
    when: str
    day: str
    why: str
    stage: str
    hold_url: str
    let_go_url: str
    send_now_url: str
    elsewhere_url: str

    @property
    def is_held(self) -> bool:
        return self.entry.hold is not None


@dataclass(frozen=True)
class HoldRow:
    hold: MailHold
    what: str
    let_go_url: str


class TimelineScreen(Screen):
    permission = PERMISSION
    template_name = "registration/staff/timeline.html"
    header_icon = "mail"
    page_title: Any = gettext_lazy("Time line of letters")

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @cached_property
    def event(self) -> EventPage:
        found = timeline.load(self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def timeline(self) -> Timeline:
        return timeline.of(self.event, now=self.now)

    def get_page_subtitle(self) -> str:
        return words.event_label(self.event)

    def trail(self) -> Trail:
        return trail_to(self.event, self.request.user)

    @property
    def may_press(self) -> bool:
        return self.request.user.has_perm(MAY_PRESS)

    def row(self, entry: Entry) -> Row:
        return row_of(entry, self.event, user=self.request.user, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line, user = self.timeline, self.request.user
        earlier, latest = folded([self.row(entry) for entry in line.past])
        return super().get_context_data(**kwargs) | {
            "event": self.event,
            "now": self.now,
            "earlier": in_days(earlier),
            "earlier_count": len(earlier),
            "latest": in_days(latest),
            "undecided": [self.row(entry) for entry in line.undecided],
            "future": in_days([self.row(entry) for entry in line.future]),
            "holds": [
                HoldRow(
                    hold=hold,
                    what=timeline_words.held(hold.what, self.event),
                    let_go_url=action_url("let_go", self.event, **{WHAT: hold.what})
                    if self.may_press
                    else "",
                )
                for hold in line.holds
            ],
            "hold_all_url": action_url("hold", self.event, **{WHAT: MailHold.ALL})
            if self.may_press and line.of_all is None and not self.event.is_over(self.now)
            else "",
            "is_stopped": MailStop.objects.in_force().exists(),
            "desk_url": reverse("staff_events:event", args=[self.event.pk])
            if user.has_perm("registration.view_registration")
            else "",
            "letters_url": f"{reverse('staff_letters:index')}?registration__event={self.event.pk}",
            "may_edit": self.event.permissions_for_user(user).can_edit(),
        }


def trail_to(event: EventPage, user: Any) -> Trail:
    if not user.has_perm("registration.view_registration"):
        return [{"url": reverse("staff_letters:index"), "label": _("Letters")}]
    return [
        {"url": reverse("staff_events:index"), "label": _("Seats and registration")},
        {"url": reverse("staff_events:event", args=[event.pk]), "label": event.title},
    ]


def folded(past: list[Row]) -> tuple[list[Row], list[Row]]:
    """What stands behind a press, and what is shown at once; no day is torn apart."""
    if len(past) <= PAST_SHOWN:
        return [], past
    first_shown = past[-PAST_SHOWN].day
    cut = next(number for number, row in enumerate(past) if row.day == first_shown)
    return past[:cut], past[cut:]


def in_days(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Rows of one day under its name; those without a day stand alone."""
    return [(day, list(group)) for day, group in groupby(rows, key=lambda row: row.day)]


def row_of(entry: Entry, event: EventPage, *, user: Any, now: datetime) -> Row:
    may_press = user.has_perm(MAY_PRESS)
    can_be_held = may_press and bool(entry.what)
    own_hold = entry.hold is not None and not entry.hold.is_of_all
    return Row(
        entry=entry,
        url=action_url("timeline_entry", event, **{ENTRY: entry.name}),
        title=timeline_words.title(entry),
        people=timeline_words.people(entry),
        when=timeline_words.when(entry, now=now),
        day=timeline_words.day(entry, now=now),
        why=timeline_words.why(entry),
        stage=timeline_words.stage(entry),
        hold_url=action_url("hold", event, **{WHAT: entry.what}) if can_be_held and not entry.hold else "",
        let_go_url=action_url("let_go", event, **{WHAT: entry.hold.what})
        if may_press and own_hold and entry.hold
        else "",
        send_now_url=action_url("send_now", event, **{ENTRY: entry.name})
        if may_press and can_go_now(entry, event, now=now)
        else "",
        elsewhere_url=elsewhere(entry, event, user=user),
    )


def can_go_now(entry: Entry, event: EventPage, *, now: datetime) -> bool:
    """Where a press makes a difference: what would go later, to somebody, and whose time it can be."""
    if entry.hold is not None or not entry.count or not entry.what:
        return False
    if entry.stage == Stage.WAITING:
        return entry.at is not None and entry.at > now
    if entry.stage != Stage.PLANNED or entry.rule is None or entry.is_overdue:
        return False
    return not event.has_begun(now) if entry.rule.is_reminder else event.is_over(now)


def elsewhere(entry: Entry, event: EventPage, *, user: Any) -> str:
    """The screen on which staff decide, or of a mailing; empty where there is none, or they may not."""
    if entry.mailing_id is not None:
        may = user.has_perm("registration.change_mailing")
        return reverse("staff_mailings:mailing", args=[entry.mailing_id]) if may else ""
    if entry.stage != Stage.UNDECIDED:
        return ""
    if entry.notice_id is not None:
        may = user.has_perm("registration.change_changenotice")
        return reverse("staff_changes:notice", args=[entry.notice_id]) if may else ""
    may = user.has_perm("registration.view_registration")
    return reverse("staff_requests:event", args=[event.pk]) if may else ""


def action_url(name: str, event: EventPage, **query: str) -> str:
    return f"{reverse(f'staff_events:{name}', args=[event.pk])}?{urlencode(query)}"
