"""A day at the desk, on a phone: registration closed and opened again, and every screen as axe sees it."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.form import expect_status, fill_in, send
from tests.journeys.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.services]

MAKE_STINA = """
from django.contrib.auth.models import Group
from home.models import User
stina, _ = User.objects.get_or_create(username="stina")
stina.set_password("tegel-murbruk-fog")
stina.save()
stina.groups.set(Group.objects.filter(name__in=["Evenemangsansvariga", "Läsare av deltagaruppgifter"]))
"""


@pytest.fixture(scope="module")
def event(site: RunningSite) -> dict:
    return site.make_event("--title=Mark för fler hem", "--start=2099-05-06T08:30", "--capacity=50")


@pytest.fixture
def stina(site: RunningSite, browser: Browser) -> Iterator[Page]:
    """An event manager and reader who has logged in; at the end no script may have failed."""
    site.manage("shell", "-c", MAKE_STINA)
    with browser.new_context(locale="sv-SE", viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{site.origin}/admin/login/")
        page.locator("[name=username]").fill("stina")
        page.locator("[name=password]").fill("tegel-murbruk-fog")
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(f"{site.origin}/admin/")
        yield page
        assert wrong == []


def test_registration_is_closed_and_opened_by_one_press(site, stina, visitor_without_scripts, event, bo):
    visitor, form = visitor_without_scripts, f"{site.origin}/anmalan/{event['id']}/"

    stina.goto(f"{site.origin}/admin/platser/{event['id']}/")
    stina.locator("button[value=close]").click()
    expect(stina.locator("button[value=reopen]")).to_be_visible()
    assert visitor.goto(form).status == 409

    stina.locator("button[value=reopen]").click()
    expect(stina.locator("button[value=close]")).to_be_visible()
    assert visitor.goto(form).status == 200
    fill_in(visitor, bo)
    send(visitor)
    expect_status(visitor, "confirmed")

    stina.goto(f"{site.origin}/admin/anmalningar/?event={event['id']}")
    stina.get_by_role("link", name="Bo Ängström").click()
    expect(stina.locator(".staff-facts")).to_contain_text("bo@tegelbruket.example")


def test_no_screen_has_a_fault_that_axe_can_find(site, stina, visitor_without_scripts, event, bo, petra):
    visitor_without_scripts.goto(f"{site.origin}/anmalan/{event['id']}/")
    fill_in(visitor_without_scripts, petra)
    send(visitor_without_scripts)
    stina.goto(f"{site.origin}/admin/anmalningar/?event={event['id']}&q=Petra")
    stina.get_by_role("link", name="Petra Åkesson").click()
    stina.wait_for_url("**/admin/anmalningar/*/")
    one = stina.url
    stina.locator("main a[href*='/admin/brev/']").first.click()
    stina.wait_for_url("**/admin/brev/*/")
    letter = stina.url
    desk = f"{site.origin}/admin/platser/{event['id']}/"
    stina.goto(f"{desk}tidslinje/")
    stina.locator(".is-planned a").first.click()
    stina.wait_for_url("**/tidslinje/brev/**")
    planned = stina.url
    kept = site.make_event(
        "--title=Mark för förtroendevalda",
        "--start=2099-05-06T08:30",
        "--capacity=1",
        "--reserved=politician=1",
    )
    visitor_without_scripts.goto(f"{site.origin}/anmalan/{kept['id']}/")
    fill_in(visitor_without_scripts, bo)
    send(visitor_without_scripts)
    expect_status(visitor_without_scripts, "waitlisted")

    faults = {}
    for address in [
        f"{site.origin}/admin/",
        f"{site.origin}/admin/anmalningar/",
        f"{site.origin}/admin/anmalningar/ny/?event={event['id']}",
        one,
        f"{one}adress/",
        f"{one}uppgifter/",
        f"{one}lankar/",
        f"{one}avanmal/",
        f"{one}plats/",
        f"{one}behov/",
        f"{site.origin}/admin/platser/",
        desk,
        f"{site.origin}/admin/platser/{kept['id']}/",
        f"{desk}behov/",
        f"{desk}tidslinje/",
        planned,
        f"{desk}tidslinje/hall/",
        f"{desk}tidslinje/slapp/",
        f"{site.origin}/admin/brev/",
        f"{site.origin}/admin/brev/stoppa/",
        letter,
        f"{letter}ta-tillbaka/",
        f"{site.origin}/admin/brevtexter/",
        f"{site.origin}/admin/brevtexter/confirmed/sv/",
        f"{site.origin}/admin/brevtexter/evenemang/{event['id']}/offered/en/",
    ]:
        assert stina.goto(address).status == 200
        stina.wait_for_load_state("networkidle")
        found = Axe().run(stina).response["violations"]
        faults |= {f"{address} {fault['id']}": fault["nodes"][0]["html"] for fault in found}
    assert faults == {}


def test_reminder_is_held_and_let_go_with_the_keyboard(site, stina, event):
    stina.goto(f"{site.origin}/admin/platser/{event['id']}/tidslinje/")
    stina.get_by_role("link", name=re.compile("Håll.*Påminnelse")).first.press("Enter")
    stina.locator("[name=reason]").fill("Lokalen kan bytas")
    stina.locator("[name=reason]").press("Enter")
    expect(stina.locator(".is-held")).to_contain_text("Påminnelse")
    expect(stina.locator(".staff-screen")).to_contain_text("Lokalen kan bytas")

    stina.get_by_role("link", name=re.compile("Släpp.*Påminnelse")).first.press("Enter")
    stina.get_by_role("button", name="Släpp dem").press("Enter")

    expect(stina.locator(".is-planned").first).to_be_visible()
    expect(stina.locator(".is-held")).to_have_count(0)


def test_letter_is_shown_while_its_words_are_written(site, stina, event):
    address = f"{site.origin}/admin/brevtexter/evenemang/{event['id']}/confirmed/sv/"
    letter = stina.frame_locator("#letter-preview iframe").locator("body")

    stina.goto(address)
    expect(letter).to_contain_text("Hej Anna,")
    stina.locator("[name=opening]").fill("Roligt att du kommer, ")
    stina.get_by_role("button", name="{förnamn}").click()
    expect(letter).to_contain_text("Roligt att du kommer, Anna")
    stina.locator("[name=subject]").fill("Hej {vem}")
    expect(stina.locator("#letter-preview")).to_contain_text("{vem}")
    stina.locator("[name=subject]").fill("Hej {förnamn}")
    expect(stina.locator("#letter-preview")).to_contain_text("Hej Anna")
    stina.locator("button[value=save]").click()

    expect(stina.locator("[name=opening]")).to_have_value("Roligt att du kommer, {förnamn}")
    expect(letter).to_contain_text("Roligt att du kommer, Anna")
