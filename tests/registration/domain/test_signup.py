from dataclasses import replace
from datetime import timedelta

import pytest

from events.availability import availability_of
from events.models import EventPage
from events.roles import Role
from registration.domain import availability, signup
from registration.domain.capacity import Quota
from registration.domain.errors import RegistrationClosed
from registration.models import Needs, OutboxMessage, Registration
from tests.factories import EventFactory, GatheringFactory, RoundTableFactory, applicant

pytestmark = pytest.mark.django_db
Status = Registration.Status


def kinds_of(registration):
    return [letter.kind for letter in registration.letters.order_by("pk")]


# --- Signing up -----------------------------------------------------------------------------------


def test_official_gets_a_seat_and_one_letter_about_it(olof, event, sign_up):
    registration = sign_up(olof, event)

    assert registration.status == Status.CONFIRMED
    assert kinds_of(registration) == ["confirmed"]
    assert [entry.action for entry in registration.history.all()] == ["registered"]


def test_what_was_told_is_kept_as_it_was(olof, event, sign_up, now):
    kept = Registration.objects.get(pk=sign_up(olof, event).pk)

    assert (kept.address, kept.full_name, kept.job_title) == (
        "olof@nacka.example",
        "Olof Öberg",
        "planarkitekt",
    )
    assert (kept.role, kept.organisation_name, kept.organisation_key) == ("official", "Nacka", "kommun:0182")
    assert (kept.created_at, kept.confirmed_at) == (now, now)


def test_letter_holds_no_text_before_it_is_sent(olof, event, sign_up):
    letter = sign_up(olof, event).letters.get()

    assert (letter.subject, letter.text, letter.state) == ("", "", OutboxMessage.State.WAITING)


def test_who_comes_to_a_full_room_stands_in_line(olof, petra, bo, sign_up):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    second, third = sign_up(petra, event), sign_up(bo, event)

    assert list(event.registrations.in_line()) == [second, third]
    assert kinds_of(second) == ["waitlisted"]
    assert [entry.action for entry in second.history.all()] == ["waitlisted"]


def test_builder_waits_when_builder_seats_are_taken(bo, olof, sign_up):
    event = EventFactory(quotas={Role.BUILDER: Quota(maximum=1)})
    sign_up(applicant(1, Role.BUILDER), event)

    assert sign_up(bo, event).status == Status.WAITLISTED
    assert sign_up(olof, event).status == Status.CONFIRMED


def test_colleagues_wait_when_their_municipality_has_its_share(olof, petra, sign_up):
    event = EventFactory(max_per_organisation=1)
    sign_up(olof, event)

    assert sign_up(applicant(1, Role.POLITICIAN, municipality="0182"), event).status == Status.WAITLISTED
    assert sign_up(petra, event).status == Status.CONFIRMED


def test_one_firm_is_one_firm_however_it_is_written(bo, sign_up):
    event = EventFactory(max_per_organisation=1)
    sign_up(bo, event)

    colleague = replace(bo, address="eva@tegelbruket.example", organisation="AB  TEGELBRUKET")
    assert sign_up(colleague, event).status == Status.WAITLISTED


def test_needs_are_kept_apart(petra, event, sign_up):
    registration = sign_up(replace(petra, diet="nötallergi", access="hörslinga"), event)

    assert (registration.needs.diet, registration.needs.access) == ("nötallergi", "hörslinga")


def test_no_needs_leave_no_row(petra, event, sign_up):
    sign_up(petra, event)

    assert not Needs.objects.exists()


# --- Room and online ------------------------------------------------------------------------------


def test_online_places_of_a_hybrid_event_have_their_own_number(olof, petra, bo, sign_up):
    event = EventFactory(format=EventPage.Format.HYBRID, capacity=1, online_capacity=1)

    assert sign_up(replace(olof, attendance="on_site"), event).status == Status.CONFIRMED
    assert sign_up(replace(petra, attendance="online"), event).status == Status.CONFIRMED
    assert sign_up(replace(bo, attendance="online"), event).status == Status.WAITLISTED


def test_quotas_of_a_hybrid_event_are_about_the_room(bo, sign_up):
    event = EventFactory(format=EventPage.Format.HYBRID, quotas={Role.BUILDER: Quota(maximum=0)})

    assert sign_up(replace(bo, attendance="online"), event).status == Status.CONFIRMED
    assert sign_up(applicant(1, Role.BUILDER, attendance="on_site"), event).status == Status.WAITLISTED


def test_quotas_of_an_online_event_are_about_its_places(bo, sign_up):
    event = GatheringFactory(format=EventPage.Format.ONLINE, quotas={Role.BUILDER: Quota(maximum=0)})

    registration = sign_up(bo, event)

    assert (registration.attendance, registration.status) == ("online", Status.WAITLISTED)


def test_wish_to_be_online_is_ignored_where_there_is_only_a_room(olof, event, sign_up):
    assert sign_up(replace(olof, attendance="online"), event).attendance == "on_site"


# --- Who is let in at all -------------------------------------------------------------------------


def refusal(event, applicant, now):
    with pytest.raises(RegistrationClosed) as refused:
        signup.register(event.pk, applicant=applicant, now=now)
    assert not event.registrations.exists()
    assert not OutboxMessage.objects.exists()
    return str(refused.value)


def test_nobody_registers_for_a_cancelled_event(olof, now):
    event = EventFactory(status=EventPage.Status.CANCELLED)

    assert refusal(event, olof, now)


def test_nobody_registers_before_a_date_is_settled(olof, now):
    event = EventFactory()
    EventPage.objects.filter(pk=event.pk).update(start_at=None, end_at=None)

    assert refusal(event, olof, now)


def test_nobody_registers_for_a_preliminary_date(olof, now):
    event = EventFactory(status=EventPage.Status.PRELIMINARY)

    assert refusal(event, olof, now)
    assert not availability.is_open(event, now=now)


def test_nobody_registers_before_the_opening_and_is_told_when_it_is(olof, now):
    event = EventFactory(opens_at=now + timedelta(minutes=1))

    assert "1 februari 2027" in refusal(event, olof, now)
    assert signup.register(event.pk, applicant=olof, now=event.opens_at).status == Status.CONFIRMED


def test_nobody_registers_from_the_deadline_on_and_is_told_when_it_was(olof, event, now):
    event = EventFactory(closes_at=now)

    assert "1 februari 2027" in refusal(event, olof, now)
    just_before = now - timedelta(microseconds=1)
    assert signup.register(event.pk, applicant=olof, now=just_before).status == Status.CONFIRMED


def test_nobody_registers_once_it_has_begun_whatever_the_deadline_says(olof):
    event = EventFactory()
    EventPage.objects.filter(pk=event.pk).update(closes_at=event.end_at)

    assert refusal(event, olof, event.start_at)


def test_nobody_takes_a_seat_that_is_for_those_invited(olof, now):
    event = RoundTableFactory(flow=EventPage.Flow.INVITATION)

    assert refusal(event, olof, now)


def test_who_asks_for_a_seat_waits_for_the_answer_and_holds_none(olof, now):
    event = RoundTableFactory(flow=EventPage.Flow.REQUEST, capacity=1)

    receipt = signup.register(event.pk, applicant=olof, now=now)

    assert receipt.status == Status.PENDING
    assert availability_of([event], now=now)[event.pk].taken == 0
    assert [letter.kind for letter in receipt.registration.letters.all()] == ["requested"]


def test_unknown_event_is_nobodys_event(olof, event, now):
    with pytest.raises(EventPage.DoesNotExist):
        signup.register(event.pk + 1000, applicant=olof, now=now)
