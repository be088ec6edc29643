"""Telling people that an event has moved, has another place or is cancelled (docs/rules.md 4.8).

Publishing changes pages and calendars at once and writes to nobody. It opens the event's one notice, which
staff send or dismiss; the notice closes itself when nobody is left to tell, because the change was undone or
other letters have told it. Who is concerned is asked of the registrations each time: each of them knows what
that person was last told.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from events.models import CalendarIdentity, EventPage
from home.models import User
from registration.domain import seat_lock, window
from registration.domain.errors import NothingToDecide, TemporarilyBusy
from registration.mail import kinds, letters, told_facts
from registration.mail.reasons import BY_STAFF
from registration.models import ChangeNotice, OutboxMessage, Registration

State = ChangeNotice.State

# What the history of the page calls the presses; their words are in wagtail_hooks.py.
SENT, DISMISSED, TAKEN_BACK = "registration.tell", "registration.tell_not", "registration.tell_undo"


# --- Opening and closing --------------------------------------------------------------------------


@seat_lock.retried
def settle(event_id: int, *, now: datetime) -> None:
    """Open, bring up to date or close the event's notice; twice does no harm."""
    with seat_lock.locked(event_id) as event:
        _settle(event, now=now)


def settle_all(*, now: datetime) -> int:
    """For beat: what changed without a publication, such as a venue, and what other letters have told.

    Looks at the counts first, in as many queries for many events as for one; returns how many were settled.
    """
    open_for = set(ChangeNotice.objects.undecided().values_list("event_id", flat=True))
    told = (
        Registration.objects.open_cases()
        .reached()
        .filter(event__live=True, event__end_at__gt=now, told_facts__isnull=False)
        .values_list("event_id", "told_facts")
        .order_by()
        .distinct()
    )
    groups = list(told)
    identities = CalendarIdentity.objects.filter(event_id__in={event_id for event_id, _facts in groups})
    facts = {identity.event_id: told_facts.of(identity) for identity in identities}
    # The latest decision of each stands last.
    decided = {
        notice.event_id: notice.after
        for notice in ChangeNotice.objects.decided().filter(event__in=facts).order_by("decided_at", "pk")
    }
    changed = {
        event_id
        for event_id, before in groups
        if before
        and not told_facts.are_the_same(before, facts.get(event_id, {}))
        and not told_facts.are_the_same(decided.get(event_id, {}), facts.get(event_id, {}))
    }
    settled = sorted(open_for | changed)
    for event_id in settled:
        try:
            settle(event_id, now=now)
        except TemporarilyBusy:
            # The next tick comes within a minute; the other events must not wait for it.
            continue
    return len(settled)


def _settle(event: EventPage, *, now: datetime, words: dict[str, str] | None = None) -> None:
    notice = event.change_notices.undecided().first()
    after = told_facts.of(event.calendar_identity)
    people = _to_decide_about(event, after, now=now)
    if notice is None:
        if _without_letter_of_change(people):
            before = _told_to_most(people)
            event.change_notices.create(before=before, after=after, opened_at=now, **(words or {}))
        return
    if not people:
        notice.state = State.CLOSED
        notice.decided_at = now
        notice.save(update_fields=["state", "decided_at"])
        return
    before = _told_to_most(people)
    if (notice.before, notice.after) != (before, after):
        if notice.after.get("status") != after["status"]:
            # Words about a move say nothing of a cancellation.
            notice.sentence = notice.sentence_en = ""
        notice.before, notice.after = before, after
        notice.save(update_fields=["before", "after", "sentence", "sentence_en"])


def _to_decide_about(event: EventPage, after: told_facts.Facts, *, now: datetime) -> list[Registration]:
    """Everybody who has been told something else; what has been decided once is not asked again.

    Also those to whom a letter is on its way: it may be about something else, be held, or never arrive, and
    what staff have written must not be thrown away for it. Told is who has been told.
    """
    if not event.live or event.is_over(now) or not after:
        return []
    decided = event.change_notices.decided().first()
    if decided is not None and told_facts.are_the_same(decided.after, after):
        return []
    return _with_news(event.registrations, after)


def _told_to_most(people: Iterable[Registration]) -> told_facts.Facts:
    """Those who were told something else are told, each, what is new to them."""
    told = [person.told_facts for person in people if person.told_facts]
    counts = Counter(tuple(sorted(facts.items())) for facts in told)
    return dict(counts.most_common(1)[0][0])


def _with_news(registrations: Any, after: told_facts.Facts) -> list[Registration]:
    """Who cannot be reached gets no letter, and is none to decide about as long as that is so."""
    found = registrations.open_cases().reached().filter(told_facts__isnull=False).exclude(address="")
    return [
        person
        for person in found.order_by("pk")
        if person.told_facts and told_facts.differences(person.told_facts, after, registration=person)
    ]


# --- Who is concerned -----------------------------------------------------------------------------


def concerned(notice: ChangeNotice) -> list[Registration]:
    """Who would get the letter now, in the order in which they registered, with the event at hand."""
    event = EventPage.objects.with_details().get(pk=notice.event_id)
    people = _with_news(event.registrations.exclude(_has_letter_of_change()), _facts(event))
    for person in people:
        person.event = event
    return people


def _facts(event: EventPage) -> told_facts.Facts:
    return told_facts.of(event.calendar_identity)


def _has_letter_of_change() -> Exists:
    """Written and not gone yet: it will tell what holds when it goes."""
    letters_of_change = OutboxMessage.objects.unfinished().filter(kind__in=kinds.OF_CHANGES)
    return Exists(letters_of_change.filter(registration=OuterRef("pk")))


def _without_letter_of_change(people: Iterable[Registration]) -> bool:
    """Whether there is anybody among them about whom nothing has been decided."""
    ids = [person.pk for person in people]
    return Registration.objects.filter(pk__in=ids).exclude(_has_letter_of_change()).exists()


def _just_being_told(event: EventPage) -> list[Registration]:
    """A letter that was written before the change may be leaving right now."""
    sending = OutboxMessage.objects.filter(registration=OuterRef("pk"), state=OutboxMessage.State.SENDING)
    return list(event.registrations.open_cases().filter(Exists(sending)).exclude(_has_letter_of_change()))


# --- Deciding -------------------------------------------------------------------------------------


@seat_lock.retried
def send(
    notice_id: int, *, by: User, now: datetime, sentence: str | None = None, sentence_en: str | None = None
) -> int:
    """Write to everybody concerned, once each; returns how many. Raises NothingToDecide."""
    with seat_lock.locked(_event_id(notice_id)) as event:
        notice = _undecided(notice_id)
        _reword(notice, sentence=sentence, sentence_en=sentence_en)
        people = concerned(notice)
        if not people:
            raise NothingToDecide(_("Everybody has been told already."))
        known = {person.pk for person in people}
        late = [person for person in _just_being_told(event) if person.pk not in known]
        for person in late:
            person.event = people[0].event
        letters.of_change([*people, *late], notice=notice, now=now)
        notice.after = _facts(people[0].event)
        _decide(notice, State.SENT, by=by, now=now)
        window.write_down(event, SENT, by=by)
        return len(people)


@seat_lock.retried
def dismiss(notice_id: int, *, by: User, reason: str, now: datetime) -> None:
    """Write to nobody about this change; a letter that goes out anyway still says what is new."""
    with seat_lock.locked(_event_id(notice_id)) as event:
        notice = _undecided(notice_id)
        notice.after = _facts(event)
        notice.reason = reason
        _decide(notice, State.DISMISSED, by=by, now=now)
        window.write_down(event, DISMISSED, by=by)


@seat_lock.retried
def take_back(notice_id: int, *, by: User, now: datetime) -> None:
    """Ask again about what was decided; of letters, only as long as none has left. Raises NothingToDecide."""
    with seat_lock.locked(_event_id(notice_id)) as event:
        notice = ChangeNotice.objects.get(pk=notice_id)
        if not may_take_back(notice):
            raise NothingToDecide(
                _("It is too late: letters have left, or something has been decided since.")
            )
        _letters(notice).filter(state=OutboxMessage.State.WAITING).update(
            state=OutboxMessage.State.DROPPED, reason=BY_STAFF
        )
        if _letters(notice).exclude(state=OutboxMessage.State.DROPPED).exists():
            raise NothingToDecide(
                _("It is too late: letters have left, or something has been decided since.")
            )
        notice.state = State.CLOSED
        notice.save(update_fields=["state"])
        window.write_down(event, TAKEN_BACK, by=by)
        _settle(event, now=now, words={"sentence": notice.sentence, "sentence_en": notice.sentence_en})


def may_take_back(notice: ChangeNotice) -> bool:
    """Whether it is the latest that was decided, and no letter of it has left."""
    latest = notice.event.change_notices.decided().first()
    is_latest = latest is not None and latest.pk == notice.pk
    if not is_latest or notice.event.change_notices.undecided().exists():
        return False
    states = OutboxMessage.State
    return not _letters(notice).exclude(state__in=[states.WAITING, states.DROPPED]).exists()


@seat_lock.retried
def reword(notice_id: int, *, sentence: str, sentence_en: str) -> None:
    """Keep what staff want to say in the letter, to look at it before it is sent."""
    with seat_lock.locked(_event_id(notice_id)):
        _reword(_undecided(notice_id), sentence=sentence, sentence_en=sentence_en)


def _reword(notice: ChangeNotice, *, sentence: str | None, sentence_en: str | None) -> None:
    if sentence is None or sentence_en is None:
        return
    notice.sentence, notice.sentence_en = sentence, sentence_en
    notice.save(update_fields=["sentence", "sentence_en"])


def _decide(notice: ChangeNotice, state: str, *, by: User, now: datetime) -> None:
    notice.state, notice.decided_by, notice.decided_at = state, by, now
    notice.save()


def _event_id(notice_id: int) -> int:
    return ChangeNotice.objects.values_list("event_id", flat=True).get(pk=notice_id)


def _undecided(notice_id: int) -> ChangeNotice:
    notice = ChangeNotice.objects.get(pk=notice_id)
    if notice.state != State.DRAFT:
        raise NothingToDecide(_("This has been decided already."))
    return notice


def _letters(notice: ChangeNotice) -> Any:
    return OutboxMessage.objects.filter(key__startswith=f"change:{notice.pk}:")
