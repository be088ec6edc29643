"""What the editor is told who lowers the seats below those that are taken (docs/rules.md R 1.8)."""

from dataclasses import replace

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import override
from wagtail.test.utils.form_data import inline_formset

from events.lowered_seats import warnings
from events.models import EventPage, RoleQuota
from events.roles import Role
from registration.domain.capacity import Quota
from tests.events.test_forms import filled_in
from tests.factories import EventFactory, applicant

pytestmark = pytest.mark.django_db

OFFICIALS = {Role.OFFICIAL: Quota(reserved=2, maximum=5)}


@pytest.fixture
def told(now):
    """`told(event, capacity=1)`: what is said when these values are to be published."""

    def sentences(event, *, quotas=None, **changes):
        wanted = type(event).objects.get(pk=event.pk)
        for name, value in changes.items():
            setattr(wanted, name, value)
        rows = list(event.quotas.all()) if quotas is None else quotas
        with override("en"):
            return warnings(wanted, published=event, quotas=rows, now=now)

    return sentences


@pytest.fixture
def three(sign_up):
    """An event in which three officials have seats."""
    event = EventFactory(capacity=10, quotas=OFFICIALS)
    for number in range(3):
        sign_up(applicant(number), event)
    return event


def test_fewer_seats_than_are_taken_are_told_with_figures(three, told):
    assert told(three, capacity=2) == [
        "There will be 2 seats, and 3 are taken. Nobody loses a seat, but no new one is given until enough "
        "people have cancelled."
    ]


@pytest.mark.parametrize("capacity", [3, 10, 40, None])
def test_enough_seats_are_no_warning(three, told, capacity):
    assert told(three, capacity=capacity) == []


def test_event_that_was_overbooked_before_is_no_warning_until_it_is_lowered(three, told):
    EventPage.objects.filter(pk=three.pk).update(capacity=2)
    three.refresh_from_db()

    assert told(three) == []
    assert told(three, capacity=5) == []
    assert len(told(three, capacity=1)) == 1


def test_maximum_below_who_has_a_seat(three, told):
    lowered = [RoleQuota(role=Role.OFFICIAL, reserved=0, maximum=2)]

    assert told(three, quotas=lowered) == [
        "Officials may have at most 2 seats, and have 3. They keep them, but get no more until enough of "
        "them have cancelled.",
        "Officials have 3 seats, and 0 will be reserved for them. They keep what they have, but seats that "
        "they leave can go to others.",
    ]


def test_first_maximum_of_a_role_is_asked_as_well(sign_up, bo, told):
    event = EventFactory()
    sign_up(bo, event)

    assert len(told(event, quotas=[RoleQuota(role=Role.BUILDER, maximum=0)])) == 1


def test_role_whose_row_is_taken_away_has_nothing_reserved(three, told):
    (sentence,) = told(three, quotas=[])

    assert "0 will be reserved" in sentence


def test_role_that_has_outgrown_its_reserved_seats_is_no_warning(three, told, sign_up):
    sign_up(applicant(4), three)

    assert told(three) == []


def test_places_online_are_asked_apart(sign_up, olof, petra, told):
    event = EventFactory(format="hybrid", online_capacity=None, capacity=1)
    for person in (olof, petra):
        sign_up(replace(person, attendance="online"), event)

    assert told(event, online_capacity=2) == []
    assert told(event, online_capacity=1) == [
        "There will be 1 places online, and 2 are taken. Nobody loses a place, but no new one is given until "
        "enough people have cancelled."
    ]


# --- In the editor --------------------------------------------------------------------------------


@pytest.fixture
def save(client, stina, three):
    """`save(capacity=2)`, or with `action-publish`; returns the response and what was said."""
    client.force_login(stina)

    def send(headers=None, **changes):
        quota = RoleQuota.objects.get(event_id=three.pk)
        rows = [{"id": quota.pk, "role": "official", "reserved": 2, "maximum": 5}]
        data = filled_in(quotas=inline_formset(rows, initial=1), slug=three.slug, **changes)
        response = client.post(
            reverse("wagtailadmin_pages:edit", args=[three.pk]), data, headers=headers or {}
        )
        assert response.status_code == (200 if headers else 302)
        said = get_messages(response.wsgi_request)
        return [str(message) for message in said if message.level_tag == "warning"]

    return send


@pytest.mark.parametrize("action", [{}, {"action-publish": "action-publish"}])
def test_enough_seats_are_saved_without_a_word(save, action):
    assert save(capacity=3, **action) == []


@pytest.mark.parametrize("action", [{}, {"action-publish": "action-publish"}])
def test_each_press_warns_once_and_throws_nobody_out(three, save, action):
    (sentence,) = save(capacity=2, **action)

    assert "3" in sentence
    assert three.registrations.confirmed().count() == 3


def test_save_in_the_background_says_nothing(save):
    assert save(headers={"accept": "application/json"}, capacity=2) == []
