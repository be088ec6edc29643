"""Whom a mailing is for: one letter per address, and none to who wants no mailings."""

from registration.mail import mailing_letters
from registration.models import Mailing, OutboxMessage, Registration
from registration.models.registration import RegistrationQuerySet


def recipients(mailing: Mailing) -> list[int]:
    """The registrations to write to as things are, whether they have been written to or not, in the order in
    which people came. Who is registered for several of the events is written to about the latest."""
    return sorted(_by_address(mailing).values())


def missing(mailing: Mailing) -> list[int]:
    """Those of them who have had no letter: all of them before it is sent, later who has come since."""
    letters = list(mailing.letters.values_list("key", "registration_id", "state"))
    written = {key for key, _registration, _state in letters}
    # A letter to an address that has been corrected since is dropped; then the new one has none.
    told = {person for _key, person, state in letters if state != OutboxMessage.State.DROPPED}
    return sorted(
        person
        for address, person in _by_address(mailing).items()
        if person not in told and mailing_letters.key_of(mailing, address) not in written
    )


def people(mailing: Mailing, *, most: int) -> list[Registration]:
    """Some of those it is for, by name, to show the letter as they would get it."""
    found = Registration.objects.filter(pk__in=recipients(mailing))
    return list(found.order_by("last_name", "first_name", "pk")[:most])


def refusing(mailing: Mailing) -> int:
    """How many addresses it would be for, had they not said that they want no mailings."""
    everybody = _in_segment(mailing).values_list("address_key").distinct().count()
    return everybody - len(_by_address(mailing))


def _by_address(mailing: Mailing) -> dict[str, int]:
    found = _in_segment(mailing).taking_mailings().order_by("pk").values_list("address_key", "pk")
    return {address: person for address, person in found if address}


def _in_segment(mailing: Mailing) -> RegistrationQuerySet:
    found = Registration.objects.filter(mailing.segment.condition(), event__in=mailing.events.all())
    return found.exclude(address="").exclude(address_key=None)
