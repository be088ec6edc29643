"""The form as it is met: by keyboard, with impatience, without scripts, and by those who do not see it."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.form import expect_status, fill_in, send
from tests.journeys.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.services]

WCAG_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def event(site: RunningSite) -> dict:
    return site.make_event("--title=Mark för fler", "--start=2099-03-04T08:30", "--capacity=50")


@pytest.fixture
def page(browser: Browser, site: RunningSite, event: dict) -> Iterator[Page]:
    """On a phone, at the open form."""
    with browser.new_context(locale="sv-SE", viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{site.origin}/anmalan/{event['id']}/")
        yield page


def held_by_focus(page: Page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.id")


def test_role_decides_what_is_asked(page):
    municipality, organisation = page.locator("[name=municipality]"), page.locator("[name=organisation]")
    expect(municipality).to_be_hidden()
    expect(organisation).to_be_hidden()

    page.locator("[name=role][value=politician]").check()
    expect(municipality).to_be_visible()
    expect(organisation).to_be_hidden()

    page.locator("[name=role][value=builder]").check()
    expect(municipality).to_be_hidden()
    expect(organisation).to_be_visible()


def test_everything_can_be_done_by_keyboard_and_the_trap_is_not_met(page, petra):
    answers = {
        "first_name": petra.first_name,
        "last_name": petra.last_name,
        "job_title": petra.job_title,
        "email": "petra",
    }
    met = []
    page.locator("main").focus()
    while "phone" not in met:
        page.keyboard.press("Tab")
        met.append(held_by_focus(page))
        if met[-1] == "role":
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        elif met[-1] == "municipality":
            page.keyboard.type("Solna")
        elif met[-1] in answers:
            page.keyboard.type(answers[met[-1]])
    assert "website" not in met
    page.keyboard.press("Enter")

    # The summary has focus; its link leads to the field, and there the address can be mended.
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert held_by_focus(page) == "email"
    page.keyboard.press("Control+A")
    page.keyboard.type("petra.keyboard@solna.example")
    page.keyboard.press("Enter")

    expect_status(page, "confirmed")
    expect(page.locator("main")).to_contain_text("petra.keyboard@solna.example")


def test_pressing_again_and_again_sends_once_and_keeps_the_button_in_place(page, olof, site, event):
    posts = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    fill_in(page, olof)
    button = page.locator("main form button[type=submit]")
    width, label = button.bounding_box()["width"], button.text_content()

    pressed = button.evaluate(
        """button => {
            for (let press = 0; press < 3; press++) button.click();
            return {label: button.textContent, width: button.getBoundingClientRect().width};
        }"""
    )

    assert pressed["label"] != label
    assert pressed["width"] == pytest.approx(width, abs=1)
    expect_status(page, "confirmed")
    assert len(posts) == 1


def test_without_scripts_both_are_asked_and_the_form_works(browser, site, event, bo):
    with browser.new_context(java_script_enabled=False, locale="sv-SE") as context:
        page = context.new_page()
        page.goto(f"{site.origin}/anmalan/{event['id']}/")
        expect(page.locator("[name=municipality]")).to_be_visible()
        expect(page.locator("[name=organisation]")).to_be_visible()
        expect(page.locator("[data-field=organisation] .hint")).to_be_visible()
        expect(page.locator("[name=website]")).to_be_hidden()
        page.locator("[name=role][value=builder]").check()
        send(page)
        expect(page.locator("#error-summary")).to_be_focused()

        page.locator("[name=role][value=builder]").check()
        page.locator("[name=organisation]").fill(bo.organisation)
        for name in ("first_name", "last_name", "job_title"):
            page.locator(f"[name={name}]").fill(getattr(bo, name))
        page.locator("[name=email]").fill("bo.noscript@tegelbruket.example")
        send(page)

        expect_status(page, "confirmed")


def test_no_page_has_a_fault_that_axe_can_find(page, olof, site, event):
    def look() -> None:
        found = Axe().run(page, options=WCAG_AA).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    look()
    send(page)
    expect_status(page, "error")
    look()
    fill_in(page, olof)
    page.locator("[name=email]").fill("olof.axe@nacka.example")
    send(page)
    expect_status(page, "confirmed")
    look()

    for address in (
        "/ny-lank/",
        "/ny-lank/skickad/",
        f"/min-anmalan/{'x' * 43}/",
        f"/anmalan/{event['id']}/ny-lank/",
    ):
        page.goto(site.origin + address)
        look()
