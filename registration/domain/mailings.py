"""Writing to many: a mailing is written, tried, sent, and stopped or caught up with.

Its letters are written to the outbox in batches, each under the lock of the mailing, so that a worker that
dies or two that work at once write none twice and forget nobody (docs/rules.md R 2).
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from events.models import EventPage
from home.models import SiteDocument, User
from registration.domain import mailing_recipients, seat_lock, window
from registration.domain.errors import NothingToDecide, TemporarilyBusy
from registration.domain.mailing_recipients import Missing
from registration.mail import kinds, mailing_letters, nudges, outbox
from registration.mail.reasons import MAILING_STOPPED, SENT_AGAIN
from registration.models import Mailing, OutboxMessage, Registration, Segment
from registration.models.outbox import OutboxQuerySet

logger = logging.getLogger(__name__)

State = Mailing.State
BATCH = 500

# What the history of the page calls the presses; their words are in wagtail_hooks.py.
SENT, STOPPED, RESUMED = "registration.mailing", "registration.mailing_stop", "registration.mailing_on"


@dataclass(frozen=True)
class Words:
    """What stands in it; without English words everybody gets the Swedish ones."""

    subject: str
    body: str
    subject_en: str = ""
    body_en: str = ""


@dataclass(frozen=True)
class Progress:
    """How many letters there will be as things are, and what has become of those that there are."""

    people: int
    sent: int
    waiting: int
    stopped: int
    failed: int
    dropped: int

    @property
    def settled(self) -> int:
        return self.sent + self.failed + self.dropped


# --- Writing it -----------------------------------------------------------------------------------


def create(
    words: Words,
    *,
    events: Iterable[EventPage],
    segment: Segment,
    attachments: Iterable[SiteDocument],
    by: User,
    now: datetime,
) -> Mailing:
    with transaction.atomic():
        mailing = Mailing(created_at=now, made_by=by)
        _put(mailing, words, segment=segment)
        mailing.events.set(events)
        mailing.attachments.set(attachments)
    return mailing


@seat_lock.retried
def change(
    mailing_id: int,
    words: Words,
    *,
    events: Iterable[EventPage],
    segment: Segment,
    attachments: Iterable[SiteDocument],
) -> None:
    """What was stopped gets new words only, since some have had it. Raises NothingToDecide when it has been
    sent."""
    with transaction.atomic():
        mailing = _locked(mailing_id)
        if mailing.state not in (State.DRAFT, State.STOPPED):
            raise NothingToDecide(_("The mailing has been sent. Stop it before you change it."))
        if mailing.state == State.DRAFT:
            mailing.events.set(events)
            _put(mailing, words, segment=segment)
        else:
            _put(mailing, words, segment=mailing.segment)
        mailing.attachments.set(attachments)


@seat_lock.retried
def delete(mailing_id: int) -> None:
    """A draft is nobody's memory. Raises NothingToDecide when it has been sent."""
    with transaction.atomic():
        mailing = _locked(mailing_id)
        if mailing.state != State.DRAFT:
            raise NothingToDecide(_("The mailing has been sent, so it stays."))
        # Who tried it has had the letter; the row of that goes with it.
        mailing.letters.all().delete()
        mailing.delete()


def try_out(mailing: Mailing, *, to: User, now: datetime) -> int:
    """Send it to a member of staff, in each of its languages; returns how many letters that is."""
    if not to.email:
        raise NothingToDecide(_("Your account has no e-mail address."))
    event = mailing.events.order_by("pk").first()
    if event is None:
        raise NothingToDecide(_("The mailing is about no event."))
    languages = ["sv", "en"] if mailing.body_en else ["sv"]
    count = mailing.events.count()
    for language in languages:
        mailing_letters.test(mailing, event, to=to, language=language, events=count, now=now)
    return len(languages)


# --- Sending it -----------------------------------------------------------------------------------


def send(mailing_id: int, *, by: User, at: datetime, now: datetime) -> int:
    """Let the letters go at `at`; returns to how many, as things are. What has been sent out goes to those
    who have not had it. Raises NothingToDecide when it is on its way already, or for nobody."""
    count = _plan(mailing_id, by=by, at=at, now=now)
    # The first letters without waiting for beat; whatever is left, beat writes.
    write_some(mailing_id, now=now)
    return count


@seat_lock.retried
def stop(mailing_id: int, *, by: User, now: datetime) -> None:
    """Let no more letters leave; before any has been written it is a draft again. Raises NothingToDecide."""
    with transaction.atomic():
        mailing = _locked(mailing_id)
        if not mailing.is_under_way:
            raise NothingToDecide(_("No letters of it are on their way."))
        of_people(mailing).filter(state=OutboxMessage.State.WAITING).update(
            state=OutboxMessage.State.DROPPED, reason=MAILING_STOPPED
        )
        if of_people(mailing).exists():
            mailing.state, mailing.ended_at = State.STOPPED, now
        else:
            mailing.state, mailing.planned_at = State.DRAFT, None
        mailing.save(update_fields=["state", "planned_at", "ended_at"])
        _write_down(mailing, STOPPED, by=by)


@seat_lock.retried
def resume(mailing_id: int, *, by: User, now: datetime) -> datetime:
    """Let what was stopped go on, to those who have not had it; returns when. Raises NothingToDecide."""
    with transaction.atomic():
        mailing = _locked(mailing_id)
        if mailing.state != State.STOPPED:
            raise NothingToDecide(_("The mailing is not stopped."))
        at = max(mailing.planned_at or now, now)
        # However long it was stopped: they have as much time as if they had been written now.
        of_people(mailing).filter(state=OutboxMessage.State.DROPPED, reason=MAILING_STOPPED).update(
            state=OutboxMessage.State.WAITING, reason="", due_at=at, expires_at=at + kinds.THANKS_LIVE
        )
        mailing.state = State.QUEUED if at > now else State.SENDING
        mailing.written_at = mailing.ended_at = None
        mailing.save(update_fields=["state", "written_at", "ended_at"])
        _write_down(mailing, RESUMED, by=by)
        transaction.on_commit(nudges.give, robust=True)
        return at


# --- Beat -----------------------------------------------------------------------------------------


def send_due(*, now: datetime) -> None:
    """For beat: write the letters whose time has come, and close what has gone out."""
    for mailing_id in Mailing.objects.under_way().filter(planned_at__lte=now).values_list("pk", flat=True):
        try:
            while write_some(mailing_id, now=now):
                pass
            _close(mailing_id, now=now)
        except TemporarilyBusy:
            # The next tick comes within a minute; the other mailings must not wait for it.
            logger.warning("mailing not written", extra={"mailing": mailing_id})


@seat_lock.retried
def write_some(mailing_id: int, *, now: datetime) -> bool:
    """Write the letters to the next people, if its time has come; whether there may be more to write."""
    with transaction.atomic():
        mailing = _locked(mailing_id)
        is_due = mailing.planned_at is not None and mailing.planned_at <= now
        # Once everybody has been written to, who comes later is caught up with when staff say so.
        if not mailing.is_under_way or not is_due or mailing.written_at is not None:
            return False
        missing = mailing_recipients.missing(mailing)[:BATCH]
        written = _write(mailing, missing, now=now)
        mailing.state = State.SENDING
        mailing.written_at = None if missing else now
        mailing.save(update_fields=["state", "written_at"])
        return bool(written)


def _write(mailing: Mailing, missing: list[Missing], *, now: datetime) -> int:
    people = Registration.objects.select_related("event").in_bulk([one.registration_id for one in missing])
    count = mailing.events.count()
    rows: list[OutboxMessage] = []
    instead_of: list[int] = []
    for one in missing:
        person = people.get(one.registration_id)
        # Whose address has been corrected in this moment is looked at again in the next.
        if person is not None and person.address_key == one.address_key:
            rows.append(mailing_letters.row(mailing, person, events=count, now=now, number=one.number))
            instead_of += one.instead_of
    mailing.letters.filter(pk__in=instead_of).update(reason=SENT_AGAIN)
    return outbox.enqueue_many(rows)


@seat_lock.retried
def _close(mailing_id: int, *, now: datetime) -> None:
    with transaction.atomic():
        mailing = _locked(mailing_id)
        if mailing.state != State.SENDING or mailing.written_at is None:
            return
        if not of_people(mailing).unfinished().exists():
            mailing.state, mailing.ended_at = State.DONE, now
            mailing.save(update_fields=["state", "ended_at"])


# --- How it goes ----------------------------------------------------------------------------------


def progress(mailing: Mailing) -> Progress:
    states = OutboxMessage.State
    counts: Counter[str] = Counter()
    # Who is still to be written to may have letters that were dropped: each person counts once.
    missing = mailing_recipients.missing(mailing) if mailing.written_at is None else []
    replaced = {pk for one in missing for pk in one.instead_of}
    letters = of_people(mailing).exclude(pk__in=replaced).order_by()
    rows = letters.values_list("state", "reason").annotate(count=Count("pk"))
    for state, reason, count in rows:
        counts[MAILING_STOPPED if reason == MAILING_STOPPED else state] += count
    left = len(missing)
    return Progress(
        people=counts.total() + left,
        sent=counts[states.SENT],
        waiting=counts[states.WAITING] + counts[states.SENDING] + left,
        stopped=counts[MAILING_STOPPED],
        failed=counts[states.FAILED] + counts[states.NEEDS_ATTENTION],
        dropped=counts[states.DROPPED],
    )


def of_people(mailing: Mailing) -> OutboxQuerySet:
    """Its letters, without those of staff who tried it, and those that a new one has been sent for."""
    return mailing.letters.filter(registration__isnull=False).exclude(reason=SENT_AGAIN)


@seat_lock.retried
def _plan(mailing_id: int, *, by: User, at: datetime, now: datetime) -> int:
    with transaction.atomic():
        mailing = _locked(mailing_id)
        if mailing.state not in (State.DRAFT, State.DONE):
            raise NothingToDecide(_("The mailing has been sent already."))
        count = len(mailing_recipients.missing(mailing))
        if not count:
            raise NothingToDecide(_("There is nobody to send it to."))
        mailing.state, mailing.planned_at, mailing.sent_by = State.QUEUED, max(at, now), by
        mailing.written_at = mailing.ended_at = None
        mailing.save()
        _write_down(mailing, SENT, by=by)
        return count


def _put(mailing: Mailing, words: Words, *, segment: Segment) -> None:
    mailing.subject, mailing.body = words.subject, words.body
    mailing.subject_en, mailing.body_en = words.subject_en, words.body_en
    mailing.segment = segment
    mailing.save()


def _locked(mailing_id: int) -> Mailing:
    return Mailing.objects.select_for_update(of=("self",)).get(pk=mailing_id)


def _write_down(mailing: Mailing, action: str, *, by: User) -> None:
    for event in mailing.events.all():
        window.write_down(event, action, by=by, mailing=str(mailing.pk))
