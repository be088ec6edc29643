import pytest
from django.test import Client


def test_robots_stay_out_of_the_admin_and_the_forms_and_find_the_map(settings):
    settings.SITE_ORIGIN = "https://bostadsforum.example"

    lines = Client().get("/robots.txt").text.splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /anmalan/", "Disallow: /en/anmalan/"} <= set(lines)
    assert lines[-1] == "Sitemap: https://bostadsforum.example/sitemap.xml"


@pytest.mark.django_db
def test_the_map_names_published_pages_and_no_drafts(event):
    event.unpublish()

    text = Client().get("/sitemap.xml").text

    assert "/om-bostadsforum/" in text
    assert event.slug not in text
