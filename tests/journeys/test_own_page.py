"""The page behind a personal link: an offer accepted, a cancellation undone, a seat handed to a colleague."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from events.roles import Role
from tests import ics
from tests.factories import applicant
from tests.journeys.form import expect_status, fill_in, send
from tests.journeys.running_site import RunningSite
from tests.journeys.test_accessibility import FIRST_SCREEN, NARROWEST, PHONE, SCREENS, faults, is_too_wide
from tests.journeys.test_from_page_to_reminder import calendar_of, link_in

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.xdist_group("journeys")]


def sign_up(page: Page, site: RunningSite, event: dict, person, *, status: str) -> None:
    page.goto(f"{site.origin}/anmalan/{event['id']}/")
    fill_in(page, person)
    send(page)
    expect_status(page, status)


def test_from_a_full_event_by_the_line_and_an_offer_to_a_seat(site, visitor, olof, petra):
    event = site.make_event("--title=Sista stolen", "--start=2035-03-08T08:30", "--capacity=1")
    olof, petra = (
        replace(person, address=f"stol.{person.role}@example.org", wants_directly=False)
        for person in (olof, petra)
    )
    sign_up(visitor, site, event, olof, status="confirmed")
    sign_up(visitor, site, event, petra, status="waitlisted")

    # Petra sees her place; then Olof gives the seat back.
    (in_line,) = site.wait_for_letters(petra.address, 1)
    visitor.goto(link_in(in_line, site.origin))
    expect_status(visitor, "waitlisted")
    expect(visitor.locator(".band-lead")).to_have_text(re.compile(r"\b1\b"))
    (confirmation,) = site.wait_for_letters(olof.address, 1)
    visitor.goto(link_in(confirmation, site.origin))
    visitor.locator("main a[href$='/avanmal/']").click()
    visitor.locator("[name=reason]").fill("Jag har fått ett annat möte.")
    send(visitor)
    expect_status(visitor, "cancelled")
    assert site.counts(event)["offered"] == 1

    # The offer comes by mail; opening its page is no answer, pressing the button is.
    _, offer = site.wait_for_letters(petra.address, 2)
    mine = link_in(offer, site.origin)
    visitor.goto(mine + "tacka-ja/")
    visitor.goto(mine)
    expect_status(visitor, "offered")
    assert site.counts(event)["confirmed"] == 0
    with visitor.expect_request(lambda request: request.method == "POST") as posted:
        visitor.locator(".band form[action$='/tacka-ja/'] button").click()
    assert posted.value.url.endswith("/tacka-ja/")
    expect_status(visitor, "confirmed")
    assert site.counts(event)["confirmed"] == 1
    *_, welcome = site.wait_for_letters(petra.address, 3)
    assert "METHOD:REQUEST" in ics.lines(calendar_of(welcome))


def test_slip_is_undone_and_the_calendar_has_it_again(site, visitor, bo):
    event = site.make_event("--title=Ett misstag", "--start=2035-03-09T08:30", "--capacity=5")
    bo = replace(bo, address="bo.angrar@example.org")
    sign_up(visitor, site, event, bo, status="confirmed")
    (confirmation,) = site.wait_for_letters(bo.address, 1)
    visitor.goto(link_in(confirmation, site.origin))
    visitor.locator("main a[href$='/avanmal/']").click()
    send(visitor)
    expect_status(visitor, "cancelled")
    # A slip that is undone before the letter has left is told of by no letter.
    _, removal = site.wait_for_letters(bo.address, 2)

    visitor.locator(".band form[action$='/angra/'] button").click()

    expect_status(visitor, "confirmed")
    assert site.counts(event)["confirmed"] == 1
    *_, again = site.wait_for_letters(bo.address, 3)
    assert ics.values(calendar_of(removal), "SEQUENCE") == ["1"]
    assert ics.values(calendar_of(again), "SEQUENCE") == ["2"]
    assert ics.values(calendar_of(again), "UID") == ics.values(calendar_of(confirmation), "UID")


@pytest.mark.parametrize("with_scripts", [True, False])
def test_seat_is_handed_to_a_colleague(site, browser: Browser, bo, with_scripts):
    event = site.make_event(f"--title=Ersättaren {with_scripts}", "--start=2035-03-12T08:30", "--capacity=5")
    bo = replace(bo, address=f"bo.{with_scripts}@tegelbruket.example")
    ylva = applicant(1, Role.BUILDER, address=f"ylva.{with_scripts}@tegelbruket.example", first_name="Ylva")
    with browser.new_context(locale="sv-SE", java_script_enabled=with_scripts) as context:
        page = context.new_page()
        sign_up(page, site, event, bo, status="confirmed")
        (confirmation,) = site.wait_for_letters(bo.address, 1)
        old_link = link_in(confirmation, site.origin)
        page.goto(old_link)
        page.locator(".band a[href$='/overlat/']").click()

        # Role and organisation are filled in; a form without the rest comes back with what was typed.
        page.locator("[name=first_name]").fill(ylva.first_name)
        send(page)
        expect_status(page, "error")
        expect(page.locator("[name=first_name]")).to_have_value("Ylva")
        expect(page.locator("[name=organisation]")).to_have_value(bo.organisation)
        page.locator("[name=email]").fill(ylva.address)
        page.locator("[name=last_name]").fill(ylva.last_name)
        page.locator("[name=job_title]").fill(ylva.job_title)
        send(page)

        expect(page).to_have_url(f"{site.origin}/anmalan/{event['id']}/overlaten/")
        expect(page.locator(".band")).to_contain_text(ylva.address)
        assert page.goto(old_link).status == 404

        # One calendar loses the entry, the other gets it.
        _, farewell = site.wait_for_letters(bo.address, 2)
        (welcome,) = site.wait_for_letters(ylva.address, 1)
        assert "METHOD:CANCEL" in ics.lines(calendar_of(farewell))
        assert "METHOD:REQUEST" in ics.lines(calendar_of(welcome))
        counts = site.counts(event)
        assert (counts["confirmed"], counts["roles"]["builder"]) == (1, 1)
        page.goto(link_in(welcome, site.origin))
        expect_status(page, "confirmed")


# --- Every status, looked at ----------------------------------------------------------------------

# Registrations in each status, with a link each: the pages behind them are what is looked at.
MAKE = """
import json
import re
from django.utils import timezone
from events.models import EventPage
from registration import links
from registration.models import Registration
now, found = timezone.now(), {}
event = EventPage.objects.get(pk=%(event)s)
for number, status in enumerate(Registration.Status.values):
    person = Registration.objects.create(
        event=event, status=status, role="politician", municipality="0180", organisation_key="kommun:0180",
        first_name="Wilhelmina-Konstantinopolitana", last_name="von Oxenstierna-Lejonhufvudsköld",
        job_title="verksamhetsutvecklingssamordnare för bostadsförsörjningsfrågor",
        address=f"wilhelmina.von.oxenstierna.{number}@samhallsbyggnadsforvaltningen.example",
        address_key=f"w{number}", created_at=now, turn=1, place_in_line=number + 1,
        attendance="online", wants_directly=False,
        offer_expires_at=now + timezone.timedelta(days=1) if status == "offered" else None,
        cancelled_at=now if status == "cancelled" else None,
        status_before_cancelling="confirmed" if status == "cancelled" else "",
    )
    token = links.new_token()
    links.keep(token, person, now=now)
    found[status] = token
print(json.dumps(found))
"""
BELOW = {
    "confirmed": ("", "andra/", "overlat/", "avanmal/", "deltagande/", "nya-lankar/"),
    "waitlisted": ("", "andra/", "avanmal/", "deltagande/"),
    "offered": ("", "tacka-ja/", "avanmal/"),
    "pending": ("", "avanmal/"),
    "cancelled": ("",),
    "declined": ("",),
    "expired": ("",),
}


@pytest.fixture(scope="module")
def own_pages(site: RunningSite) -> dict[str, str]:
    """The address of every page behind a link, by status and what is behind it."""
    event = site.make_event(
        "--title=Samhällsbyggnadsnämndernas gemensamma bostadsförsörjningsprogram – vad händer nu?",
        "--start=2035-03-13T08:30",
        "--format=hybrid",
        "--capacity=1",
        "--online-capacity=2",
    )
    tokens = json.loads(site.manage("shell", "-c", MAKE % {"event": event["id"]}).splitlines()[-1])
    addresses = {
        f"{status} {path}": f"{site.origin}/min-anmalan/{tokens[status]}/{path}"
        for status, paths in BELOW.items()
        for path in paths
    }
    return addresses | {"links ended": f"{site.origin}/ny-lank/avslutade/"}


@pytest.fixture(params=SCREENS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    with browser.new_context(
        locale="sv-SE", viewport={"width": width, "height": FIRST_SCREEN}, color_scheme=scheme
    ) as context:
        yield context.new_page()


def test_axe_finds_nothing_on_any_own_page(page: Page, own_pages: dict[str, str]) -> None:
    found = {}
    for name, address in own_pages.items():
        assert page.goto(address).status == 200
        found[name] = (faults(page), is_too_wide(page))
    page.goto(own_pages["confirmed overlat/"])
    send(page)
    found["confirmed overlat/, sent empty"] = (faults(page), is_too_wide(page))

    assert found == dict.fromkeys(found, ([], False))


def test_own_pages_do_not_scroll_sideways_on_the_narrowest_phone(
    browser: Browser, own_pages: dict[str, str]
) -> None:
    with browser.new_context(locale="sv-SE", viewport={"width": NARROWEST, "height": 640}) as context:
        page = context.new_page()
        too_wide = []
        for name, address in own_pages.items():
            page.goto(address)
            if is_too_wide(page):
                too_wide.append(name)

        assert too_wide == []


def test_answer_to_an_offer_lies_on_the_first_screen_of_a_phone(
    browser: Browser, own_pages: dict[str, str]
) -> None:
    with browser.new_context(locale="sv-SE", viewport={"width": PHONE, "height": FIRST_SCREEN}) as context:
        page = context.new_page()
        page.goto(own_pages["offered "])

        for button in page.locator(".band-actions .button").all():
            box = button.bounding_box()
            assert box["y"] + box["height"] <= FIRST_SCREEN
