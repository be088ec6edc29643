"""My Bostadsforum from end to end: asked for, opened, a calendar made, a seat given up, the page closed."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import ics
from tests.journeys.form import expect_status, fill_in, send
from tests.journeys.test_accessibility import WCAG_AA, is_too_wide

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.xdist_group("journeys")]

TITLE = "Gator att leva vid"


def ask_for_letter(page, site, address):
    page.goto(f"{site.origin}/")
    page.locator("footer a[href='/mitt-bostadsforum/']").click()
    page.locator("[name=email]").fill(address)
    send(page)
    expect(page).to_have_url(f"{site.origin}/mitt-bostadsforum/skickad/")
    expect_status(page, "neutral")


def link_in(letter, origin):
    text = letter.get_body(("plain",)).get_content()
    (link,) = re.findall(re.escape(origin) + r"/mitt-bostadsforum/[A-Za-z0-9_-]{43}/", text)
    return link


def look(page):
    found = Axe().run(page, options=WCAG_AA).response["violations"]
    assert [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]] == []
    assert not is_too_wide(page)


def test_somebody_finds_all_their_registrations_and_subscribes_to_them(site, visitor, petra):
    # Letters to Petra's own address are counted in another journey.
    petra = replace(petra, address="petra.akesson@solna.example")
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)
    event = site.make_event(f"--title={TITLE}", f"--start={start.isoformat()}", "--capacity=5")
    visitor.set_viewport_size({"width": 390, "height": 844})
    visitor.goto(f"{site.origin}/anmalan/{event['id']}/")
    fill_in(visitor, petra)
    send(visitor)
    expect_status(visitor, "confirmed")
    site.wait_for_letters(petra.address, 1)

    # An address that nobody knows gets the same page and no letter.
    ask_for_letter(visitor, site, "nobody@solna.example")
    ask_for_letter(visitor, site, petra.address)
    _, letter = site.wait_for_letters(petra.address, 2)
    assert site.letters("nobody@solna.example") == []
    mine = link_in(letter, site.origin)
    visitor.goto(mine)
    expect(visitor.locator("main h3")).to_have_text([TITLE])
    look(visitor)

    # The calendar address is shown once.
    visitor.locator("form[action$='/kalender/'] button").click()
    address = visitor.locator("#feed-address").input_value()
    assert address.startswith(f"{site.origin}/kalender/p/")
    look(visitor)
    visitor.reload()
    expect(visitor.locator("#feed-address")).to_have_count(0)
    feed = visitor.request.get(address)
    assert feed.headers["cache-control"] == "private, no-cache"
    assert (ics.text(feed.body(), "SUMMARY"), ics.values(feed.body(), "STATUS")) == (TITLE, ["CONFIRMED"])
    again = visitor.request.get(address, headers={"If-None-Match": feed.headers["etag"]})
    assert again.status == 304

    # Mailings are refused with a press, and the page says so.
    refuse = visitor.locator("form[action$='/utskick/'] button")
    expect(refuse).to_have_attribute("value", "no")
    refuse.click()
    expect(visitor.locator("form[action$='/utskick/'] button")).to_have_attribute("value", "yes")

    # The registration opens without another letter; given up, the calendar says so under the same UID.
    visitor.locator(f"form[action*='{mine.removeprefix(site.origin)}anmalan/'] button").first.click()
    expect(visitor).to_have_url(re.compile(r"/min-anmalan/[A-Za-z0-9_-]{43}/$"))
    expect_status(visitor, "confirmed")
    visitor.goto(f"{visitor.url}avanmal/")
    visitor.locator("main form button[type=submit]").click()
    expect_status(visitor, "cancelled")
    left = visitor.request.get(address).body()
    assert ics.values(left, "STATUS") == ["CANCELLED"]
    assert ics.values(left, "UID") == ics.values(feed.body(), "UID")
    assert int(ics.values(left, "SEQUENCE")[0]) > int(ics.values(feed.body(), "SEQUENCE")[0])

    # Closed, the page is nobody's; the calendar goes on until it is ended.
    visitor.goto(mine)
    visitor.locator("form[action$='/stang/'] button").click()
    expect(visitor).to_have_url(f"{site.origin}/mitt-bostadsforum/")
    assert visitor.request.get(mine).status == 404
    assert visitor.request.get(address).status == 200
