import pytest
from django.urls import reverse

from registration.models import OutboxMessage
from tests.factories import RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_list_shows_state_attempts_and_error(letter, as_stina):
    OutboxMessage.objects.filter(pk=letter.pk).update(attempts=3, last_error="SMTPServerDisconnected")

    page = as_stina.get(reverse("staff_letters:index")).content.decode()

    assert "SMTPServerDisconnected" in page
    assert "Olof Öberg" in page


def test_list_is_filtered_by_state(letter, as_stina):
    index = reverse("staff_letters:index")

    assert list(as_stina.get(index, {"state": "waiting"}).context["object_list"]) == [letter]
    assert list(as_stina.get(index, {"state": ["failed", "needs_attention"]}).context["object_list"]) == []


def test_long_list_costs_no_more_queries_than_a_short_one(as_stina, count_queries, now):
    def add(count):
        for _ in range(count):
            registration = RegistrationFactory()
            OutboxMessage.objects.create(
                key=f"confirmed:{registration.pk}:1", kind="confirmed", registration=registration,
                address=registration.address, created_at=now, due_at=now, expires_at=now,
            )  # fmt: skip

    index = reverse("staff_letters:index")
    add(1)
    as_stina.get(index)
    short = count_queries(lambda: as_stina.get(index))
    add(19)

    assert count_queries(lambda: as_stina.get(index)) == short
