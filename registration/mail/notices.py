"""Letters to the process leader: what they say, and when they have nothing to say any more.

Where an event has none, the morning's letter about its requests and its undecided change goes to the general
address, as a notice without a person.
Numbers and links to the screens of staff; no name and no address of who registered.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.roles import ROLE_PLURALS, Role
from home import dates
from home.models import SiteSettings
from registration.mail import changes, letter_links, marks, standings
from registration.mail.standings import Requests, Standing
from registration.mail.subject import one_line
from registration.models import OutboxMessage, Registration

DAILY, URGENT = "notice_daily", "notice_urgent"


@dataclass(frozen=True)
class Sentence:
    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Step:
    """A screen of staff on which something can be done; it `presses` when somebody waits for that."""

    words: str
    url: str
    presses: bool = False


@dataclass(frozen=True)
class AboutEvent:
    title: str
    when: str
    sentences: list[Sentence]
    steps: list[Step]


def why_untrue(message: OutboxMessage, *, now: datetime) -> str:
    """As `kinds.why_untrue`, for letters that are about no registration."""
    if not message.address or (message.person is None and message.kind != DAILY):
        return "no_address"
    if message.address != _address_now(message):
        return "address_changed"
    if now >= message.expires_at:
        return "expired"
    if marks.is_stopped(message.address):
        return "address_marked"
    if message.event is not None:
        if message.event.is_cancelled:
            return "event_cancelled"
        if message.event.contact_id != message.person_id:
            return "not_leader"
    if not _still_to_tell(message, now=now):
        return "nothing_left"
    return ""


def general_address() -> str:
    """Of whoever takes care of what nobody else does."""
    site = SiteSettings.objects.filter(site__is_default_site=True).first() or SiteSettings()
    return site.contact_email


def _address_now(message: OutboxMessage) -> str:
    return general_address() if message.person is None else message.person.email


def context_of(message: OutboxMessage, *, now: datetime) -> dict[str, Any]:
    """For the templates, in the active language."""
    found = _still_to_tell(message, now=now)
    about = [_about(message, standing, now=now) for standing in found]
    return {
        "name": message.person.first_name if message.person else "",
        "has_leader": message.person is not None,
        "title": about[0].title if len(about) == 1 else "",
        "about": about,
        "first_step": _first_step(about),
        "waiting": sum(standing.requests.people for standing in found if standing.requests),
        "undecided": any(standing.change for standing in found),
        "cancelled": _late_cancellations(message),
    }


def _first_step(about: list[AboutEvent]) -> Step | None:
    """The one that gets the letter's only button: what somebody waits for goes before what is to be seen."""
    steps = [step for one in about for step in one.steps]
    return next((step for step in steps if step.presses), steps[0] if steps else None)


def _still_to_tell(message: OutboxMessage, *, now: datetime) -> list[Standing]:
    """The events that the letter is about, as they stand now, of which there still is something to say."""
    if message.event is not None:
        return standings.of([message.event], now=now) if _late_cancellations(message) else []
    if message.person is None:
        events = standings.leaderless_events(now)
    else:
        events = standings.leaders_events(now).filter(contact=message.person)
    found = standings.of(list(events), now=now)
    return [one for one in found if one.awaits_somebody or _news(message, one)]


def _news(message: OutboxMessage, standing: Standing) -> frozenset[str]:
    """What this letter was written to tell of the event, and still is so."""
    return standing.points.intersection(message.details["news"].get(str(standing.event.pk), ()))


def _late_cancellations(message: OutboxMessage) -> int:
    """How many of those that the letter was written about have not been taken back."""
    turns = dict(cancellation.split(":") for cancellation in message.details.get("cancelled", ()))
    found = Registration.objects.filter(pk__in=turns, status=Registration.Status.CANCELLED)
    return sum(str(turn) == turns[str(pk)] for pk, turn in found.values_list("pk", "turn"))


def _about(message: OutboxMessage, standing: Standing, *, now: datetime) -> AboutEvent:
    event = standing.event
    if message.kind == URGENT:
        sentences = [_seats_now(standing)]
    else:
        sentences = [
            *_of_change(standing),
            *_of_requests(standing, now=now),
            *_of_news(standing, _news(message, standing), now=now),
        ]
    return AboutEvent(
        title=one_line(event.title),
        when=dates.when(event.start_at, event.end_at) if event.start_at else "",
        sentences=sentences,
        steps=list(_steps(standing, is_daily=message.kind == DAILY)),
    )


def _steps(standing: Standing, *, is_daily: bool) -> Iterable[Step]:
    change, event = standing.change, standing.event
    if is_daily and change is not None:
        url = letter_links.to_staff("staff_changes:notice", change.pk)
        yield Step(_("Send or dismiss the letter"), url, presses=True)
    if is_daily and standing.requests is not None:
        url = letter_links.to_staff("staff_requests:event", event.pk)
        yield Step(_("Answer the requests"), url, presses=True)
    else:
        yield Step(_("Show seats and registration"), letter_links.to_staff("staff_events:event", event.pk))


def _of_change(standing: Standing) -> Iterable[Sentence]:
    """What those who have registered do not know yet; somebody has to decide whether they are told."""
    if standing.change is None:
        return
    yield Sentence(_("Those who have registered have not been told that this has changed:"), is_strong=True)
    for change in changes.between(standing.change.before, standing.change.after):
        yield Sentence(f"{change.label}: {change.now}")


def _of_requests(standing: Standing, *, now: datetime) -> Iterable[Sentence]:
    requests = standing.requests
    if requests is None:
        return
    yield Sentence(
        ngettext(
            "%(count)d request awaits an answer, since %(day)s (%(age)s).",
            "%(count)d requests await an answer, the oldest since %(day)s (%(age)s).",
            requests.people,
        )
        % {
            "count": requests.people,
            "day": dates.day(requests.oldest_at),
            "age": _age(requests.oldest_at, now=now),
        },
        is_strong=True,
    )
    if requests.takeovers:
        yield _of_takeovers(requests)
    if requests.due_at is not None:
        words = (
            _("The answers were promised by %(when)s. That has passed.")
            if now >= requests.due_at
            else _("The answers are promised by %(when)s.")
        )
        yield Sentence(words % {"when": dates.at(requests.due_at)}, is_strong=now >= requests.due_at)


def _of_takeovers(requests: Requests) -> Sentence:
    count = requests.takeovers
    if count == requests.people:
        return Sentence(
            ngettext(
                "It is about taking over a colleague's seat.",
                "All of them are about taking over a colleague's seat.",
                count,
            )
        )
    return Sentence(
        ngettext(
            "%(count)d of them is about taking over a colleague's seat.",
            "%(count)d of them are about taking over a colleague's seat.",
            count,
        )
        % {"count": count}
    )


def _of_news(standing: Standing, news: frozenset[str], *, now: datetime) -> Iterable[Sentence]:
    names = {role.role: str(ROLE_PLURALS[Role(role.role)]) for role in standing.seats.roles}
    if "full" in news:
        yield Sentence(_("All seats are taken."))
        yield _seats_now(standing)
    else:
        for role_name, name in names.items():
            if f"full:{role_name}" in news:
                yield Sentence(_("The seats for %(role)s are taken.") % {"role": name.lower()})
    if "full:online" in news:
        yield Sentence(_("The places online are taken."))
    short = [role for role in standing.seats.roles if f"short:{role.role}" in news]
    for role in short:
        yield Sentence(
            _("%(role)s: %(taken)d of %(reserved)d reserved seats are taken.")
            % {"role": names[role.role], "taken": role.taken, "reserved": role.reserved}
        )
    if short and standing.event.start_at:
        days = _days_between(now, standing.event.start_at)
        yield Sentence(ngettext("%(days)d day is left.", "%(days)d days are left.", days) % {"days": days})
    if lapsed := sum(point.startswith("lapsed:") for point in news):
        yield Sentence(
            ngettext(
                "%(count)d offered seat was not answered in time, and nobody is next in line.",
                "%(count)d offered seats were not answered in time, and nobody is next in line.",
                lapsed,
            )
            % {"count": lapsed}
        )
        yield _seats_now(standing)
    yield from of_people(news)


def of_people(news: Set[str]) -> Iterable[Sentence]:
    """Numbers alone; who it is stands on the screens of staff."""
    if unreachable := sum(point.startswith("unreachable:") for point in news):
        yield Sentence(
            ngettext(
                "Letters to %(count)d registered person do not arrive. Phone and ask for another address.",
                "Letters to %(count)d registered people do not arrive. Phone and ask for other addresses.",
                unreachable,
            )
            % {"count": unreachable}
        )
    if declining := sum(point.startswith("declining:") for point in news):
        yield Sentence(
            ngettext(
                "%(count)d person has said no in their calendar and still has the seat.",
                "%(count)d people have said no in their calendar and still have their seats.",
                declining,
            )
            % {"count": declining}
        )


def _seats_now(standing: Standing) -> Sentence:
    figures = {
        "taken": standing.seats.taken,
        "capacity": standing.seats.capacity,
        "waiting": standing.waitlisted,
    }
    if not standing.waitlisted:
        return Sentence(_("Now %(taken)d of %(capacity)d seats are taken.") % figures)
    return Sentence(
        ngettext(
            "Now %(taken)d of %(capacity)d seats are taken, and %(waiting)d person is on the waitlist.",
            "Now %(taken)d of %(capacity)d seats are taken, and %(waiting)d people are on the waitlist.",
            standing.waitlisted,
        )
        % figures
    )


def _age(moment: datetime, *, now: datetime) -> str:
    days = _days_between(moment, now)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else _("today")


def _days_between(earlier: datetime, later: datetime) -> int:
    return (timezone.localdate(later) - timezone.localdate(earlier)).days
