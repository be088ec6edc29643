"""From a pasted title to a live page: asked for, sent back, approved, and once by the clock."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.running_site import RunningSite, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.services]

PASSWORD = "tegel-murbruk-fog"
MAKE_STAFF = f"""
from django.contrib.auth.models import Group
from events.models import EventIndexPage
from home.models import User
for name, group in (("elin", "Redaktörer"), ("stina", "Evenemangsansvariga")):
    member, _ = User.objects.get_or_create(username=name, first_name=name.title())
    member.set_password("{PASSWORD}")
    member.save()
    member.groups.set(Group.objects.filter(name=group))
print(EventIndexPage.objects.get().pk)
"""
# Wagtail notes two seconds after a form has come how it looks, and saves what differs from that.
MARK_WATCHED = """
document.addEventListener("w-unsaved:watch-edits", () => (document.documentElement.dataset.watched = ""));
"""


@pytest.fixture(scope="module")
def index(site: RunningSite) -> int:
    """The list of events, on a site with an editor and an event manager."""
    return int(site.manage("shell", "-c", MAKE_STAFF).split()[-1])


def signed_in(site: RunningSite, browser: Browser, name: str) -> Iterator[Page]:
    with browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 1000}) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.add_init_script(MARK_WATCHED)
        page.goto(f"{site.origin}/admin/login/")
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(f"{site.origin}/admin/")
        yield page
        assert wrong == []


@pytest.fixture
def elin(site: RunningSite, browser: Browser, index: int) -> Iterator[Page]:
    yield from signed_in(site, browser, "elin")


@pytest.fixture
def stina(site: RunningSite, browser: Browser, index: int) -> Iterator[Page]:
    yield from signed_in(site, browser, "stina")


def new_draft(page: Page, site: RunningSite, index: int, title: str) -> str:
    """The title is pasted and the draft saved at once; its address on the site is returned."""
    page.goto(f"{site.origin}/admin/pages/add/events/seminarpage/{index}/")
    page.locator("[name=title]").fill(title)
    page.locator("button.action-save").first.click()
    page.wait_for_url(re.compile(r"/edit/$"))
    return f"{site.origin}/evenemang/{page.locator('[name=slug]').input_value()}/"


def fill_in_what_is_missing(page: Page) -> None:
    """Without pressing anything: the box on top follows the saves in the background."""
    # What is typed before the form has noted how it began is no change to it.
    page.locator("html[data-watched]").wait_for()
    day = (timezone.localdate() + timedelta(days=60)).isoformat()
    for name, clock in (("start_at", "08:30"), ("end_at", "10:00")):
        page.locator(f"[name={name}]").fill(f"{day} {clock}")
        page.locator(f"[name={name}]").press("Escape")
    page.locator("[name=format]").select_option("online")
    # An open date picker lies over the button; it closes when one presses somewhere else.
    page.locator("[name=title]").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    expect(page.locator("[data-readiness=stops]")).to_have_count(0, timeout=20_000)


def choose(page: Page, action: str) -> None:
    """One of the actions behind the arrow beside "save draft"."""
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.locator(f"footer {action}").first.click()


def test_an_editor_asks_and_an_event_manager_answers(site, browser, elin, stina, visitor, index):
    public = new_draft(elin, site, index, "Högt i tak")
    form = elin.url
    expect(elin.locator("[data-readiness=stops]")).to_have_count(3)

    fill_in_what_is_missing(elin)
    choose(elin, "[name=action-submit]")
    elin.wait_for_url(f"{site.origin}/admin/pages/{index}/")

    # It stands first on the start page of the one who answers, and comes back with a comment.
    stina.goto(f"{site.origin}/admin/")
    stina.locator("#awaiting-review-section, #awaiting-review").first.get_by_role(
        "link", name="Högt i tak"
    ).click()
    stina.wait_for_url(form)
    choose(stina, "[data-workflow-action-name=reject]")
    stina.locator("textarea[name=comment]").fill("Skriv en ingress.")
    stina.locator(".modal-dialog [type=submit]").click()
    stina.wait_for_url(f"{site.origin}/admin/pages/{index}/")

    elin.goto(form)
    expect(elin.locator(".messages .warning")).to_contain_text("Skriv en ingress.")
    elin.locator("[name=ingress]").fill("Hur mycket rymmer ett kvarter?")
    choose(elin, "[name=action-submit]")
    elin.wait_for_url(f"{site.origin}/admin/pages/{index}/")
    with browser.new_context() as nobody:
        assert nobody.request.get(public).status == 404

    stina.goto(form)
    choose(stina, "[data-workflow-action-name=approve]")
    stina.wait_for_url(f"{site.origin}/admin/pages/{index}/")
    visitor.goto(public)
    expect(visitor.locator("h1")).to_have_text("Högt i tak")
    expect(visitor.locator("main")).to_contain_text("Hur mycket rymmer ett kvarter?")


def test_a_page_goes_live_by_the_clock(site, browser, stina, visitor, index):
    public = new_draft(stina, site, index, "Vid midnatt råder")
    fill_in_what_is_missing(stina)
    stina.get_by_role("button", name="Växla status").click()
    stina.get_by_role("button", name="Sätt schema").click()
    # The next whole minute that still can be reached.
    at = (timezone.localtime() + timedelta(seconds=75)).replace(second=0, microsecond=0)
    stina.locator("[name=go_live_at]").fill(at.strftime("%Y-%m-%d %H:%M"))
    # By the keyboard: the date picker may lie over the button, and Escape would close the whole dialogue.
    with stina.expect_navigation():
        stina.get_by_role("button", name="Spara schema").press("Enter")
    choose(stina, "[name=action-publish]")
    stina.wait_for_url(f"{site.origin}/admin/pages/{index}/")

    site.tick("bostadsforum.publish_scheduled")
    with browser.new_context() as nobody:
        assert nobody.request.get(public).status == 404

    wait_for(at, stina)
    site.tick("bostadsforum.publish_scheduled")
    with browser.new_context() as nobody:
        wait_until(lambda: nobody.request.get(public).status == 200)
    visitor.goto(public)
    expect(visitor.locator("h1")).to_have_text("Vid midnatt råder")


def wait_for(moment: datetime, page: Page) -> None:
    page.wait_for_timeout(max(0.0, (moment - timezone.now()).total_seconds() + 1) * 1000)
