import pytest
from django.test import Client
from wagtail.models import Site

from home.models import SiteSettings

pytestmark = pytest.mark.django_db


def test_the_privacy_page_says_what_the_settings_say(client: Client):
    settings = SiteSettings.for_site(Site.objects.get())
    settings.needs_kept_days, settings.identity_kept_months = 31, 17
    settings.save()

    page = client.get("/personuppgifter/").content.decode()

    assert " 31 " in page
    assert " 17 " in page


def test_it_says_the_usual_times_where_nobody_has_set_any(client: Client):
    page = client.get("/personuppgifter/").content.decode()

    assert " 14 " in page
    assert " 12 " in page
