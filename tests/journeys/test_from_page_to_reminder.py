"""The main job from end to end: a visitor reads, signs up, is confirmed and reminded by mail, and cancels."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from tests import ics
from tests.journeys.form import expect_status, fill_in, send

pytestmark = [pytest.mark.browser, pytest.mark.services]

REMIND_DAYS = 10
# Time enough to sign up before the reminder is due, on a slow computer too.
SECONDS_TO_SIGN_UP = 75


def calendar_of(letter: EmailMessage) -> bytes:
    """The calendar in the letter; the part that clients read and the attachment are the same bytes."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    attached = [part for part in letter.walk() if (part.get_filename() or "").endswith(".ics")]
    (inline,) = [part for part in parts if part not in attached]
    (attachment,) = attached
    assert inline.get_payload(decode=True) == attachment.get_payload(decode=True)
    stream = inline.get_payload(decode=True)
    assert f"METHOD:{inline.get_param('method')}" in ics.lines(stream)
    return stream


def link_in(letter: EmailMessage, origin: str) -> str:
    """The personal link, which is the same in both bodies."""
    pattern = re.compile(re.escape(origin) + r"/min-anmalan/[A-Za-z0-9_-]{43}/")
    in_text = set(pattern.findall(letter.get_body(("plain",)).get_content()))
    in_html = set(pattern.findall(letter.get_body(("html",)).get_content()))
    assert in_text == in_html
    (link,) = in_text
    return link


def test_visitor_signs_up_is_reminded_and_cancels(site, visitor, bo):
    due_at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=SECONDS_TO_SIGN_UP)
    start_at = due_at + timedelta(days=REMIND_DAYS)
    event = site.make_event(
        "--title=Fler bostäder vid vattnet",
        f"--start={start_at.isoformat()}",
        "--capacity=20",
        f"--remind-before={REMIND_DAYS * 24 * 60}",
    )

    # From the list to the page of the event, and into the form.
    visitor.goto(f"{site.origin}/evenemang/")
    expect(visitor.locator("html")).to_have_attribute("lang", "sv")
    visitor.get_by_role("link", name="Fler bostäder vid vattnet").click()
    expect(visitor).to_have_url(event["url"])
    visitor.locator(f"main a[href='/anmalan/{event['id']}/']").first.click()
    fill_in(visitor, bo)
    send(visitor)
    expect(visitor).to_have_url(f"{site.origin}/anmalan/{event['id']}/kvitto/")
    expect_status(visitor, "confirmed")
    expect(visitor.locator("main")).to_contain_text(bo.address)

    # The confirmation, as it left.
    (confirmation,) = site.wait_for_letters(bo.address, 1)
    invitation = calendar_of(confirmation)
    assert ics.values(invitation, "SEQUENCE") == ["0"]
    assert ics.text(invitation, "SUMMARY") == "Fler bostäder vid vattnet"
    assert ics.values(invitation, "ATTENDEE") == [f"mailto:{bo.address}"]
    assert len(list(confirmation["To"].addresses)) == 1

    # The reminder carries the same calendar, byte for byte.
    visitor.wait_for_timeout(max(0.0, (due_at - datetime.now(UTC)).total_seconds() + 0.1) * 1000)
    site.tick("registration.enqueue_reminders")
    _, reminder = site.wait_for_letters(bo.address, 2)
    assert calendar_of(reminder) == invitation
    site.tick("registration.enqueue_reminders", "registration.send_letters")

    # The personal link shows, and a press on a button cancels.
    assert link_in(reminder, site.origin) != link_in(confirmation, site.origin)
    visitor.goto(link_in(confirmation, site.origin))
    expect_status(visitor, "confirmed")
    visitor.locator("main a[href$='/avanmal/']").click()
    assert site.counts(event)["confirmed"] == 1
    send(visitor)
    expect_status(visitor, "cancelled")
    assert site.counts(event) | {"event": 0, "roles": {}} == {
        "event": 0,
        "confirmed": 0,
        "waitlisted": 0,
        "offered": 0,
        "pending": 0,
        "cancelled": 1,
        "roles": {},
    }

    # The calendar takes the entry away: the same one, with a higher version. Nobody was reminded twice.
    *_, cancellation = site.wait_for_letters(bo.address, 3)
    removal = calendar_of(cancellation)
    assert "METHOD:CANCEL" in ics.lines(removal)
    assert ics.values(removal, "STATUS") == ["CANCELLED"]
    assert ics.values(removal, "UID") == ics.values(invitation, "UID")
    assert ics.values(removal, "SEQUENCE") == ["1"]
    assert ics.values(removal, "DTSTAMP") > ics.values(invitation, "DTSTAMP")


def test_all_of_it_works_without_scripts(site, visitor_without_scripts, petra):
    page = visitor_without_scripts
    event = site.make_event("--title=Utan skript", "--start=2035-03-06T08:30", "--capacity=1")

    page.goto(event["url"])
    page.locator(f"main a[href='/anmalan/{event['id']}/']").first.click()
    send(page)
    expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
    fill_in(page, petra)
    send(page)
    expect_status(page, "confirmed")

    (confirmation,) = site.wait_for_letters(petra.address, 1)
    page.goto(link_in(confirmation, site.origin))
    page.locator("main a[href$='/avanmal/']").click()
    send(page)
    expect_status(page, "cancelled")


def test_second_in_line_gets_the_seat_that_the_first_gives_back(site, visitor, olof):
    event = site.make_event("--title=En enda stol", "--start=2035-03-07T08:30", "--capacity=1")
    people = [f"plats{number}@example.org" for number in (1, 2)]
    for address, status in zip(people, ("confirmed", "waitlisted"), strict=True):
        visitor.goto(f"{site.origin}/anmalan/{event['id']}/")
        fill_in(visitor, olof, email=address)
        if status == "waitlisted":
            visitor.locator("[name=wants_directly]").check()
        send(visitor)
        expect_status(visitor, status)

    (confirmation,) = site.wait_for_letters(people[0], 1)
    # Who is promoted before this has left is only told of the seat.
    site.wait_for_letters(people[1], 1)
    visitor.goto(link_in(confirmation, site.origin))
    visitor.locator("main a[href$='/avanmal/']").click()
    send(visitor)
    expect_status(visitor, "cancelled")

    in_line, promoted = site.wait_for_letters(people[1], 2)
    assert not [part for part in in_line.walk() if part.get_content_type() == "text/calendar"]
    assert ics.values(calendar_of(promoted), "SEQUENCE") == ["0"]
    visitor.goto(link_in(promoted, site.origin))
    expect_status(visitor, "confirmed")
