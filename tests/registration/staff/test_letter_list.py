import pytest
from django.urls import reverse

from registration.mail import notice_letters
from registration.models import OutboxMessage
from tests.factories import EventFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def daily_notice(person, *, now):
    notice_letters.daily({person: {"news": {}, "points": {}}}, day=now.date(), expires_at=now, now=now)
    return OutboxMessage.objects.get(kind="notice_daily")


def late_notice(event, *, now):
    who = RegistrationFactory(event=event, status="cancelled")
    notice_letters.late_cancellations(event, to=event.contact, cancelled=[who], expires_at=now, now=now)
    return OutboxMessage.objects.get(kind="notice_urgent", event=event)


def test_list_shows_state_attempts_and_error(letter, as_stina):
    OutboxMessage.objects.filter(pk=letter.pk).update(attempts=3, last_error="SMTPServerDisconnected")

    page = as_stina.get(reverse("staff_letters:index")).content.decode()

    assert "SMTPServerDisconnected" in page
    assert "Olof Öberg" in page


def test_list_is_filtered_by_state(letter, as_stina):
    index = reverse("staff_letters:index")

    assert list(as_stina.get(index, {"state": "waiting"}).context["object_list"]) == [letter]
    assert list(as_stina.get(index, {"state": ["failed", "needs_attention"]}).context["object_list"]) == []


def test_letters_to_the_process_leader_are_in_the_list(letter, event, as_stina, now):
    daily = daily_notice(event.contact, now=now)
    urgent = late_notice(event, now=now)

    page = as_stina.get(reverse("staff_letters:index"))

    assert set(page.context["object_list"]) == {letter, daily, urgent}
    assert event.contact.full_name in page.content.decode()


def test_letters_about_an_event_are_those_to_its_people_and_to_its_leader(letter, event, as_stina, now):
    daily_notice(event.contact, now=now)
    late_notice(EventFactory(), now=now)
    urgent = late_notice(event, now=now)

    page = as_stina.get(reverse("staff_letters:index"), {"registration__event": event.pk})

    assert set(page.context["object_list"]) == {letter, urgent}


def test_list_is_filtered_by_kind(letter, event, as_stina, now):
    daily_notice(event.contact, now=now)
    urgent = late_notice(event, now=now)

    page = as_stina.get(reverse("staff_letters:index"), {"kind": "notice_urgent"})

    assert list(page.context["object_list"]) == [urgent]


def test_long_list_costs_no_more_queries_than_a_short_one(as_stina, count_queries, now):
    def add(count):
        for _ in range(count):
            registration = RegistrationFactory()
            OutboxMessage.objects.create(
                key=f"confirmed:{registration.pk}:1", kind="confirmed", registration=registration,
                address=registration.address, created_at=now, due_at=now, expires_at=now,
            )  # fmt: skip
            late_notice(registration.event, now=now)

    index = reverse("staff_letters:index")
    add(1)
    as_stina.get(index)
    short = count_queries(lambda: as_stina.get(index))
    add(19)

    assert count_queries(lambda: as_stina.get(index)) == short
