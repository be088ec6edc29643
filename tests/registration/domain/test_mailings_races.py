"""Workers who write the same mailing at the same moment, each on a connection of their own."""

import pytest

from registration.domain import mailings
from registration.domain.errors import RegistrationRefused
from registration.domain.mailings import Words
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
