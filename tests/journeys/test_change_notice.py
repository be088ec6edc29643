"""An event is moved; staff see it on their phone, press once, and the mail tells those who have a seat."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.form import expect_status, fill_in, send
from tests.journeys.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.xdist_group("journeys")]

MAKE_SIV = """
from django.contrib.auth.models import Group
from home.models import User
siv, _ = User.objects.get_or_create(username="siv")
siv.set_password("tegel-murbruk-fog")
siv.save()
siv.groups.set(Group.objects.filter(name="Evenemangsansvariga"))
"""
MOVE = """
from datetime import timedelta
from events.models import SeminarPage, Venue
page = SeminarPage.objects.get(pk={id})
page.start_at += timedelta(days=7)
page.end_at += timedelta(days=7)
page.venue = Venue.objects.create(name="Kalkgården", address="Kalkgränd 3")
page.save_revision().publish()
"""


@pytest.fixture
def event(site: RunningSite) -> dict:
    return site.make_event("--title=Mark i rörelse", "--start=2099-05-06T08:30", "--capacity=50")


@pytest.fixture
def siv(site: RunningSite, browser: Browser) -> Iterator[Page]:
    """An event manager who has logged in; at the end no script may have failed."""
    site.manage("shell", "-c", MAKE_SIV)
    with browser.new_context(locale="sv-SE", viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{site.origin}/admin/login/")
        page.locator("[name=username]").fill("siv")
        page.locator("[name=password]").fill("tegel-murbruk-fog")
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(f"{site.origin}/admin/")
        yield page
        assert wrong == []


def test_moved_event_is_told_by_one_press(site, siv, visitor_without_scripts, event, bo):
    visitor_without_scripts.goto(f"{site.origin}/anmalan/{event['id']}/")
    fill_in(visitor_without_scripts, bo)
    send(visitor_without_scripts)
    expect_status(visitor_without_scripts, "confirmed")
    before = len(site.wait_for_letters(bo.address, 1))

    site.manage("shell", "-c", MOVE.format(id=event["id"]))
    siv.goto(f"{site.origin}/admin/")
    assert Axe().run(siv).response["violations"] == []
    siv.locator(".change-banner a").click()
    siv.wait_for_url("**/admin/andringar/*/")
    assert Axe().run(siv).response["violations"] == []
    letter = siv.frame_locator("iframe.staff-letter").locator("body")
    expect(letter).to_contain_text("Hej Bo,")
    siv.locator("[name=sentence]").fill("Salen var dubbelbokad.")
    siv.locator("button[value=send]").click()
    expect(siv.locator(".change-banner")).to_have_count(0)

    told = site.wait_for_letters(bo.address, before + 1)[-1]
    text = told.get_body(("plain",)).get_content()
    assert "onsdag 13 maj 2099" in text
    assert "Kalkgården, Kalkgränd 3" in text
    assert "Salen var dubbelbokad." in text
    assert "METHOD:REQUEST" in str(told.get_payload()[-1].get_content())
