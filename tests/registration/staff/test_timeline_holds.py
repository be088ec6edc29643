"""What is held, on the start page."""

from datetime import timedelta

import pytest

from registration.domain import mail_holds
from registration.staff import timeline_holds
from tests.factories import DEFAULT_REMINDERS, EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def event(db):
    return EventFactory(reminders=DEFAULT_REMINDERS)


@pytest.fixture
def hold(event, stina, now):
    return mail_holds.hold(event.pk, "all", by=stina, reason="Vi väntar", now=now)


def test_row_names_who_why_and_what(event, hold, stina, now):
    (row,) = timeline_holds.rows(now=now)

    assert (row.what, row.who, row.reason) == ("Alla brev om evenemanget", stina.username, "Vi väntar")
    assert row.too_late == ""


def test_letters_that_were_held_too_long_are_told(event, hold, olof, sign_up):
    sign_up(olof, event)
    mail_holds.end_expired(now=event.end_at)

    (row,) = timeline_holds.rows(now=event.end_at)

    assert row.too_late == "1 brev hölls tills det var för sent och skickas inte."


def test_reminders_that_were_held_past_the_start_are_told(event, hold):
    (row,) = timeline_holds.rows(now=event.start_at)

    assert row.too_late == "Evenemanget har börjat: påminnelser skickas inte längre."


def test_old_holds_leave_the_start_page(event, hold, now):
    assert timeline_holds.rows(now=event.end_at + timedelta(days=15)) == []


def test_held_letter_is_not_late(event, hold, olof, sign_up, as_stina, at_now, now):
    sign_up(olof, event)
    at_now.move_to(now + timedelta(hours=1))

    page = as_stina.get("/admin/").content.decode()

    assert "skulle redan ha skickats" not in page
    assert "Brev hålls" in page
