"""The same form twice, the same address twice, cancelling, and coming back."""

import uuid
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from events.models import EventPage
from events.roles import Role
from registration.domain import cancellation, signup
from registration.domain.errors import RegistrationClosed
from registration.models import Needs, OutboxMessage, Registration
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
Status = Registration.Status


def kinds_of(registration):
    return [letter.kind for letter in registration.letters.order_by("pk")]


# --- The same again -------------------------------------------------------------------------------


def test_same_form_twice_is_one_registration_one_letter_and_one_page(olof, event, now):
    form_key = uuid.uuid4()
    first = signup.register(event.pk, applicant=olof, form_key=form_key, now=now)
    second = signup.register(event.pk, applicant=olof, form_key=form_key, now=now)

    assert (second.registration, second.status) == (first.registration, first.status)
    assert kinds_of(first.registration) == ["confirmed"]


def test_same_form_again_after_the_doors_have_closed_gives_the_same_page(olof, event, now):
    form_key = uuid.uuid4()
    first = signup.register(event.pk, applicant=olof, form_key=form_key, now=now)

    again = signup.register(event.pk, applicant=olof, form_key=form_key, now=event.start_at)

    assert again == first


def test_one_form_key_for_two_events_and_two_people_is_three_registrations(olof, petra, event, now):
    form_key = uuid.uuid4()
    other_event = EventFactory()

    for person, where in [(olof, event), (petra, event), (olof, other_event)]:
        signup.register(where.pk, applicant=person, form_key=form_key, now=now)

    assert (event.registrations.count(), other_event.registrations.count()) == (2, 1)


def test_address_already_registered_changes_nothing_and_gets_a_letter(olof, event, sign_up):
    sign_up(olof, event)

    again = sign_up(replace(olof, address=" OLOF@Nacka.example", first_name="Ture", role=Role.BUILDER), event)

    kept = event.registrations.get()
    assert (again, kept.first_name, kept.role) == (kept, "Olof", "official")
    assert kinds_of(kept) == ["confirmed", "already_registered"]
    assert {letter.address for letter in kept.letters.all()} == {"olof@nacka.example"}


def test_address_already_registered_sees_the_page_a_new_one_would_get(olof, petra, now, sign_up):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    of_olof = signup.register(event.pk, applicant=olof, now=now)
    of_petra = signup.register(event.pk, applicant=petra, now=now)

    assert of_olof.status == of_petra.status == Status.WAITLISTED
    assert event.registrations.get(address_key="olof@nacka.example").status == Status.CONFIRMED


def test_asking_again_with_the_same_form_is_one_more_letter_only_once(olof, event, now, sign_up):
    registration = sign_up(olof, event)
    form_key = uuid.uuid4()

    for _ in range(3):
        signup.register(event.pk, applicant=olof, form_key=form_key, now=now)

    assert kinds_of(registration) == ["confirmed", "already_registered"]


def test_database_refuses_a_second_row_of_one_address(olof, event, sign_up):
    registration = sign_up(olof, event)
    registration.pk = None
    registration._state.adding = True

    with pytest.raises(IntegrityError), transaction.atomic():
        registration.save()


# --- Cancelling and coming back -------------------------------------------------------------------


def test_cancelling_twice_is_cancelling_once(olof, event, now, sign_up):
    registration = sign_up(olof, event)

    cancellation.cancel(registration.pk, now=now)
    twice = cancellation.cancel(registration.pk, now=now + timedelta(hours=1))

    assert (twice.status, twice.cancelled_at) == (Status.CANCELLED, now)
    assert kinds_of(registration) == ["confirmed", "cancelled"]


def test_who_had_a_seat_has_an_entry_in_the_calendar_to_take_away(olof, petra, now, sign_up):
    event = EventFactory(capacity=1)
    seated, waiting = sign_up(olof, event), sign_up(petra, event)

    cancellation.cancel(waiting.pk, now=now)
    cancellation.cancel(seated.pk, now=now)

    had_seat = {
        letter.registration_id: letter.details["had_seat"]
        for letter in OutboxMessage.objects.filter(kind="cancelled")
    }
    assert had_seat == {seated.pk: True, waiting.pk: False}


def test_seat_cannot_be_given_back_once_it_has_begun(olof, event, sign_up):
    registration = sign_up(olof, event)

    with pytest.raises(RegistrationClosed):
        cancellation.cancel(registration.pk, now=event.start_at)

    assert event.registrations.confirmed().get() == registration


def test_seat_in_a_cancelled_event_can_be_given_back(olof, event, now, sign_up):
    registration = sign_up(olof, event)
    EventPage.objects.filter(pk=event.pk).update(status=EventPage.Status.CANCELLED)

    assert cancellation.cancel(registration.pk, now=now).status == Status.CANCELLED


def test_who_comes_back_has_the_same_row_and_new_letters(olof, event, now, sign_up):
    first = sign_up(replace(olof, diet="vegan"), event)
    cancellation.cancel(first.pk, now=now)

    again = sign_up(replace(olof, job_title="planchef"), event, at=now + timedelta(days=1))

    assert (again.pk, again.status, again.job_title) == (first.pk, Status.CONFIRMED, "planchef")
    assert kinds_of(again) == ["confirmed", "cancelled", "confirmed"]
    assert not Needs.objects.exists()


def test_calendar_version_never_falls_over_cancelling_and_coming_back(olof, event, now, sign_up):
    registration = sign_up(olof, event)
    versions = [(registration.sequence_bump, registration.calendar_changed_at)]
    for _ in range(2):
        cancelled = cancellation.cancel(registration.pk, now=now)
        versions.append((cancelled.sequence_bump, cancelled.calendar_changed_at))
        back = sign_up(olof, event)
        versions.append((back.sequence_bump, back.calendar_changed_at))

    assert [bump for bump, _moment in versions] == [0, 1, 2, 3, 4]
    moments = [moment for _bump, moment in versions[1:]]
    assert all(later > earlier for earlier, later in pairwise(moments))


def test_coming_back_does_not_forget_what_the_calendar_was_told(olof, event, now, sign_up):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now)
    Registration.objects.filter(pk=registration.pk).update(told_sequence=7, told_changed_at=now)

    sign_up(olof, event)

    registration.refresh_from_db()
    assert (registration.told_sequence, registration.told_changed_at) == (7, now)
    assert registration.calendar_changed_at > now


def test_coming_back_leaves_alone_what_a_sender_may_be_writing(olof, event, now, sign_up):
    # The sender records what it told without the event's lock.
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now)

    with CaptureQueriesContext(connection) as queries:
        sign_up(olof, event)

    written = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert any("job_title" in sql for sql in written)
    assert not any("told_sequence" in sql for sql in written)


def test_leaving_and_joining_again_puts_a_person_last(olof, petra, bo, now, sign_up):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    first, second = sign_up(petra, event), sign_up(bo, event)

    cancellation.cancel(first.pk, now=now)
    again = sign_up(petra, event)

    assert list(event.registrations.in_line()) == [second, again]
