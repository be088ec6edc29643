import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registration.models import Registration
from tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def said_of(event: str) -> str:
    said = StringIO()
    call_command("event_counts", event, stdout=said)
    return said.getvalue()


def test_it_prints_one_line_of_json(event):
    RegistrationFactory(event=event)
    RegistrationFactory(event=event, status=Registration.Status.DECLINED)

    said = said_of(str(event.pk))

    assert said.count("\n") == 1
    assert json.loads(said) == {
        "event": event.pk,
        "confirmed": 1,
        "waitlisted": 0,
        "offered": 0,
        "pending": 0,
        "cancelled": 0,
        "roles": {"official": 1, "politician": 0, "builder": 0, "guest": 0},
    }


def test_an_event_is_found_by_its_slug(event):
    assert json.loads(said_of(event.slug))["event"] == event.pk


def test_an_id_wins_over_a_slug_of_digits(event):
    EventFactory(slug=str(event.pk))

    assert json.loads(said_of(str(event.pk)))["event"] == event.pk


@pytest.mark.parametrize("unknown", ["finns-inte", "0", "99999999999999999999", "kakor", "²"])
def test_an_unknown_event_is_refused_in_a_sentence(db, unknown):
    with pytest.raises(CommandError, match="There is no event"):
        said_of(unknown)
