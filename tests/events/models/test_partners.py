from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image

from events.models import Organisation, Partner
from home.models import SiteImage
from tests.events.test_pages import count_queries, show
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def logo(settings, tmp_path) -> SiteImage:
    settings.MEDIA_ROOT = str(tmp_path)
    file = BytesIO()
    Image.new("RGB", (480, 160), "white").save(file, "PNG")
    return SiteImage.objects.create(title="Logga", file=ImageFile(file, name="logga.png"))


def add_partner(event, name: str, **values) -> None:
    Partner.objects.create(event=event, organisation=Organisation.objects.create(name=name), **values)


def test_partners_stand_by_name_with_their_logo_in_words(client: Client, logo):
    event = EventFactory()
    add_partner(event, "Institutet", logo=logo, logo_alt="Institutets märke", link="https://example.org/")
    add_partner(event, "Föreningen", part=Partner.Part.PARTNER)

    html = show(client, event)

    assert "Together with" in html
    assert 'alt="Institutets märke"' in html
    assert '<a href="https://example.org/" rel="external">Institutet</a>' in html
    assert "<strong>Föreningen</strong>" in html


def test_logo_without_words_is_not_shown(client: Client, logo):
    event = EventFactory()
    add_partner(event, "Institutet", logo=logo)

    html = show(client, event)

    assert "Institutet" in html
    assert "partner-logo" not in html


def test_event_without_partners_does_not_speak_of_them(client: Client):
    assert "Together with" not in show(client, EventFactory())


def test_more_partners_cost_no_more_queries(client: Client, logo):
    event = EventFactory()
    add_partner(event, "Ett", logo=logo, logo_alt="Ett")
    one = count_queries(client, f"/evenemang/{event.slug}/")

    for name in ("Två", "Tre", "Fyra"):
        add_partner(event, name, logo=logo, logo_alt=name)

    assert count_queries(client, f"/evenemang/{event.slug}/") == one
