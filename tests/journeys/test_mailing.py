"""Staff write to those who have registered, watch the letters leave, and one of them wants no more."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.form import expect_status, fill_in, send
from tests.journeys.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.xdist_group("journeys")]

MAKE_SAGA = """
from django.contrib.auth.models import Group
from home.models import User
saga, _ = User.objects.get_or_create(username="saga", defaults={"email": "saga@byggmastarna.example"})
saga.set_password("tegel-murbruk-fog")
saga.save()
saga.groups.set(Group.objects.filter(name="Evenemangsansvariga"))
"""
TICK = ("registration.send_mailings", "registration.send_letters")


@pytest.fixture
def event(site: RunningSite) -> dict:
    return site.make_event("--title=Mark och mål", "--start=2099-05-06T08:30", "--capacity=50")


@pytest.fixture
def saga(site: RunningSite, browser: Browser) -> Iterator[Page]:
    """An event manager who has logged in; at the end no script may have failed."""
    site.manage("shell", "-c", MAKE_SAGA)
    with browser.new_context(locale="sv-SE", viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{site.origin}/admin/login/")
        page.locator("[name=username]").fill("saga")
        page.locator("[name=password]").fill("tegel-murbruk-fog")
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(f"{site.origin}/admin/")
        yield page
        assert wrong == []


def has_no_fault(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    assert {fault["id"]: fault["nodes"][0]["html"] for fault in found} == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_mailing_is_written_tried_sent_and_refused(site, saga, visitor_without_scripts, event, bo):
    visitor = visitor_without_scripts
    visitor.goto(f"{site.origin}/anmalan/{event['id']}/")
    fill_in(visitor, bo)
    send(visitor)
    expect_status(visitor, "confirmed")
    before = len(site.wait_for_letters(bo.address, 1))

    saga.goto(f"{site.origin}/admin/platser/{event['id']}/")
    saga.locator("main a[href*='/admin/utskick/nytt/']").click()
    has_no_fault(saga)
    saga.locator("[name=subject]").fill("Kom med tåget")
    saga.locator("[name=body]").fill("Garaget är stängt.\n\nKarta: https://example.org/karta")
    saga.locator(".mailing-form button[type=submit]").click()
    saga.wait_for_url(re.compile(r"/admin/utskick/\d+/$"))
    mailing = saga.url
    has_no_fault(saga)
    expect(saga.frame_locator("iframe.staff-letter").locator("body")).to_contain_text("Hej Bo,")

    saga.goto(f"{mailing}prova/")
    saga.locator("main form button[type=submit]").click()
    (trial,) = site.wait_for_letters("saga@byggmastarna.example", 1)
    assert trial["Subject"].endswith("Kom med tåget")

    saga.goto(f"{mailing}skicka/")
    has_no_fault(saga)
    # Whatever the hour at which this test runs.
    saga.locator("[name=when][value=now]").check()
    saga.locator("main form button[type=submit]").click()
    saga.wait_for_url(mailing)
    told = site.wait_for_letters(bo.address, before + 1)[-1]
    # The bar asks by itself, and the page is shown anew when all have left.
    site.tick(*TICK)
    expect(saga.locator("[data-state=done]")).to_be_visible(timeout=30_000)
    expect(saga.locator("progress")).to_have_attribute("value", "1")
    has_no_fault(saga)

    assert "Garaget är stängt." in told.get_body(("plain",)).get_content()
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    visitor.goto(told["List-Unsubscribe"].strip("<>"))
    visitor.locator("button[name=wanted][value=no]").click()
    expect(visitor.locator("button[name=wanted][value=yes]")).to_be_visible()
    saga.goto(f"{site.origin}/admin/utskick/")
    has_no_fault(saga)
