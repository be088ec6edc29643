"""Every kind of page in every state, looked at by axe, in light and dark, on a phone and on a desk."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.xdist_group("journeys")]

WCAG_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PHONE, DESK, NARROWEST = 390, 1280, 320
FIRST_SCREEN = 844
# Each width and each scheme with every change; the other two pairs in `make test-long`.
SCREENS = [
    pytest.param((PHONE, "dark"), id="390-dark"),
    pytest.param((DESK, "light"), id="1280-light"),
    pytest.param((PHONE, "light"), id="390-light", marks=pytest.mark.long),
    pytest.param((DESK, "dark"), id="1280-dark", marks=pytest.mark.long),
]
SEMINAR = "/evenemang/fran-markanvisning-till-inflyttning/"
PAGES = {
    "front page": "/",
    "list": "/evenemang/",
    "list, filtered": "/evenemang/?form=seminarier&lediga=ja",
    "list, nothing found": "/evenemang/?amne=upphandling",
    "list, unknown filter": "/evenemang/?form=konserter",
    "past list": "/evenemang/?visa=tidigare",
    "seminar": SEMINAR,
    "seminar in English": f"/en{SEMINAR}",
    "hybrid, not open yet": "/evenemang/ett-hem-i-livets-alla-skeden/",
    "round table": "/evenemang/byggkostnader-vad-kan-vi-paverka/",
    "study visit": "/evenemang/trahus-i-fem-vaningar/",
    "webinar": "/evenemang/digitala-detaljplaner-i-nasta-led/",
    "cancelled": "/evenemang/klimatdeklaration-fragestund/",
    "past seminar": "/evenemang/lika-regler-i-hela-lanet/",
    "past round table": "/evenemang/hyresratter-i-svag-konjunktur/",
    "past webinar": "/evenemang/riktlinjer-for-bostadsforsorjning/",
    "text page": "/personuppgifter/",
    "calendar": "/kalender/",
    "calendar, filtered": "/kalender/?form=webbinarier&kommun=nacka&digitalt=ja",
    "calendar, unknown filter": "/kalender/?kommun=atlantis",
    "calendar in English": "/en/kalender/",
    "My Bostadsforum": "/mitt-bostadsforum/",
    "My Bostadsforum, letter sent": "/mitt-bostadsforum/skickad/",
    "My Bostadsforum, link too old": "/mitt-bostadsforum/x/",
    "not found": "/finns-inte/",
}
PARTS = "/utvecklare/delar/"


@pytest.fixture(scope="module")
def shown(site: RunningSite) -> RunningSite:
    """The site with the sample content, and an administrator for the page of all parts."""
    site.manage("load_demo")
    site.manage(
        "shell",
        "-c",
        "from home.models import User; User.objects.create_superuser('delar', password='sex-stora-delar')",
    )
    return site


@pytest.fixture(params=SCREENS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    with browser.new_context(
        locale="sv-SE", viewport={"width": width, "height": FIRST_SCREEN}, color_scheme=scheme
    ) as context:
        yield context.new_page()


def faults(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=WCAG_AA).response["violations"]
    return [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]]


def sign_in(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.origin}/admin/login/")
    page.locator("[name=username], [name=login]").first.fill("delar")
    page.locator("[name=password]").fill("sex-stora-delar")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/admin/$"))


def is_too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_axe_finds_nothing_on_any_page(page: Page, shown: RunningSite) -> None:
    found = {}
    for name, address in PAGES.items():
        page.goto(shown.origin + address)
        found[name] = (faults(page), is_too_wide(page))

    assert found == dict.fromkeys(PAGES, ([], False))


def test_axe_finds_nothing_on_any_part_in_any_state(page: Page, shown: RunningSite) -> None:
    sign_in(page, shown)

    page.goto(shown.origin + PARTS)

    expect(page.locator(".signup-room").first).to_be_visible()
    assert faults(page) == []
    assert not is_too_wide(page)


def test_nothing_scrolls_sideways_on_the_narrowest_phone(browser: Browser, shown: RunningSite) -> None:
    with browser.new_context(locale="sv-SE", viewport={"width": NARROWEST, "height": 640}) as context:
        page = context.new_page()
        too_wide = []
        for name, address in PAGES.items():
            page.goto(shown.origin + address)
            if is_too_wide(page):
                too_wide.append(name)

        sign_in(page, shown)
        page.goto(shown.origin + PARTS)

        assert too_wide == []
        assert not is_too_wide(page)


def test_button_of_the_seminar_lies_on_the_first_screen_of_a_phone(
    browser: Browser, shown: RunningSite
) -> None:
    with browser.new_context(locale="sv-SE", viewport={"width": PHONE, "height": FIRST_SCREEN}) as context:
        page = context.new_page()
        page.goto(shown.origin + SEMINAR)

        box = page.locator(".signup-room .button").bounding_box()

        assert box["y"] + box["height"] <= FIRST_SCREEN


def test_filters_lie_behind_one_button_on_a_phone_and_open_on_a_desk(
    browser: Browser, shown: RunningSite
) -> None:
    with browser.new_context(locale="sv-SE", java_script_enabled=False) as context:
        page = context.new_page()
        page.set_viewport_size({"width": PHONE, "height": FIRST_SCREEN})
        page.goto(f"{shown.origin}/evenemang/?form=seminarier")
        button, topic = page.locator(".filter-box > summary"), page.locator("[name=amne]")
        expect(topic).to_be_hidden()

        button.click()
        topic.select_option("markanvisning")
        page.locator(".filter-form button").click()

        expect(page).to_have_url(re.compile(r"\?form=seminarier&amne=markanvisning$"))
        expect(page.locator(".event-row")).to_have_count(1)
        page.set_viewport_size({"width": DESK, "height": FIRST_SCREEN})
        expect(button).to_be_hidden()
        expect(topic).to_be_visible()


def test_an_editor_makes_a_seminar_from_draft_to_published(browser: Browser, shown: RunningSite) -> None:
    with browser.new_context(locale="sv-SE", viewport={"width": DESK, "height": 1200}) as context:
        page = context.new_page()
        sign_in(page, shown)
        index = shown.manage(
            "shell", "-c", "from events.models import EventIndexPage; print(EventIndexPage.objects.get().pk)"
        ).split()[-1]
        page.goto(f"{shown.origin}/admin/pages/add/events/seminarpage/{index}/")
        expect(page.locator("[name=slug]")).to_have_count(1)

        # A draft is saved with a title alone, and its page says what is missing.
        page.locator("[name=title]").press_sequentially("Nytt seminarium")
        page.locator("[name=title]").press("Tab")
        expect(page.locator("[name=slug]")).to_have_value("nytt-seminarium")
        page.locator("button.action-save").first.click()
        page.wait_for_url(re.compile(r"/edit/$"))
        page.reload()
        expect(page.locator("[data-readiness=stops]")).to_have_count(3)

        # Publishing it is refused, with a sentence at each field.
        press_publish(page)
        expect(page.locator(".error-message").first).to_be_visible()

        day = (timezone.localdate() + timedelta(days=60)).isoformat()
        for name, clock in (("start_at", "08:30"), ("end_at", "10:00")):
            page.locator(f"[name={name}]").fill(f"{day} {clock}")
            page.locator(f"[name={name}]").press("Escape")
        page.locator("[name=format]").select_option("online")
        press_publish(page)
        page.wait_for_url(re.compile(rf"/admin/pages/{index}/"))

        page.goto(f"{shown.origin}/evenemang/nytt-seminarium/")
        expect(page.locator("h1")).to_have_text("Nytt seminarium")


def press_publish(page: Page) -> None:
    # An open date picker lies over the button; it closes when one presses somewhere else.
    page.locator("[name=title]").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.locator("button[name=action-publish]").click()
