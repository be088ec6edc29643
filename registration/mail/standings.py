"""How coming events stand in what their process leader has to know: who waits for an answer, what is full,
which role is far from its goal, which offers nobody took.

Seats are asked of `events.availability`: letters must not ask the rules themselves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.availability import Availability, RoleSeats, availability_of
from events.models import EventPage
from registration.models import AddressMark, CalendarReply, ChangeNotice, HistoryEntry, Registration

Status = Registration.Status

# A role is looked at from a week before: early enough to invite, late enough to be worth a letter.
GOAL_WATCHED = timedelta(days=7)
# Far from its goal: three seats are empty chairs at any event, of few reserved seats a third is felt.
FAR_SEATS = 3
FAR_SHARE = 0.3


@dataclass(frozen=True)
class Requests:
    """Who waits for the organiser's answer; `takeovers` of them are to take over a colleague's seat.

    `due_at` is None where no answer has been promised.
    """

    people: int
    takeovers: int
    oldest_at: datetime
    due_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """`points` names everything that is worth telling once, such as `full:builder` or `lapsed:17`, as long
    as it is so: whoever remembers the points that were told knows what is news."""

    event: EventPage
    seats: Availability
    requests: Requests | None
    waitlisted: int
    points: frozenset[str]
    # What people have not been told of; it waits for a decision as a request does.
    change: ChangeNotice | None = None

    @property
    def awaits_somebody(self) -> bool:
        """Whether it is told every working day until somebody has answered or decided."""
        return self.requests is not None or self.change is not None


def leaders_events(now: datetime) -> QuerySet[EventPage]:
    """The events that are still to come and have a process leader who can be written to; a cancelled one as
    long as those who have registered may not know it."""
    events = _coming(now).filter(~Q(status=EventPage.Status.CANCELLED) | _is_undecided())
    return events.exclude(_has_no_leader())


def leaderless_events(now: datetime) -> QuerySet[EventPage]:
    """The events where somebody has to answer requests, or to decide whether people are told of a change,
    and that have no process leader who can be written to."""
    asked = Exists(Registration.objects.filter(event=OuterRef("pk"), status=Status.PENDING))
    awaiting = _is_undecided() | (~Q(status=EventPage.Status.CANCELLED) & Q(asked))
    return _coming(now).filter(awaiting).filter(_has_no_leader())


def _coming(now: datetime) -> QuerySet[EventPage]:
    return (
        EventPage.objects.live()
        .filter(start_at__gt=now)
        .select_related("contact")
        .prefetch_related("quotas")
        .order_by("start_at", "pk")
    )


def _is_undecided() -> Exists:
    return Exists(ChangeNotice.objects.undecided().filter(event=OuterRef("pk")))


def _has_no_leader() -> Q:
    return Q(contact__isnull=True) | Q(contact__email="")


def of(events: Sequence[EventPage], *, now: datetime) -> list[Standing]:
    """How each stands, in their order; as many queries for many events as for one."""
    ids = [event.pk for event in events]
    seats = availability_of(events, now=now)
    # Of what is cancelled only one thing is left to do.
    requests = _requests([event for event in events if not event.is_cancelled])
    changes = {one.event_id: one for one in ChangeNotice.objects.undecided().filter(event__in=ids)}
    people = _people(ids)
    remarks = _remarks(ids)
    return [
        Standing(
            event=event,
            seats=seats[event.pk],
            requests=requests.get(event.pk),
            waitlisted=len(people[event.pk][Status.WAITLISTED]),
            change=changes.get(event.pk),
            points=frozenset()
            if event.is_cancelled
            else frozenset(
                [
                    *_full(event, seats[event.pk]),
                    *_short(event, seats[event.pk], now=now),
                    *_lapsed(seats[event.pk], people[event.pk]),
                    *remarks[event.pk],
                ]
            ),
        )
        for event in events
    ]


def is_far(role: RoleSeats) -> bool:
    """Whether a role lacks so much of what is reserved for it that somebody should do something."""
    missing = role.reserved - role.taken
    return missing > 0 and (missing >= FAR_SEATS or missing >= role.reserved * FAR_SHARE)


def _full(event: EventPage, seats: Availability) -> Iterable[str]:
    """A role that never had a seat is not full, and an event without seats neither."""
    roles = [role for role in seats.roles if role.maximum != 0]
    if event.capacity and roles:
        full = [role for role in roles if not role.left]
        yield from (f"full:{role.role}" for role in full)
        if len(full) == len(roles):
            yield "full"
    if seats.online_left == 0 and event.online_capacity:
        yield "full:online"


def _short(event: EventPage, seats: Availability, *, now: datetime) -> Iterable[str]:
    # By the day: a morning's letter a week before an evening is a week before.
    if event.start_at and timezone.localdate(event.start_at) - timezone.localdate(now) <= GOAL_WATCHED:
        yield from (f"short:{role.role}" for role in seats.roles if is_far(role))


def _lapsed(seats: Availability, people: dict[str, list[int]]) -> Iterable[str]:
    """Offers that nobody took, when nobody is next: who waits and fits has been offered the seat by now."""
    if not people[Status.OFFERED] and any(role.left for role in seats.roles):
        yield from (f"lapsed:{pk}" for pk in people[Status.EXPIRED])


def _people(event_ids: Sequence[int]) -> dict[int, dict[str, list[int]]]:
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = Registration.objects.filter(
        event_id__in=event_ids, status__in=[Status.WAITLISTED, Status.OFFERED, Status.EXPIRED]
    )
    for event_id, status, pk in rows.order_by("pk").values_list("event_id", "status", "pk"):
        found[event_id][status].append(pk)
    return found


def _remarks(event_ids: Sequence[int]) -> dict[int, list[str]]:
    """By event: whose letters do not arrive, and who has said no in their calendar and kept the seat."""
    found: dict[int, list[str]] = defaultdict(list)
    marked = AddressMark.objects.in_force().filter(address_key=OuterRef("address_key"))
    unreachable = Registration.objects.open_cases().filter(Exists(marked), event__in=event_ids)
    for event_id, pk in unreachable.order_by("pk").values_list("event_id", "pk"):
        found[event_id].append(f"unreachable:{pk}")
    replies = CalendarReply.objects.probably_cancelling().filter(registration__event__in=event_ids)
    for event_id, pk in replies.order_by("pk").values_list("registration__event_id", "registration_id"):
        found[event_id].append(f"declining:{pk}")
    return found


def _requests(events: Sequence[EventPage]) -> dict[int, Requests]:
    asked: dict[int, list[datetime]] = defaultdict(list)
    promised: set[int] = set()
    takeovers: Counter[int] = Counter()
    by_id = {event.pk: event for event in events}
    # Who withdrew and came back asked later than they first came.
    last = Max("history__at", filter=Q(history__action=HistoryEntry.Action.REQUESTED))
    rows = (
        Registration.objects.filter(event_id__in=by_id, status=Status.PENDING)
        .annotate(asked_at=Coalesce(last, F("created_at")))
        .values_list("event_id", "substitute_for_id", "asked_at")
    )
    for event_id, holder_id, asked_at in rows:
        event = by_id[event_id]
        asked[event_id].append(asked_at)
        if holder_id is not None:
            takeovers[event_id] += 1
        elif event.answer_promised_to(asked_at):
            promised.add(event_id)
    return {
        event_id: Requests(
            people=len(moments),
            takeovers=takeovers[event_id],
            oldest_at=min(moments),
            due_at=by_id[event_id].promised_answer_at if event_id in promised else None,
        )
        for event_id, moments in asked.items()
    }
