import pytest

from events.roles import Role
from registration.domain.counts import counts_of
from registration.models import Registration
from tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
Status = Registration.Status


def test_people_are_counted_by_status_and_the_confirmed_by_role(event):
    RegistrationFactory(event=event, role=Role.OFFICIAL)
    RegistrationFactory(event=event, role=Role.BUILDER)
    RegistrationFactory(event=event, role=Role.BUILDER)
    RegistrationFactory(event=event, role=Role.POLITICIAN, status=Status.WAITLISTED, place_in_line=1)
    RegistrationFactory(event=event, role=Role.POLITICIAN, status=Status.CANCELLED)
    RegistrationFactory(event=EventFactory())

    counts = counts_of(event.pk)

    assert counts.by_status == {Status.CONFIRMED: 3, Status.WAITLISTED: 1, Status.CANCELLED: 1}
    assert counts.confirmed_by_role == {"official": 1, "politician": 0, "builder": 2, "guest": 0}


def test_it_is_one_question(event, django_assert_num_queries):
    with django_assert_num_queries(1):
        counts_of(event.pk)
