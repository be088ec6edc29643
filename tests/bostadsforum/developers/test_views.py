import pytest
from django.test import Client, RequestFactory, override_settings

from bostadsforum.developers import samples, views
from events.availability import SeatStatus
from home.models import User
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/utvecklare/delar/"


def test_visitors_find_no_such_page(client: Client):
    assert client.get(ADDRESS).status_code == 404


def test_staff_who_are_no_administrators_find_no_such_page(client: Client):
    client.force_login(UserFactory(is_superuser=False))

    assert client.get(ADDRESS).status_code == 404


def test_developer_sees_it_without_signing_in(client: Client):
    with override_settings(DEBUG=True):
        assert client.get(ADDRESS).status_code == 200


def test_administrator_sees_every_part(client: Client, stina: User):
    client.force_login(stina)

    html = client.get(ADDRESS).content.decode()

    for mark in samples.BANDS:
        assert f'data-registration-status="{mark}"' in html
    for part in ("seat-plan", "table-plan", "balance", "programme", "event-row", "conclusions", "chip"):
        assert f'class="{part}' in html or f" {part}" in html
    assert html.count('aria-invalid="true"') == 2


def test_samples_cover_every_status():
    assert {status for _event, status in samples.events_by_status(now=NOW)} == set(SeatStatus)


def test_looking_at_it_saves_nothing(stina: User, django_assert_num_queries):
    request = RequestFactory().get(ADDRESS)
    request.user = stina

    views.parts(request)

    assert User.objects.count() == 1
