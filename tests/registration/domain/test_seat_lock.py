"""The lock, against a database that is really busy: another connection holds what we want."""

import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import OperationalError, connection, connections, transaction

from events.models import EventPage
from registration.domain import seat_lock, signup
from registration.domain.errors import RegistrationClosed, TemporarilyBusy
from registration.models import OutboxMessage, Registration, RegistrationWindow
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def short_waits(monkeypatch):
    """Locks are waited for as in earnest, only not for as long."""
    monkeypatch.setattr(seat_lock, "LOCK_TIMEOUT", "100ms")
    monkeypatch.setattr(seat_lock, "LONGEST_PAUSE_SECONDS", 0.05)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100")
    yield
    connection.close()


class Holder:
    """Somebody else, on a connection of their own, who has the event's lock until told to let go."""

    def __init__(self, event_id: int) -> None:
        self.has_it, self.let_go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._hold, args=[event_id])

    def _hold(self, event_id: int) -> None:
        try:
            with seat_lock.locked(event_id):
                self.has_it.set()
                self.let_go.wait(30)
        finally:
            connections.close_all()

    def __enter__(self) -> "Holder":
        self.thread.start()
        assert self.has_it.wait(30)
        return self

    def __exit__(self, *error: object) -> None:
        self.let_go.set()
        self.thread.join()


def test_event_is_read_as_it_is_under_the_lock(now):
    event = EventFactory()

    with seat_lock.locked(event.pk) as locked:
        assert (locked.pk, locked.capacity, type(locked)) == (event.pk, 20, EventPage)
        assert connection.in_atomic_block


def test_visitor_gets_a_sentence_when_the_lock_stays_taken(olof, now, short_waits):
    event = EventFactory()

    with Holder(event.pk), pytest.raises(TemporarilyBusy) as busy:
        signup.register(event.pk, applicant=olof, now=now)

    assert str(busy.value)
    assert not Registration.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_nobody_is_kept_waiting_beyond_all_patience(olof, now, short_waits, monkeypatch):
    event = EventFactory()
    pauses = []
    monkeypatch.setattr(seat_lock, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(seat_lock.time, "sleep", pauses.append)

    with Holder(event.pk), pytest.raises(TemporarilyBusy):
        signup.register(event.pk, applicant=olof, now=now)

    assert pauses == []


def test_who_is_tried_again_when_the_lock_is_free_gets_the_seat(olof, now, short_waits, monkeypatch):
    event = EventFactory()
    waits = []

    with Holder(event.pk) as holder:
        monkeypatch.setattr(seat_lock.time, "sleep", lambda seconds: (waits.append(seconds), _free(holder)))
        receipt = signup.register(event.pk, applicant=olof, now=now)

    assert receipt.status == "confirmed"
    assert len(waits) == 1
    assert [letter.kind for letter in receipt.registration.letters.all()] == ["confirmed"]


def _free(holder: Holder) -> None:
    holder.let_go.set()
    holder.thread.join()


@pytest.mark.postgresql
def test_two_events_do_not_wait_for_each_other(olof, now, short_waits):
    held, other = EventFactory(), EventFactory()

    with Holder(held.pk):
        assert signup.register(other.pk, applicant=olof, now=now).status == "confirmed"


@pytest.mark.postgresql
def test_editor_saves_the_page_while_people_sign_up():
    event = EventFactory()

    with Holder(event.pk), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
        event.page_ptr.title = "Ny rubrik"
        event.page_ptr.save(update_fields=["title"], clean=False)


@pytest.mark.postgresql
def test_lock_is_not_waited_for_longer_outside_the_transaction():
    event = EventFactory()

    with seat_lock.locked(event.pk), connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("3s",)

    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.postgresql
def test_deadlock_is_tried_again(short_waits):
    first, second = EventFactory(), EventFactory()
    met = threading.Barrier(2)
    tries: list[str] = []
    done: list[str] = []

    @seat_lock.retried
    def lock_both(name: str, one: int, other: int) -> None:
        tries.append(name)
        with transaction.atomic():
            with connection.cursor() as cursor:
                # The database looks for a deadlock at once, and gives up on nothing else.
                cursor.execute("SET LOCAL deadlock_timeout = '50ms'")
                cursor.execute("SET LOCAL lock_timeout = '20s'")
            EventPage.objects.select_for_update(of=("self",)).get(pk=one)
            if len(tries) <= 2:
                met.wait(20)
            EventPage.objects.select_for_update(of=("self",)).get(pk=other)
        done.append(name)

    _at_once(lambda: lock_both("there", first.pk, second.pk), lambda: lock_both("back", second.pk, first.pk))

    assert sorted(done) == ["back", "there"]
    assert len(tries) == 3


def _at_once(*functions: Callable[[], object]) -> None:
    def on_its_own_connection(function: Callable[[], object]) -> None:
        try:
            function()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=on_its_own_connection, args=[function]) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_error_that_is_no_lock_is_not_tried_again():
    tries = []

    @seat_lock.retried
    def broken() -> None:
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table" if connection.vendor == "sqlite" else "SELECT 1/0")

    with pytest.raises(Exception) as error:  # noqa: PT011 - each database has its own
        broken()

    assert not isinstance(error.value, TemporarilyBusy)
    assert len(tries) == 1


def test_nothing_is_tried_again_inside_somebody_elses_transaction():
    tries = []

    @seat_lock.retried
    def busy() -> None:
        tries.append(1)
        raise OperationalError from sqlite3.OperationalError("database is locked")

    with pytest.raises(OperationalError), transaction.atomic():
        busy()

    assert len(tries) == 1


@pytest.mark.django_db
def test_unknown_event_cannot_be_locked():
    with pytest.raises(EventPage.DoesNotExist), seat_lock.locked(0):
        pass


@pytest.mark.postgresql
def test_who_has_waited_for_the_lock_sees_what_was_pressed_meanwhile(olof, now):
    event = EventFactory()

    with ThreadPoolExecutor(1) as visitor:
        with seat_lock.locked(event.pk):
            answer = visitor.submit(_register_elsewhere, event.pk, olof, now)
            _wait_for_a_waiter()
            RegistrationWindow.objects.create(event_id=event.pk, closed_at=now, pressed_at=now)

        assert type(answer.exception()) is RegistrationClosed


def _register_elsewhere(event_id: int, applicant: signup.Applicant, now: datetime) -> signup.Receipt:
    try:
        return signup.register(event_id, applicant=applicant, now=now)
    finally:
        connections.close_all()


def _wait_for_a_waiter() -> None:
    with connection.cursor() as cursor:
        for _patience in range(200):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")
