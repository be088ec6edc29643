"""What the time line of an event's letters says: what, to how many, when and why."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import EventPage
from home import dates
from registration.domain.seat_forecast import Cause
from registration.domain.timeline_entries import Entry, Stage
from registration.models import MailHold
from registration.staff import words

# What has caused the letters that no rule sends.
ACTS = {
    "confirmed": gettext_lazy("They registered and got a seat."),
    "waitlisted": gettext_lazy("They registered when no seat was free for them."),
    "promoted": gettext_lazy("A seat became free, and they had asked for it at once."),
    "requested": gettext_lazy("They asked for a seat."),
    "approved": gettext_lazy("Staff said yes to their request."),
    "declined": gettext_lazy("Staff said no to their request."),
    "offered": gettext_lazy("A seat became free."),
    "offer_lapsed": gettext_lazy("They did not answer the offer in time."),
    "handed_over": gettext_lazy("They handed their seat to a colleague."),
    "handover_declined": gettext_lazy("Staff said no to a colleague in their place."),
    "took_over": gettext_lazy("They took over a colleague's seat."),
    "attendance_changed": gettext_lazy("They changed between room and online."),
    "cancelled": gettext_lazy("They withdrew, or staff cancelled for them."),
    "changed": gettext_lazy("Staff told them of a change."),
    "event_cancelled": gettext_lazy("Staff told them that the event is cancelled."),
    "already_registered": gettext_lazy("Somebody filled in the form with an address that is registered."),
    "new_link": gettext_lazy("They asked for a new link, or staff made one."),
    "forum": gettext_lazy("They asked for a link to My Bostadsforum."),
    "notice_urgent": gettext_lazy("Somebody with a seat withdrew within a day of the start."),
    "mailing": gettext_lazy("Staff wrote to them."),
    "did_you_mean_to_cancel": gettext_lazy("They said no in their calendar, and staff asked them."),
}
CAUSES = {
    Cause.LAPSES: gettext_lazy("If they do not answer the offer."),
    Cause.NEXT_IN_LINE: gettext_lazy("If the seat becomes free: they are next in line."),
    Cause.RELEASE: gettext_lazy("The reserved seats open to all: they are next in line."),
}


def title(entry: Entry) -> str:
    if entry.stage == Stage.UNDECIDED and entry.kind == "approved":
        return _("Answers to requests")
    return words.letter_kind(entry.kind)


def why(entry: Entry) -> str:
    if entry.stage == Stage.UNDECIDED:
        return _when_you_answer(entry) if entry.kind == "approved" else _("When you send it, or never.")
    if entry.cause is not None:
        return str(CAUSES[entry.cause])
    if entry.rule is not None:
        return of_rule(entry)
    if entry.rule_key:
        return _("A reminder that the event no longer has.")
    return str(ACTS.get(entry.kind, ""))


def of_rule(entry: Entry) -> str:
    rule = entry.rule
    if rule is None:
        return ""
    parts = [f"{_capitalised(rule.when_words)}. {rule.segment_words}."]
    if entry.awaits_documentation:
        parts.append(_("Waits until there is something to read on the page."))
    return " ".join(parts)


def _when_you_answer(entry: Entry) -> str:
    if entry.at is None:
        return _("When you answer.")
    return _("When you answer. Promised by %(when)s.") % {"when": dates.at(entry.at)}


def people(entry: Entry) -> str:
    """To how many, and how many of them did not get it."""
    if entry.stage == Stage.GONE:
        parts = [_sent(entry.count)] if entry.count or not (entry.failed or entry.dropped) else []
        if entry.failed:
            parts.append(
                ngettext("%(count)d could not be delivered", "%(count)d could not be delivered", entry.failed)
                % {"count": entry.failed}
            )
        if entry.dropped:
            parts.append(
                ngettext("%(count)d was not needed", "%(count)d were not needed", entry.dropped)
                % {"count": entry.dropped}
            )
        return ", ".join(parts)
    if entry.count == 0:
        return _("to nobody as things are")
    return ngettext("to %(count)d person", "to %(count)d people", entry.count) % {"count": entry.count}


def _sent(count: int) -> str:
    return ngettext("%(count)d letter sent", "%(count)d letters sent", count) % {"count": count}


def when(entry: Entry, *, now: datetime) -> str:
    """The clock time beside its day, or what stands in its place."""
    if entry.stage == Stage.UNDECIDED:
        return _("when you decide")
    if entry.at is None:
        return _("later")
    if entry.hold is not None and entry.at <= now:
        return _("when it is let go")
    if entry.stage != Stage.GONE and entry.at <= now:
        return _("within a minute")
    if entry.stage == Stage.GONE:
        return _("from %(clock)s") % {"clock": dates.clock_four(entry.at)}
    return dates.clock_four(entry.at)


def day(entry: Entry, *, now: datetime) -> str:
    if entry.stage == Stage.UNDECIDED or entry.at is None:
        return ""
    return dates.weekday_day_year(entry.at)


def stage(entry: Entry) -> str:
    if entry.hold is not None:
        return _("On hold")
    return {
        Stage.GONE: "",
        Stage.WAITING: _("Waiting to leave"),
        Stage.PLANNED: "",
        Stage.FORESEEN: _("If nothing changes"),
        Stage.UNDECIDED: _("Up to you"),
    }[entry.stage]


def held(what: str, event: EventPage) -> str:
    """What a hold is about: `Reminder, 7 days before the start, 09.00`."""
    if what == MailHold.ALL:
        return _("All letters of the event")
    if what.startswith(MailHold.RULE):
        key = what.removeprefix(MailHold.RULE)
        rule = next((rule for rule in event.reminder_rules.all() if rule.key == key), None)
        if rule is None:
            return _("A reminder that the event no longer has")
        return f"{rule.get_purpose_display()}, {rule.when_words}"
    return words.letter_kind(what.removeprefix(MailHold.KIND))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
