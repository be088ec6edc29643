from importlib import import_module

import pytest
from django.apps import apps

from events.models import Venue

migration = import_module("events.migrations.0006_feeds_by_municipality_and_tombstones")

pytestmark = pytest.mark.django_db


def test_venue_in_a_town_of_that_name_lies_in_that_municipality():
    towns = {"Täby": "0160", "Upplands-Bro": "0139", "Vällingby": "", "": ""}
    for town in towns:
        Venue.objects.create(name=f"Sal i {town}", city=town)

    migration.place_venues(apps, None)

    assert {venue.city: venue.municipality for venue in Venue.objects.all()} == towns
