"""The fixed cast and the few things that most tests need.

Olof is an official, Petra a politician, Bo a builder, Stina is staff. `now` is handed to whatever asks for
the time; where a view looks at the clock itself, `at_now` makes the clock stand still at `now`.

`@pytest.mark.django_db(transaction=True)` empties the database afterwards, the base tree included, so it
needs `serialized_rollback=True` beside it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.core import mail
from django.core.cache import caches
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from hypothesis import settings as hypothesis_settings

from bostadsforum import prepare
from events.models import EventPage
from events.roles import Role
from home.models import User
from registration.domain import signup
from registration.domain.signup import Applicant
from registration.mail import sending
from registration.models import Registration
from tests.factories import NOW, EventFactory, UserFactory
from tests.form_client import FormClient

# How long one example takes says more about the computer than about the code.
hypothesis_settings.register_profile("steady", deadline=None)
hypothesis_settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues that have changed, so that pages speak Swedish whoever runs the tests."""
    if hasattr(config, "workerinput"):
        return
    prepare.compile_messages()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about PostgreSQL where there is none; a skip would look like something owed."""
    if connection.vendor == "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgresql")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    for kept in caches.all(initialized_only=True):
        kept.clear()


@pytest.fixture
def client() -> FormClient:
    return FormClient()


@pytest.fixture
def now() -> datetime:
    """Monday 1 February 2027 at noon, a month before the events of the factories."""
    return NOW


@pytest.fixture
def at_now(now: datetime) -> Iterator[time_machine.Traveller]:
    """The clock stands at `now`; `at_now.move_to(…)` sets it to another moment."""
    with time_machine.travel(now, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def event(db: None) -> EventPage:
    """A seminar with twenty seats and no quotas."""
    return EventFactory()


@pytest.fixture
def olof() -> Applicant:
    return Applicant(
        address="olof@nacka.example",
        first_name="Olof",
        last_name="Öberg",
        job_title="planarkitekt",
        role=Role.OFFICIAL,
        municipality="0182",
        wants_directly=True,
    )


@pytest.fixture
def petra() -> Applicant:
    return Applicant(
        address="petra@solna.example",
        first_name="Petra",
        last_name="Åkesson",
        job_title="ledamot i byggnadsnämnden",
        role=Role.POLITICIAN,
        municipality="0184",
        wants_directly=True,
    )


@pytest.fixture
def bo() -> Applicant:
    return Applicant(
        address="bo@tegelbruket.example",
        first_name="Bo",
        last_name="Ängström",
        job_title="projektutvecklare",
        role=Role.BUILDER,
        organisation="Tegelbruket AB",
        wants_directly=True,
    )


@pytest.fixture
def stina(db: None) -> User:
    return UserFactory(username="stina", first_name="Stina", email="stina@byggmastarna.example")


@pytest.fixture
def sign_up(now: datetime) -> Callable[..., Registration]:
    """`sign_up(bo, event)`, or `sign_up(bo, event, at=later)`: through the same door as the form."""

    def through_the_door(applicant: Applicant, event: EventPage, *, at: datetime = now) -> Registration:
        return signup.register(event.pk, applicant=applicant, now=at).registration

    return through_the_door


@pytest.fixture
def send_mail(now: datetime) -> Callable[..., list[EmailMultiAlternatives]]:
    """`send_mail()`, or `send_mail(at=later)`: one round of the outbox; returns the messages it sent."""

    def one_round(*, at: datetime = now) -> list[EmailMultiAlternatives]:
        before = len(mail.outbox)
        sending.send_due(clock=lambda: at)
        return mail.outbox[before:]

    return one_round
