"""Writing to many: each address once, whoever dies on the way, and none to who wants none."""

from datetime import timedelta

import pytest
from django.core import mail
from wagtail.models import PageLogEntry

from registration.domain import cancellation, consents, corrections, mailing_recipients, mailings
from registration.domain.errors import NothingToDecide
from registration.domain.mailings import Words
from registration.mail import by_hand
from registration.models import Mailing, OutboxMessage, Registration, Segment
from tests.factories import NOW, EventFactory, RegistrationFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

WORDS = Words("Parkering vid Byggmästarsalen", "Garaget är stängt.\n\nTa gärna tåget.")
LATER = NOW + timedelta(days=1)


@pytest.fixture
def write(event, stina):
    """`write(roles=["builder"])`: a draft to who has a seat at the seminar, unless it says otherwise."""

    def draft(*, words=WORDS, events=None, attachments=(), **segment):
        kept = {name: tuple(value) if isinstance(value, list) else value for name, value in segment.items()}
        return mailings.create(
            words,
            events=events or [event],
            segment=Segment(**kept),
            attachments=attachments,
            by=stina,
            now=NOW,
        )

    return draft


@pytest.fixture
def send(stina):
    """`send(mailing)`, or `send(mailing, at=later)`: the press."""

    def press(mailing, *, at=NOW, now=NOW):
        return mailings.send(mailing.pk, by=stina, at=at, now=now)

    return press


@pytest.fixture
def seats(olof, petra, bo, event, sign_up, send_mail):
    """Olof, Petra and Bo have a seat and their confirmations."""
    registrations = [sign_up(person, event) for person in (olof, petra, bo)]
    send_mail()
    return registrations


def state_of(mailing):
    return Mailing.objects.get(pk=mailing.pk).state


def addresses(messages):
    return sorted(address for message in messages for address in message.to)


def test_everybody_in_the_segment_gets_it_once(seats, write, send, send_mail):
    mailing = write()

    assert send(mailing) == 3

    assert addresses(send_mail()) == ["bo@tegelbruket.example", "olof@nacka.example", "petra@solna.example"]
    mailings.send_due(now=NOW)
    assert state_of(mailing) == Mailing.State.DONE
    assert send_mail() == []


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        ({"roles": ["builder"]}, ["bo@tegelbruket.example"]),
        ({"municipalities": ["0184", "0182"]}, ["olof@nacka.example", "petra@solna.example"]),
        ({"roles": ["builder", "politician"], "municipalities": ["0184"]}, ["petra@solna.example"]),
        ({"attendance": "online"}, []),
        ({"statuses": ["cancelled"]}, []),
        ({"statuses": ["confirmed", "cancelled"], "roles": ["builder"]}, ["bo@tegelbruket.example"]),
    ],
)
def test_segment_narrows(seats, write, segment, expected):
    found = mailing_recipients.people(write(**segment))

    assert sorted(person.address for person in found) == expected
    assert sorted(person.address for person in seats if Segment(**segment).fits(person)) == expected


def test_who_is_registered_for_two_of_the_events_is_written_to_once(
    olof, event, sign_up, write, send, send_mail
):
    other = EventFactory()
    for one in (event, other):
        sign_up(olof, one)
    send_mail()

    send(write(events=[event, other]))

    assert addresses(send_mail()) == ["olof@nacka.example"]


def test_who_wants_no_mailings_gets_none(seats, write, send, send_mail):
    consents.set_mailings("olof@nacka.example", wanted=False, now=NOW)

    assert send(write()) == 2

    assert "olof@nacka.example" not in addresses(send_mail())


def test_who_says_no_while_the_letter_waits_gets_none(seats, write, send, send_mail):
    send(write())
    consents.set_mailings("olof@nacka.example", wanted=False, now=NOW)

    assert "olof@nacka.example" not in addresses(send_mail())
    assert OutboxMessage.objects.get(kind="mailing", registration=seats[0]).reason == "refuses_mailings"


def test_who_leaves_the_segment_while_the_letter_waits_gets_none(seats, write, send, send_mail):
    send(write())
    cancellation.cancel(seats[0].pk, now=NOW)

    letters = [message.subject for message in send_mail() if message.to == ["olof@nacka.example"]]

    assert WORDS.subject not in letters


def test_nobody_to_write_to_is_refused(event, write, send):
    mailing = write()

    with pytest.raises(NothingToDecide):
        send(mailing)

    assert state_of(mailing) == Mailing.State.DRAFT


def test_pressing_twice_sends_once(seats, write, send, send_mail):
    mailing = write()
    send(mailing)

    with pytest.raises(NothingToDecide):
        send(mailing)

    assert len(send_mail()) == 3


def test_planned_one_waits_for_its_time(seats, write, send, send_mail):
    mailing = write()
    send(mailing, at=LATER)
    mailings.send_due(now=LATER - timedelta(minutes=1))
    assert send_mail(at=LATER - timedelta(minutes=1)) == []

    mailings.send_due(now=LATER)

    assert len(send_mail(at=LATER)) == 3


def test_who_comes_before_its_time_gets_it_too(seats, event, sign_up, write, send, send_mail):
    send(write(), at=LATER)
    sign_up(applicant(7), event)
    send_mail()

    mailings.send_due(now=LATER)

    assert "person7@example.org" in addresses(send_mail(at=LATER))


def test_many_are_written_in_batches_and_a_worker_that_died_forgets_nobody(
    event, write, send, send_mail, monkeypatch
):
    RegistrationFactory.create_batch(7, event=event)
    monkeypatch.setattr(mailings, "BATCH", 3)
    mailing = write()

    send(mailing)
    # The press wrote the first ones, and nothing has happened since.
    assert mailing.letters.count() == 3
    mailings.write_some(mailing.pk, now=NOW)
    assert mailings.progress(mailing).people == 7
    mailings.send_due(now=NOW)

    assert len(set(addresses(send_mail()))) == 7


def test_two_who_write_at_once_write_no_letter_twice(seats, write, send):
    mailing = write()
    send(mailing)
    Mailing.objects.filter(pk=mailing.pk).update(written_at=None)

    for _round in range(3):
        mailings.send_due(now=NOW)

    assert mailing.letters.count() == 3


def test_stopped_before_anything_left_it_is_a_draft_again(seats, write, send, stina, send_mail):
    mailing = write()
    send(mailing, at=LATER)

    mailings.stop(mailing.pk, by=stina, now=NOW)
    mailings.send_due(now=LATER)

    assert state_of(mailing) == Mailing.State.DRAFT
    assert send_mail(at=LATER) == []


def test_stopped_on_its_way_what_waits_does_not_leave(seats, write, send, stina, send_mail):
    mailing = write()
    send(mailing)

    mailings.stop(mailing.pk, by=stina, now=NOW)

    assert send_mail() == []
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.STOPPED
    counts = mailings.progress(mailing)
    assert (counts.people, counts.stopped, counts.settled) == (3, 3, 0)


def test_letter_that_comes_back_after_the_stop_does_not_leave(seats, write, send, stina, send_mail):
    mailing = write()
    send(mailing)
    mailings.stop(mailing.pk, by=stina, now=NOW)
    mailing.letters.filter(registration=seats[0]).update(state="waiting", reason="")

    assert send_mail() == []
    assert mailing.letters.get(registration=seats[0]).reason == "mailing_stopped"


def test_going_on_sends_the_rest_with_the_words_of_then(seats, event, write, send, stina, send_mail):
    mailing = write()
    send(mailing)
    mailings.stop(mailing.pk, by=stina, now=NOW)
    better = Words("Parkering vid salen", "Garaget är öppet.")
    mailings.change(mailing.pk, better, events=[], segment=Segment(roles=("guest",)), attachments=[])

    mailings.resume(mailing.pk, by=stina, now=NOW)

    letters = send_mail()
    assert len(letters) == 3
    assert {letter.subject for letter in letters} == {"Parkering vid salen"}
    mailings.send_due(now=NOW)
    assert state_of(mailing) == Mailing.State.DONE


def test_what_has_been_sent_is_not_changed(seats, event, write, send):
    mailing = write()
    send(mailing)

    with pytest.raises(NothingToDecide):
        mailings.change(mailing.pk, Words("x", "y"), events=[event], segment=Segment(), attachments=[])
    with pytest.raises(NothingToDecide):
        mailings.delete(mailing.pk)

    assert Mailing.objects.get(pk=mailing.pk).subject == WORDS.subject


def test_later_joiners_get_it_when_staff_say_so(seats, event, sign_up, write, send, send_mail):
    mailing = write()
    send(mailing)
    send_mail()
    mailings.send_due(now=NOW)
    sign_up(applicant(7), event)
    send_mail()
    mailings.send_due(now=NOW)
    assert send_mail() == []

    assert send(mailing) == 1

    assert addresses(send_mail()) == ["person7@example.org"]


def test_address_corrected_while_the_letter_waits_gets_it_at_the_new_one(
    seats, stina, write, send, send_mail
):
    mailing = write()
    send(mailing)
    corrections.correct_address(seats[0].pk, address="olof.oberg@nacka.example", by=stina, now=NOW)
    send_mail()
    mailings.send_due(now=NOW)

    assert addresses(send_mail()) == ["olof.oberg@nacka.example"]


def test_who_has_had_it_at_the_old_address_gets_it_no_more(seats, stina, write, send, send_mail):
    mailing = write()
    send(mailing)
    send_mail()
    corrections.correct_address(seats[0].pk, address="olof.oberg@nacka.example", by=stina, now=NOW)

    assert mailing_recipients.missing(mailing) == []


def test_trying_it_out_goes_to_oneself_in_each_language(event, stina, write, send_mail):
    words = Words("Parkering", "Ta tåget.", "Parking", "Take the train.")

    assert mailings.try_out(write(words=words), to=stina, now=NOW) == 2

    letters = send_mail()
    assert [letter.subject for letter in letters] == ["Prov: Parkering", "Prov: Parking"]
    assert addresses(letters) == ["stina@byggmastarna.example"] * 2
    assert b"List-Unsubscribe" not in letters[0].message().as_bytes()


def test_trying_it_out_is_no_letter_of_the_mailing(seats, stina, write, send, send_mail):
    mailing = write()
    mailings.try_out(mailing, to=stina, now=NOW)
    send_mail()

    assert mailings.progress(mailing).sent == 0
    assert send(mailing) == 3


def test_draft_that_was_tried_out_can_be_thrown_away(event, stina, write):
    mailing = write()
    mailings.try_out(mailing, to=stina, now=NOW)

    mailings.delete(mailing.pk)

    assert not Mailing.objects.exists()


def test_history_of_the_page_tells_who_sent_it(seats, event, write, send, stina):
    send(write())

    entry = PageLogEntry.objects.get(action=mailings.SENT)
    assert (entry.page_id, entry.data["by"]) == (event.pk, "Stina")


def test_letter_that_failed_is_sent_again_with_its_words(seats, write, send, stina, send_mail):
    mailing = write()
    send(mailing)
    send_mail()
    mailing.letters.filter(registration=seats[0]).update(state="failed")

    by_hand.resend(mailing.letters.get(state="failed"), by=stina, now=NOW)

    (again,) = send_mail()
    assert (again.to, again.subject) == (["olof@nacka.example"], WORDS.subject)
    counts = mailings.progress(mailing)
    assert (counts.people, counts.sent) == (3, 3)


def test_progress_counts_what_became_of_each(seats, write, send, send_mail):
    mailing = write()
    send(mailing)
    assert mailings.progress(mailing).waiting == 3
    send_mail()
    mailing.letters.filter(registration=seats[0]).update(state="failed")

    counts = mailings.progress(mailing)

    assert (counts.people, counts.sent, counts.failed, counts.settled) == (3, 2, 1, 3)
    assert len(mail.outbox) == 6
    assert Registration.objects.count() == 3
