from dataclasses import replace

import pytest
from django.urls import reverse

from registration.domain import cancellation
from registration.models import Reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def with_needs(olof, event, sign_up):
    return sign_up(replace(olof, diet="nötallergi", access="hörslinga"), event)


def readings():
    return list(Reading.objects.values_list("what", "by__username", "people"))


def test_reading_one_is_on_record(with_needs, as_lars):
    page = as_lars.get(reverse("staff_registrations:needs", args=[with_needs.pk]))

    assert "nötallergi" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert readings() == [("needs", "lars", 1)]


def test_reading_the_list_of_an_event_is_on_record(with_needs, petra, sign_up, as_lars):
    sign_up(petra, with_needs.event)

    page = as_lars.get(reverse("staff_events:needs", args=[with_needs.event_id])).content.decode()

    assert "hörslinga" in page
    assert "Petra" not in page
    assert readings() == [("needs_list", "lars", 1)]


def test_who_has_left_needs_nothing(with_needs, as_lars, now):
    cancellation.cancel(with_needs.pk, now=now)

    page = as_lars.get(reverse("staff_events:needs", args=[with_needs.event_id])).content.decode()

    assert "nötallergi" not in page
    assert readings() == []


def test_event_manager_does_not_even_learn_that_there_are_needs(with_needs, as_stina, as_lars):
    detail = reverse("staff_registrations:detail", args=[with_needs.pk])
    needs = reverse("staff_registrations:needs", args=[with_needs.pk])

    managers, readers = (client.get(detail).content.decode() for client in (as_stina, as_lars))

    assert needs not in managers
    assert "nötallergi" not in managers
    assert needs in readers
    assert "nötallergi" not in readers


def test_administrator_sees_who_has_read(with_needs, as_lars, as_administrator):
    as_lars.get(reverse("staff_registrations:needs", args=[with_needs.pk]))

    page = as_administrator.get(reverse("staff_readings:index")).content.decode()

    assert "lars" in page
    assert "Olof" not in page


def test_long_list_costs_no_more_queries_than_a_short_one(
    with_needs, as_administrator, as_lars, lars, now, count_queries
):
    def read():
        as_administrator.get(reverse("staff_readings:index"))

    as_lars.get(reverse("staff_registrations:needs", args=[with_needs.pk]))
    read()
    short = count_queries(read)
    for _ in range(19):
        as_lars.get(reverse("staff_registrations:needs", args=[with_needs.pk]))

    assert count_queries(read) == short
