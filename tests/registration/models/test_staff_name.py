"""Whoever acted for the organisers stays named when the account is gone."""

from importlib import import_module

import pytest
from django.apps import apps

from registration.domain import readings, window
from registration.mail import by_hand
from registration.models import HistoryEntry, MailStop, Reading, RegistrationWindow
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stina(db):
    return UserFactory(username="stina", first_name="Stina", last_name="Stegelin")


def test_who_closed_registration_stays_named(event, stina, now):
    window.close(event.pk, by=stina, now=now)

    stina.delete()

    assert RegistrationWindow.objects.get().pressed_by_name == "Stina Stegelin"


def test_the_latest_press_gives_the_name(event, stina, now):
    window.close(event.pk, by=stina, now=now)
    window.reopen(event.pk, by=UserFactory(first_name="Sune", last_name="Staf"), now=now)

    assert RegistrationWindow.objects.get().pressed_by_name == "Sune Staf"


def test_who_stopped_and_started_the_mail_stay_named(stina, now):
    by_hand.stop(by=stina, reason="Fel lokal", now=now)
    by_hand.start(by=stina, now=now)

    stina.delete()

    stop = MailStop.objects.get()
    assert (stop.began_by_name, stop.ended_by_name) == ("Stina Stegelin", "Stina Stegelin")


def test_who_read_personal_data_stays_named(event, stina, now):
    readings.of_needs_list(event, by=stina, people=3, now=now)

    stina.delete()

    assert Reading.objects.get().by_name == "Stina Stegelin"


def test_somebody_without_a_name_is_called_by_the_user_name(event, now):
    window.close(event.pk, by=UserFactory(username="stina", first_name="", last_name=""), now=now)

    assert RegistrationWindow.objects.get().pressed_by_name == "stina"


def test_saving_again_when_the_account_is_gone_keeps_the_name(event, stina, now):
    window.close(event.pk, by=stina, now=now)
    stina.delete()

    RegistrationWindow.objects.get().save()

    assert RegistrationWindow.objects.get().pressed_by_name == "Stina Stegelin"


def test_rows_from_before_names_were_kept_are_filled(olof, event, sign_up, stina, now):
    sign_up(olof, event).history.create(action=HistoryEntry.Action.CANCELLED, at=now, by=stina)
    window.close(event.pk, by=stina, now=now)
    HistoryEntry.objects.update(by_name="")
    RegistrationWindow.objects.update(pressed_by_name="")

    import_module("registration.migrations.0007_staff_names_are_kept").write_down_names(apps, None)

    assert list(HistoryEntry.objects.values_list("action", "by_name").order_by("pk")) == [
        ("registered", ""),
        ("cancelled", "Stina Stegelin"),
    ]
    assert RegistrationWindow.objects.get().pressed_by_name == "Stina Stegelin"
