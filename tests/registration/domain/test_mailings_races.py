"""Workers who write the same mailing at the same moment, each on a connection of their own."""

from contextlib import suppress

import pytest

from registration.domain import mailings
from registration.domain.errors import RegistrationRefused
from registration.domain.mailings import Words
from registration.mail import by_hand
from registration.models import Mailing, Segment
from tests.factories import NOW, EventFactory, RegistrationFactory, UserFactory
from tests.registration.domain.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def stina(db):
    return UserFactory(username="stina")


@pytest.fixture
def mailing(stina, monkeypatch):
    """To twenty people, of whom two have one mailbox, in batches of three."""
    monkeypatch.setattr(mailings, "BATCH", 3)
    events = [EventFactory(), EventFactory()]
    for event in events:
        RegistrationFactory.create_batch(9, event=event)
        RegistrationFactory(event=event, address="bo@example.org", address_key="bo@example.org")
    words = Words("Parkering", "Garaget är stängt.")
    return mailings.create(words, events=events, segment=Segment(), attachments=[], by=stina, now=NOW)


def test_everybody_gets_one_letter_from_many_workers(mailing, stina):
    mailings.send(mailing.pk, by=stina, at=NOW, now=NOW)

    at_once([lambda: mailings.send_due(now=NOW)] * 6)

    addresses = list(mailing.letters.values_list("address", flat=True))
    assert len(addresses) == len(set(addresses)) == 19


def test_two_who_press_at_once_send_it_once(mailing, stina):
    def press():
        try:
            return mailings.send(mailing.pk, by=stina, at=NOW, now=NOW)
        except RegistrationRefused:
            return "refused"

    assert sorted(map(str, at_once([press] * 4))) == ["19", "refused", "refused", "refused"]


def test_stop_leaves_nothing_that_another_worker_writes_afterwards(mailing, stina):
    mailings.send(mailing.pk, by=stina, at=NOW, now=NOW)

    at_once([lambda: mailings.send_due(now=NOW), lambda: mailings.stop(mailing.pk, by=stina, now=NOW)])
    mailings.send_due(now=NOW)

    assert Mailing.objects.get().state == "stopped"
    assert not mailing.letters.unfinished().exists()


def test_whoever_writes_again_after_dropped_letters_each_address_gets_one(mailing, stina):
    """Beat catches up while staff send the same letters again by hand."""
    mailings.send(mailing.pk, by=stina, at=NOW, now=NOW)
    mailings.send_due(now=NOW)
    mailing.letters.update(state="dropped", reason="address_marked")
    mailings.send_due(now=NOW)
    dropped = list(mailing.letters.select_related("registration__event", "mailing").order_by("pk"))
    Mailing.objects.filter(pk=mailing.pk).update(state="queued", written_at=None)

    def by_hand_again():
        for letter in dropped:
            with suppress(by_hand.LetterRefused):
                by_hand.resend(letter, by=stina, now=NOW)

    at_once([by_hand_again, by_hand_again, *[lambda: mailings.send_due(now=NOW)] * 3])

    living = list(mailing.letters.exclude(state="dropped").values_list("address", flat=True))
    assert len(living) == len(set(living)) == 19
