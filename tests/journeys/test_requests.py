"""A round table by request: three ask on the page, an event manager answers at the desk, the mail tells."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from events.roles import Role
from tests.journeys.form import expect_status, fill_in, send
from tests.journeys.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.xdist_group("journeys")]

MAKE_SAGA = """
from django.contrib.auth.models import Group
from home.models import User
saga, _ = User.objects.get_or_create(username="saga")
saga.set_password("tegel-murbruk-fog")
saga.save()
saga.groups.set(Group.objects.filter(name="Evenemangsansvariga"))
"""
SENTENCE = "Du sitter vid bord 1 & leder <inledningen>."


@pytest.fixture
def event(site: RunningSite) -> dict:
    return site.make_event(
        "--title=Bord om markpriser",
        "--kind=roundtable",
        "--flow=request",
        "--start=2099-05-06T13:00",
        "--closes=2099-04-01T12:00",
        "--capacity=2",
        "--reserved",
        "politician=1",
        "official=1",
    )


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


@pytest.fixture
def people(olof, petra, bo):
    """The cast with addresses that no other journey writes to."""
    return [replace(person, address=f"bord-{person.address}") for person in (olof, petra, bo)]


def faults(page: Page, *, widths: tuple[int, ...] = (1280, 390)) -> list[str]:
    """What axe finds on the page, and whether it is wider than the screen."""
    return [fault for width in widths for fault in faults_at(page, width)]


def faults_at(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 844})
    page.wait_for_load_state("networkidle")
    found = [
        f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    return found


def test_requests_are_asked_answered_and_told(site, saga, visitor, event, people):
    # Three ask; nobody is told that anything is full.
    for person in people:
        visitor.goto(event["url"])
        visitor.locator(f".signup-room a.button[href='/anmalan/{event['id']}/']").click()
        fill_in(visitor, person)
        send(visitor)
        expect_status(visitor, "pending")
        site.wait_for_letters(person.address, 1)
    assert faults(visitor) == []
    visitor.goto(f"{site.origin}/anmalan/{event['id']}/")
    assert faults(visitor) == []

    # From the start page to the queue, and what a yes to all would come to.
    queue = f"{site.origin}/admin/besked/{event['id']}/"
    saga.goto(f"{site.origin}/admin/")
    saga.locator(f"a[href='/admin/besked/{event['id']}/']").first.click()
    saga.wait_for_url(queue)
    assert faults(saga) == []
    for tick in saga.locator("input[name=pk]").all():
        tick.check()
    saga.locator("form[data-controller=w-bulk] button[type=submit]").first.click()
    saga.wait_for_url("**/admin/besked/ja/**")
    assert faults(saga) == []

    # The letter first, then the yes: two seats, and a place on the waitlist.
    saga.locator("[name=sentence]").fill(SENTENCE)
    saga.locator("button[name=preview]").click()
    expect(saga.locator("pre.staff-letter")).to_contain_text(SENTENCE)
    assert faults(saga) == []
    saga.locator("main form button[type=submit]:not([name])").click()
    saga.wait_for_url(queue)
    expect(saga.locator("input[name=pk]")).to_have_count(0)
    counts = site.counts(event)
    assert (counts["confirmed"], counts["waitlisted"], counts["pending"]) == (2, 1, 0)
    assert counts["roles"] | {"official": 1, "politician": 1, "builder": 0} == counts["roles"]

    for person in people:
        letter = site.wait_for_letters(person.address, 2)[-1]
        assert SENTENCE in letter.get_body(("plain",)).get_content()
        has_calendar = any(part.get_content_type() == "text/calendar" for part in letter.walk())
        assert has_calendar == (person.role != Role.BUILDER)


def test_one_is_told_no_by_one_press(site, saga, visitor, event, olof):
    visitor.goto(f"{site.origin}/anmalan/{event['id']}/")
    fill_in(visitor, olof)
    send(visitor)
    expect_status(visitor, "pending")

    saga.goto(f"{site.origin}/admin/besked/{event['id']}/")
    saga.locator(".staff-answer a[href*='/nej/']").click()
    saga.wait_for_url("**/admin/besked/nej/**")
    assert faults(saga) == []
    saga.locator("main form button[type=submit]:not([name])").click()
    saga.wait_for_url(f"{site.origin}/admin/besked/{event['id']}/")

    assert site.counts(event)["pending"] == 0
    assert site.counts(event)["confirmed"] == 0
