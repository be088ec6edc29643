"""What a registration costs in queries, from the form to the receipt."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Organisation
from events.roles import Role
from registration.domain.capacity import Quota
from tests.factories import EventFactory, applicant, applicants

pytestmark = pytest.mark.django_db

NOT_COUNTED = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SET|SAVEPOINT|RELEASE)", re.I)


def _queries_of_a_registration(client, event, form) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/anmalan/{event.pk}/")
        receipt = client.post(f"/anmalan/{event.pk}/", form)["Location"]
        client.get(receipt)
    return sum(1 for query in captured.captured_queries if not NOT_COUNTED.match(query["sql"]))


def test_whole_registration_takes_few_queries_however_much_there_is(client, olof, petra, answers, sign_up):
    event = EventFactory(capacity=100, quotas={Role.BUILDER: Quota(reserved=5)})
    client.get(f"/anmalan/{event.pk}/")
    with_little = _queries_of_a_registration(client, event, answers(olof))

    EventFactory.create_batch(5)
    Organisation.objects.bulk_create(Organisation(name=f"Bygg {n}", is_suggested=True) for n in range(20))
    for person in applicants(30):
        sign_up(person, event)
    with_much = _queries_of_a_registration(client, event, answers(petra))

    assert with_much == with_little
    assert with_little <= 21


def test_waiting_people_cost_a_newcomer_nothing(client, olof, petra, answers, sign_up):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    sign_up(applicant(1), event)
    # The first visitors of a moment find nothing ready.
    _queries_of_a_registration(client, event, answers(replace(petra, address="p1@solna.example")))
    behind_one = _queries_of_a_registration(client, event, answers(petra))

    for number in range(2, 12):
        sign_up(applicant(number), event)
    behind_many = _queries_of_a_registration(
        client, event, answers(replace(petra, address="p2@solna.example"))
    )

    assert behind_many == behind_one
