"""Who has had no letter of a mailing can still get it, once, whatever became of the first."""

from datetime import timedelta

import pytest

from registration.domain import (
    cancellation,
    consents,
    corrections,
    delivery,
    mail_holds,
    mailing_recipients,
    mailings,
)
from registration.domain.errors import NothingToDecide
from registration.domain.mailings import Words
from registration.mail import by_hand
from registration.models import AddressMark, Mailing, OutboxMessage, Segment
from tests.factories import NOW, EventFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

WORDS = Words("Parkering vid Byggmästarsalen", "Garaget är stängt.")
OLOF, PETRA, BO = "olof@nacka.example", "petra@solna.example", "bo@tegelbruket.example"
WEEK_LATER = NOW + timedelta(days=8)


@pytest.fixture
def seats(olof, petra, bo, event, sign_up, send_mail):
    """Olof, Petra and Bo have a seat and their confirmations."""
    registrations = [sign_up(person, event) for person in (olof, petra, bo)]
    send_mail()
    return registrations


@pytest.fixture
def mailing(event, seats, stina):
    return mailings.create(WORDS, events=[event], segment=Segment(), attachments=[], by=stina, now=NOW)


@pytest.fixture
def send(mailing, stina):
    def press(*, at=NOW, now=NOW):
        return mailings.send(mailing.pk, by=stina, at=at, now=now)

    return press


@pytest.fixture
def leave(send_mail):
    """What leaves now, and beat after it: to whom the mailing went."""

    def one_round(*, at=NOW):
        letters = [letter for letter in send_mail(at=at) if letter.subject == WORDS.subject]
        mailings.send_due(now=at)
        return sorted(address for letter in letters for address in letter.to)

    return one_round


def mark(address):
    return AddressMark.objects.create(address_key=address, kind=AddressMark.Kind.BOUNCED, at=NOW)


def missing(mailing):
    found = mailing_recipients.missing(Mailing.objects.get(pk=mailing.pk))
    return [one.address_key for one in found]


# --- Whom it can reach ------------------------------------------------------------------------------


def test_who_cannot_be_reached_is_not_counted_nor_shown(mailing, send, leave):
    mark(OLOF)

    assert sorted(one.address for one in mailing_recipients.people(mailing)) == [BO, PETRA]
    assert (mailing_recipients.unreached(mailing), mailing_recipients.refusing(mailing)) == (1, 0)
    assert send() == 2
    assert leave() == [BO, PETRA]


def test_who_refuses_and_cannot_be_reached_is_counted_once(mailing):
    mark(OLOF)
    consents.set_mailings(OLOF, wanted=False, now=NOW)

    assert (mailing_recipients.unreached(mailing), mailing_recipients.refusing(mailing)) == (0, 1)


# --- Stopped or held for long -----------------------------------------------------------------------


def test_what_was_stopped_for_more_than_a_week_goes_to_everybody(mailing, send, leave, stina):
    send()
    mailings.stop(mailing.pk, by=stina, now=NOW)

    mailings.resume(mailing.pk, by=stina, now=WEEK_LATER)

    assert leave(at=WEEK_LATER) == [BO, OLOF, PETRA]


def test_what_was_held_until_it_was_too_late_is_caught_up_with(mailing, send, leave, stina, event):
    mail_holds.hold(event.pk, mail_holds.of_kind("mailing"), by=stina, reason="Fel", now=NOW)
    send()
    assert leave() == []
    mail_holds.end_expired(now=WEEK_LATER)
    mailings.send_due(now=WEEK_LATER)
    mail_holds.let_go(event.pk, mail_holds.of_kind("mailing"), by=stina, now=WEEK_LATER)
    assert Mailing.objects.get(pk=mailing.pk).state == Mailing.State.DONE
    assert missing(mailing) == [OLOF, PETRA, BO]

    assert send(at=WEEK_LATER, now=WEEK_LATER) == 3

    assert leave(at=WEEK_LATER) == [BO, OLOF, PETRA]
    mailings.send_due(now=WEEK_LATER)
    counts = mailings.progress(Mailing.objects.get(pk=mailing.pk))
    assert (counts.people, counts.sent, counts.dropped) == (3, 3, 0)


# --- Dropped for a reason that has passed -----------------------------------------------------------


def test_address_that_was_cleared_since_is_caught_up_with_once(mailing, seats, send, leave, stina):
    send()
    mark(OLOF)
    assert leave() == [BO, PETRA]
    assert missing(mailing) == []
    delivery.clear(seats[0].pk, by=stina, now=NOW)
    assert missing(mailing) == [OLOF]

    assert send() == 1

    assert leave() == [OLOF]
    assert missing(mailing) == []
    with pytest.raises(NothingToDecide):
        send()


def test_who_left_and_came_back_is_caught_up_with(mailing, seats, olof, event, send, leave, sign_up):
    send()
    cancellation.cancel(seats[0].pk, now=NOW)
    assert leave() == [BO, PETRA]
    sign_up(olof, event)

    assert send() == 1

    assert leave() == [OLOF]


def test_it_may_happen_again(mailing, seats, send, leave, stina):
    send()
    for _round in range(2):
        mark(OLOF)
        leave()
        AddressMark.objects.all().delete()
        assert send() == 1

    assert leave() == [OLOF]
    keys = list(mailing.letters.filter(registration=seats[0]).order_by("pk").values_list("key", flat=True))
    assert keys == [keys[0], f"{keys[0]}:2", f"{keys[0]}:3"]


def test_number_of_a_letter_is_not_given_twice_when_an_older_one_is_gone(mailing, seats, send, leave):
    send()
    for _round in range(2):
        mark(OLOF)
        leave()
        AddressMark.objects.all().delete()
        send()
    mailing.letters.filter(registration=seats[0]).order_by("pk").first().delete()
    mark(OLOF)
    leave()
    AddressMark.objects.all().delete()

    send()

    assert leave() == [OLOF]


def test_who_refuses_mailings_is_not_caught_up_with(mailing, send, leave):
    send()
    consents.set_mailings(OLOF, wanted=False, now=NOW)
    assert leave() == [BO, PETRA]

    assert missing(mailing) == []


def test_whose_letter_staff_took_back_is_not_caught_up_with(mailing, seats, send, leave, stina):
    send()
    by_hand.drop(mailing.letters.get(registration=seats[0]), by=stina, now=NOW)
    assert leave() == [BO, PETRA]

    assert missing(mailing) == []


def test_whose_address_had_it_by_another_registration_is_not_written_to_again(
    mailing, seats, olof, sign_up, send, leave
):
    """The letter went about the later of two events, which Olof has left since."""
    other = EventFactory()
    mailing.events.add(other)
    later = sign_up(olof, other)
    send()
    leave()
    assert mailing.letters.filter(registration=later, state="sent").exists()
    cancellation.cancel(later.pk, now=NOW)

    assert missing(mailing) == []


def test_letter_to_an_old_address_is_counted_once_with_that_to_the_new_one(
    mailing, seats, send, leave, stina
):
    send()
    corrections.correct_address(seats[0].pk, address="olof.oberg@nacka.example", by=stina, now=NOW)
    leave()
    leave()

    counts = mailings.progress(Mailing.objects.get(pk=mailing.pk))
    assert (counts.people, counts.sent, counts.dropped) == (3, 3, 0)


def test_planned_catching_up_counts_each_person_once(mailing, seats, send, leave, stina):
    send()
    mark(OLOF)
    leave()
    AddressMark.objects.all().delete()

    send(at=NOW + timedelta(days=1))

    counts = mailings.progress(Mailing.objects.get(pk=mailing.pk))
    assert (counts.people, counts.sent, counts.waiting, counts.dropped) == (3, 2, 1, 0)


def test_dropped_letter_is_not_sent_by_hand_when_another_has_gone(mailing, seats, send, leave, stina):
    send()
    mark(OLOF)
    leave()
    AddressMark.objects.all().delete()
    dropped = mailing.letters.get(state="dropped")
    send()

    with pytest.raises(by_hand.LetterRefused):
        by_hand.resend(dropped, by=stina, now=NOW)

    assert leave() == [OLOF]


def test_who_got_a_dropped_letter_by_hand_is_not_caught_up_with(mailing, seats, send, leave, stina):
    send()
    mark(OLOF)
    leave()
    AddressMark.objects.all().delete()

    by_hand.resend(mailing.letters.get(state="dropped"), by=stina, now=NOW)

    assert missing(mailing) == []
    assert leave() == [OLOF]


# --- Planned, stopped, let go on --------------------------------------------------------------------


def test_planned_catching_up_that_goes_on_says_when(mailing, event, sign_up, send, leave, stina):
    later = NOW + timedelta(days=3)
    send()
    leave()
    sign_up(applicant(7), event)
    leave()
    send(at=later)
    mailings.stop(mailing.pk, by=stina, now=NOW)

    assert mailings.resume(mailing.pk, by=stina, now=NOW) == later

    assert Mailing.objects.get(pk=mailing.pk).state == Mailing.State.QUEUED
    assert leave() == []
    mailings.send_due(now=later)
    assert leave(at=later) == ["person7@example.org"]
    assert not OutboxMessage.objects.filter(mailing=mailing).unfinished().exists()
