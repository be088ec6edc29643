"""Whom a mailing is for: one letter per address, and none to who wants no mailings or cannot be reached."""

from collections import defaultdict
from dataclasses import dataclass

from registration.mail import mailing_letters
from registration.mail.reasons import BY_STAFF, MAILING_STOPPED, SENT_AGAIN
from registration.models import Mailing, OutboxMessage, Registration
from registration.models.registration import RegistrationQuerySet

State = OutboxMessage.State


@dataclass(frozen=True)
class Missing:
    """Somebody who has had no letter, and none is on its way; `instead_of`: letters that did not leave."""

    registration_id: int
    address_key: str
    number: int = 1
    instead_of: tuple[int, ...] = ()


def recipients(mailing: Mailing) -> list[int]:
    """The registrations to write to as things are, whether they have been written to or not, in the order in
    which people came. Who is registered for several of the events is written to about the latest."""
    return sorted(_by_address(mailing).values())


def missing(mailing: Mailing) -> list[Missing]:
    """Those of them who have had no letter: all of them before it is sent, later who has come since, and
    whose letter was dropped for a reason that has passed. Ask under the lock of the mailing to write."""
    told: set[int] = set()
    written: set[str] = set()
    numbers: defaultdict[str, int] = defaultdict(int)
    dropped: defaultdict[str | int, set[int]] = defaultdict(set)
    letters = mailing.letters.filter(registration__isnull=False).order_by("pk")
    for letter in letters.only("pk", "key", "address", "state", "reason", "registration_id"):
        first, number = mailing_letters.parts_of(letter.key)
        numbers[first] = max(numbers[first], number)
        # One that staff sent again has a key of another form.
        keys = {first, mailing_letters.key_of(mailing, letter.address)}
        person = letter.registration_id or 0
        if _counts(letter, mailing):
            told.add(person)
            written |= keys
        elif letter.reason != SENT_AGAIN:
            for key in keys:
                dropped[key].add(letter.pk)
            dropped[person].add(letter.pk)
    found = []
    for address, person in _by_address(mailing).items():
        key = mailing_letters.key_of(mailing, address)
        if person not in told and key not in written:
            before = dropped[key] | dropped[person]
            found.append(Missing(person, address, numbers[key] + 1, tuple(sorted(before))))
    return sorted(found, key=lambda one: one.registration_id)


def people(mailing: Mailing) -> RegistrationQuerySet:
    """Those it is for, by name, to show the letter as they would get it."""
    found = Registration.objects.filter(pk__in=recipients(mailing))
    return found.order_by("last_name", "first_name", "pk")


def refusing(mailing: Mailing) -> int:
    """How many addresses it would be for, had they not said that they want no mailings."""
    return _addresses(_in_segment(mailing)) - _addresses(_in_segment(mailing).taking_mailings())


def unreached(mailing: Mailing) -> int:
    """How many more want it, but letters to them do not arrive."""
    taking = _in_segment(mailing).taking_mailings()
    return _addresses(taking) - _addresses(taking.reached())


def _counts(letter: OutboxMessage, mailing: Mailing) -> bool:
    """Whether nobody is to write another: it has left, may leave yet, has its own way to be sent again, or
    staff decided that it does not go."""
    if letter.state != State.DROPPED or letter.reason == BY_STAFF:
        return True
    return letter.reason == MAILING_STOPPED and mailing.state == Mailing.State.STOPPED


def _addresses(found: RegistrationQuerySet) -> int:
    return found.values_list("address_key").order_by().distinct().count()


def _by_address(mailing: Mailing) -> dict[str, int]:
    found = _in_segment(mailing).taking_mailings().reached().order_by("pk")
    return {address: person for address, person in found.values_list("address_key", "pk") if address}


def _in_segment(mailing: Mailing) -> RegistrationQuerySet:
    found = Registration.objects.filter(mailing.segment.condition(), event__in=mailing.events.all())
    return found.exclude(address="").exclude(address_key=None)
