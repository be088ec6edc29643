"""Letters read for many at once leave with the facts of the moment they are sent (docs/rules.md R 2.6)."""

from datetime import timedelta

import pytest

from registration.mail.batch import Batch
from registration.mail.claims import Claim
from registration.models import OutboxMessage, Registration
from tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(write):
    event = EventFactory(title="Trähus")
    return [write("reminder", RegistrationFactory(event=event)) for _ in range(2)]


@pytest.fixture
def batch(letters):
    return Batch([letter.pk for letter in letters])


def test_letters_share_their_event_as_long_as_nothing_has_changed(batch, letters):
    (first, shared), (second, also) = (batch.letter(Claim(letter.pk, 1)) for letter in letters)

    assert shared is not None
    assert shared is also
    assert first.its_registration.event is second.its_registration.event
    assert (first.state, first.attempts) == (OutboxMessage.State.SENDING, 1)


@pytest.mark.parametrize(
    "changes",
    [
        lambda registration: Registration.objects.filter(pk=registration.pk).update(first_name="Per"),
        lambda registration: Registration.objects.filter(pk=registration.pk).update(status="cancelled"),
        lambda registration: type(registration.event).objects.update(status="cancelled"),
        lambda registration: registration.event.save_revision().publish(),
        lambda registration: registration.event.venue.save(),
        lambda registration: registration.event.contact.save(),
    ],
)
def test_what_has_changed_since_is_read_anew(batch, letters, changes):
    changes(letters[0].registration)

    letter, shared = batch.letter(Claim(letters[0].pk, 1))

    assert shared is None
    assert (
        letter.its_registration.first_name == Registration.objects.get(pk=letter.registration_id).first_name
    )


def test_a_letter_that_another_has_tried_meanwhile_is_read_anew(batch, letters):
    OutboxMessage.objects.filter(pk=letters[0].pk).update(attempts=3)

    letter, shared = batch.letter(Claim(letters[0].pk, 4))

    assert (letter.attempts, shared) == (3, None)


def test_an_event_whose_calendar_lags_behind_is_caught_up_with(letters):
    event = letters[0].registration.event
    type(event).objects.update(last_published_at=event.last_published_at + timedelta(days=1))

    _letter, shared = Batch([letters[0].pk]).letter(Claim(letters[0].pk, 1))

    assert shared is None


def test_a_batch_asks_as_much_for_two_letters_as_for_twelve(write, django_assert_max_num_queries):
    event = EventFactory()
    pks = [write("reminder", RegistrationFactory(event=event)).pk for _ in range(12)]

    with django_assert_max_num_queries(6):
        Batch(pks)
