from dataclasses import replace
from datetime import timedelta

import pytest

from events.roles import Role
from registration import links
from registration.domain import cancellation, corrections, reminders
from registration.domain.capacity import Quota
from registration.domain.corrections import Person
from registration.domain.errors import AddressTaken, SeatRefused
from registration.models import OutboxMessage, Registration
from tests.factories import START_AT, EventFactory, applicant, mint_link

pytestmark = pytest.mark.django_db
Status = Registration.Status


def person_of(registration, **changes):
    fields = ("first_name", "last_name", "job_title", "role", "municipality", "organisation", "phone")
    return replace(Person(**{name: getattr(registration, name) for name in fields}), **changes)


def recipients(messages):
    return [message.to for message in messages]


def sent_to(registration):
    """The kinds of letter that have left, in their order."""
    return [letter.kind for letter in registration.letters.filter(state="sent").order_by("pk")]


# --- The address ----------------------------------------------------------------------------------


def test_confirmation_goes_again_to_the_corrected_address(olof, event, sign_up, send_mail, stina, now):
    registration = sign_up(olof, event)
    send_mail()

    corrections.correct_address(registration.pk, address="olof.oberg@nacka.example", by=stina, now=now)

    [message] = send_mail()
    assert message.to == ["olof.oberg@nacka.example"]
    assert sent_to(registration) == ["confirmed", "confirmed"]
    assert registration.history.first().action == "address_corrected"


def test_old_mailbox_gets_nothing_more(olof, event, sign_up, send_mail, stina, now):
    registration = sign_up(olof, event)

    corrections.correct_address(registration.pk, address="olof.oberg@nacka.example", by=stina, now=now)

    assert recipients(send_mail()) == [["olof.oberg@nacka.example"]]
    first = registration.letters.order_by("pk").first()
    assert (first.state, first.reason) == (OutboxMessage.State.DROPPED, "address_changed")


def test_links_in_the_old_mailbox_end(olof, event, sign_up, stina, now):
    registration = sign_up(olof, event)
    token = mint_link(registration, now=now)
    links.keep_forum(forum := links.new_token(), olof.address, now=now)

    corrections.correct_address(registration.pk, address="olof.oberg@nacka.example", by=stina, now=now)

    assert links.find(token, now=now) is None
    assert links.find_forum(forum, now=now) is None


def test_reminder_that_went_to_the_wrong_address_goes_again(olof, sign_up, send_mail, stina):
    event = EventFactory(reminders=[{"minutes_before": 60}])
    registration = sign_up(olof, event)
    send_mail()
    later = START_AT - timedelta(minutes=30)
    reminders.enqueue_due(later)
    send_mail(at=later)

    corrections.correct_address(registration.pk, address="olof.oberg@nacka.example", by=stina, now=later)
    reminders.enqueue_due(later)

    assert recipients(send_mail(at=later)) == [["olof.oberg@nacka.example"]] * 2
    assert sent_to(registration) == ["confirmed", "reminder", "confirmed", "reminder"]


def test_reminder_of_who_waits_goes_again_as_such(olof, petra, sign_up, send_mail, stina):
    event = EventFactory(capacity=1, reminders=[{"minutes_before": 60, "standing": "waitlisted"}])
    sign_up(olof, event)
    waiting = sign_up(petra, event)
    send_mail()
    later = START_AT - timedelta(minutes=30)
    reminders.enqueue_due(later)
    send_mail(at=later)

    corrections.correct_address(waiting.pk, address="petra@example.org", by=stina, now=later)
    send_mail(at=later)

    assert sent_to(waiting) == ["waitlisted", "reminder_waiting", "waitlisted", "reminder_waiting"]


def test_who_waits_is_told_again_that_they_wait(olof, petra, sign_up, send_mail, stina, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(petra, event)
    send_mail()

    corrections.correct_address(waiting.pk, address="petra@example.org", by=stina, now=now)

    assert recipients(send_mail()) == [["petra@example.org"]]
    assert sent_to(waiting) == ["waitlisted", "waitlisted"]


def test_who_has_left_is_not_written_to(olof, event, sign_up, send_mail, stina, now):
    gone = sign_up(olof, event)
    cancellation.cancel(gone.pk, now=now)
    send_mail()

    corrections.correct_address(gone.pk, address="olof.oberg@nacka.example", by=stina, now=now)

    assert send_mail() == []


def test_address_of_somebody_else_is_refused(olof, petra, event, sign_up, stina, now):
    registration = sign_up(olof, event)
    sign_up(petra, event)

    with pytest.raises(AddressTaken):
        corrections.correct_address(registration.pk, address="PETRA@solna.example", by=stina, now=now)

    registration.refresh_from_db()
    assert registration.address == "olof@nacka.example"


def test_same_address_changes_nothing(olof, event, sign_up, stina, now):
    registration = sign_up(olof, event)

    corrections.correct_address(registration.pk, address="olof@nacka.example", by=stina, now=now)

    assert (registration.history.count(), registration.letters.count()) == (1, 1)


def test_corrected_twice_is_sent_twice(olof, event, sign_up, send_mail, stina, now):
    registration = sign_up(olof, event)
    for address in ("olof1@nacka.example", "olof2@nacka.example"):
        corrections.correct_address(registration.pk, address=address, by=stina, now=now)

    assert recipients(send_mail()) == [["olof2@nacka.example"]]


# --- Who it is ------------------------------------------------------------------------------------


def test_name_is_put_right_without_a_letter(olof, event, sign_up, send_mail, stina, now):
    registration = sign_up(olof, event)
    send_mail()

    corrections.correct_person(
        registration.pk, person=person_of(registration, last_name="Öberg Lind"), by=stina, now=now
    )

    registration.refresh_from_db()
    assert registration.full_name == "Olof Öberg Lind"
    assert send_mail() == []
    assert registration.history.first().action == "person_corrected"


def test_another_role_has_to_fit(olof, bo, sign_up, stina, now):
    event = EventFactory(quotas={Role.BUILDER: Quota(maximum=1)})
    sign_up(bo, event)
    registration = sign_up(olof, event)
    as_builder = person_of(registration, role=Role.BUILDER, municipality="", organisation="Nacka Bygg AB")

    with pytest.raises(SeatRefused):
        corrections.correct_person(registration.pk, person=as_builder, by=stina, now=now)
    with pytest.raises(SeatRefused):
        corrections.correct_person(registration.pk, person=as_builder, by=stina, now=now, override=True)
    registration.refresh_from_db()
    assert registration.role == Role.OFFICIAL

    corrections.correct_person(
        registration.pk, person=as_builder, by=stina, now=now, override=True, reason="Bytte jobb"
    )

    registration.refresh_from_db()
    assert (registration.role, registration.is_override) == (Role.BUILDER, True)
    assert registration.organisation_key == "nacka bygg"


def test_own_seat_does_not_stand_in_the_way(olof, sign_up, stina, now):
    event = EventFactory(capacity=1)
    registration = sign_up(olof, event)

    corrections.correct_person(
        registration.pk, person=person_of(registration, role=Role.POLITICIAN), by=stina, now=now
    )

    registration.refresh_from_db()
    assert (registration.role, registration.is_override) == (Role.POLITICIAN, False)


def test_seat_of_the_old_role_goes_to_who_waits_for_it(bo, sign_up, stina, now):
    event = EventFactory(quotas={Role.BUILDER: Quota(maximum=1)})
    first = sign_up(bo, event)
    second = sign_up(applicant(2, Role.BUILDER), event)

    corrections.correct_person(
        first.pk,
        person=person_of(first, role=Role.OFFICIAL, municipality="0182", organisation=""),
        by=stina,
        now=now,
    )

    second.refresh_from_db()
    assert second.status == Status.CONFIRMED


def test_turn_may_come_with_the_right_role(olof, bo, sign_up, stina, now):
    event = EventFactory(quotas={Role.BUILDER: Quota(maximum=1)})
    sign_up(bo, event)
    waiting = sign_up(applicant(2, Role.BUILDER), event)

    corrections.correct_person(
        waiting.pk,
        person=person_of(waiting, role=Role.OFFICIAL, municipality="0182", organisation=""),
        by=stina,
        now=now,
    )

    waiting.refresh_from_db()
    assert (waiting.status, waiting.role) == (Status.CONFIRMED, Role.OFFICIAL)
