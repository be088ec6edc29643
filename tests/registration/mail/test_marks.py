"""An address that takes no letters is marked, whoever tells, and gets none (docs/rules.md R 2.6)."""

from datetime import timedelta

import pytest

from registration.domain import delivery
from registration.mail import marks, sending
from registration.mail.status_codes import Severity
from registration.models import AddressMark, OutboxMessage
from tests.factories import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
State = OutboxMessage.State


def fail(address="olof@nacka.example", *, severity=Severity.SOFT, at=NOW, code="4.4.7", key=""):
    marks.undeliverable(
        address, severity=severity, code=code, report_key=key or f"{address}{at}", happened_at=at, now=at
    )


def actions(registration):
    return [entry.action for entry in registration.history.all()]


def test_letter_to_a_marked_address_is_dropped_and_says_why(olof, event, sign_up, send_mail):
    registration = sign_up(olof, event)
    fail("OLOF@nacka.example", severity=Severity.HARD, code="5.1.1")

    assert send_mail() == []

    letter = registration.letters.get()
    assert (letter.state, letter.reason) == (State.DROPPED, "address_marked")
    assert "address_marked" in actions(registration)


def test_notice_to_a_leader_whose_address_is_marked_is_dropped(event, olof, sign_up, send_mail):
    registration = sign_up(olof, event)
    send_mail()
    fail(event.contact.email, severity=Severity.HARD)

    assert marks.is_stopped(event.contact.email)
    assert not marks.is_stopped(registration.address)


@pytest.mark.parametrize(
    ("answer", "is_marked"),
    [
        ("550 5.1.1 no such user", True),
        ("550 unknown", True),
        ("550 5.7.1 relaying denied", False),
        ("552 5.2.2 mailbox full", False),
    ],
)
def test_refusal_at_once_marks_when_it_is_about_the_address(
    answer, is_marked, olof, event, sign_up, mail_server
):
    letter = sign_up(olof, event).letters.get()
    mail_server.at_rcpt[olof.address] = answer

    sending.send_due(clock=lambda: NOW)

    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.FAILED, "refused")
    assert marks.is_stopped(olof.address) == is_marked


def test_refusal_of_what_is_in_the_letter_marks_nobody(olof, event, sign_up, mail_server):
    sign_up(olof, event)
    mail_server.at_data[olof.address] = "550 5.6.0 this looks odd"

    sending.send_due(clock=lambda: NOW)

    assert not AddressMark.objects.exists()


def test_third_passing_failure_in_a_week_marks():
    for days in (0, 3):
        fail(at=NOW + days * DAY)
    assert not marks.is_stopped("olof@nacka.example")

    fail(at=NOW + 6 * DAY)

    assert AddressMark.objects.get().kind == AddressMark.Kind.OFTEN


def test_third_passing_failure_after_more_than_a_week_does_not():
    for days in (0, 4, 8):
        fail(at=NOW + days * DAY)

    assert not marks.is_stopped("olof@nacka.example")


def test_same_report_counts_once():
    for _ in range(5):
        fail(key="the same")

    assert not marks.is_stopped("olof@nacka.example")


def test_complaint_marks_at_once(olof, event, sign_up):
    registration = sign_up(olof, event)

    marks.complained(olof.address, report_key="a", happened_at=NOW, now=NOW)

    assert AddressMark.objects.get().kind == AddressMark.Kind.COMPLAINED
    assert "address_complained" in actions(registration)


def test_late_report_of_an_earlier_letter_does_not_mark_a_cleared_address_anew(olof, event, sign_up, stina):
    registration = sign_up(olof, event)
    fail(severity=Severity.HARD)
    delivery.clear(registration.pk, by=stina, now=NOW + DAY)

    marks.undeliverable(
        olof.address, severity=Severity.HARD, code="", report_key="late", happened_at=NOW, now=NOW + 2 * DAY
    )
    assert not marks.is_stopped(olof.address)

    fail(severity=Severity.HARD, at=NOW + 3 * DAY)
    assert marks.is_stopped(olof.address)
    assert AddressMark.objects.get().cleared_by is None


def test_passing_failures_of_before_the_clearing_are_forgotten(olof, event, sign_up, stina):
    registration = sign_up(olof, event)
    for hours in (0, 1, 2):
        fail(at=NOW + timedelta(hours=hours))
    delivery.clear(registration.pk, by=stina, now=NOW + DAY)

    fail(at=NOW + 2 * DAY)

    assert not marks.is_stopped(olof.address)


def test_mark_keeps_no_word_of_the_server():
    fail(severity=Severity.HARD, code="5.1.1")

    mark = AddressMark.objects.get()
    assert mark.code == "5.1.1"
    assert "olof" not in str(mark)
