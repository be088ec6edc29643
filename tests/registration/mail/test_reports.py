"""What the mailbox brings is recognised, or left for people; nothing that anybody mails makes it fail."""

import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from registration.mail import reports
from registration.mail.calendar_answers import CalendarAnswer
from registration.mail.reports import Complaint, Failure
from registration.models import CalendarReply
from tests.registration.mail import machine_mail

OURS = f"<{'a' * 32}@example.org>"
UID = uuid.UUID("5d0f1a52-6f3a-4d5e-9a67-3f2f0f8f4a10")


@pytest.mark.parametrize("whole_letter", [True, False])
def test_returned_letter_names_the_letter_and_says_why(whole_letter):
    raw = machine_mail.returned(OURS, whole_letter=whole_letter)

    failed = (("5.1.1", frozenset({"olof@nacka.example"})),)
    assert reports.read(raw) == Failure(message_ids=(OURS,), failed=failed)


@pytest.mark.parametrize(
    ("recipients", "is_about_olof"),
    [
        ("Final-Recipient: rfc822; olof@nacka.example", True),
        ("Final-Recipient: RFC822;<Olof@Nacka.example>", True),
        ("Final-Recipient: olof@nacka.example (Olof)", True),
        ("Final-Recipient: rfc822; o@home.example\nOriginal-Recipient: rfc822;olof@nacka.example", True),
        ("Final-Recipient: local; |/usr/bin/filter", True),
        ("X-Nothing: of whom", True),
        ("Final-Recipient: rfc822; o@home.example", False),
        ("Final-Recipient: rfc822; o@home.example\nOriginal-Recipient: rfc822; p@home.example", False),
    ],
)
def test_returned_letter_is_about_whom_it_names(recipients, is_about_olof):
    found = reports.read(machine_mail.returned(OURS, recipients=recipients))

    assert found.code_for("olof@nacka.example") == ("5.1.1" if is_about_olof else None)


def test_each_recipient_has_a_code_of_their_own():
    theirs = (
        "Final-Recipient: rfc822; o@home.example\nAction: failed\nStatus: 4.2.2\n\n"
        "Final-Recipient: rfc822; olof@nacka.example"
    )

    found = reports.read(machine_mail.returned(OURS, recipients=theirs))

    assert (found.code_for("o@home.example"), found.code_for("olof@nacka.example")) == ("4.2.2", "5.1.1")


def test_delayed_letter_has_not_failed():
    assert reports.read(machine_mail.returned(OURS, action="delayed", status="4.4.1")) is None


def test_returned_letter_of_somebody_else_names_none_of_ours():
    found = reports.read(machine_mail.returned("<CAF=123@mail.gmail.example>"))

    assert found.message_ids == ()


def test_complaint_names_the_letter():
    assert reports.read(machine_mail.complaint(OURS)) == Complaint(message_ids=(OURS,))


def test_report_that_a_letter_is_wanted_is_no_complaint():
    assert reports.read(machine_mail.complaint(OURS, kind="not-spam")) is None


@pytest.mark.parametrize(
    ("partstat", "answer"),
    [
        ("DECLINED", CalendarReply.Answer.DECLINED),
        ("TENTATIVE", CalendarReply.Answer.TENTATIVE),
        ("ACCEPTED", CalendarReply.Answer.ACCEPTED),
    ],
)
def test_answer_of_a_calendar_is_read(partstat, answer):
    raw = machine_mail.calendar_answer(UID, "olof@nacka.example", partstat=partstat)

    assert reports.read(raw) == CalendarAnswer(
        uid=UID,
        address="olof@nacka.example",
        answer=answer,
        at=datetime(2027, 2, 1, 11, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("sender", "sent_by", "counts"),
    [
        ("OLOF@nacka.example", "", True),
        ('"Öberg, Olof" <olof@nacka.example>', "calendar@provider.example", True),
        ("Kalendern <calendar@provider.example>", "olof@nacka.example", True),
        ("Mallory <mallory@evil.example>", "", False),
        ('"olof@nacka.example" <mallory@evil.example>', "", False),
    ],
)
def test_answer_counts_when_it_comes_from_who_answers(sender, sent_by, counts):
    raw = machine_mail.calendar_answer(UID, "olof@nacka.example", sender=sender, sent_by=sent_by)

    assert (reports.read(raw) is not None) == counts


def test_invitation_of_somebody_else_is_for_people():
    assert reports.read(machine_mail.calendar_answer(UID, "olof@nacka.example", method="REQUEST")) is None


@pytest.mark.parametrize("partstat", ["NEEDS-ACTION", "DELEGATED", ""])
def test_answer_that_says_neither_yes_nor_no_is_for_people(partstat):
    raw = machine_mail.calendar_answer(UID, "olof@nacka.example", partstat=partstat)

    assert reports.read(raw) is None


def test_answer_about_another_calendar_is_for_people():
    assert reports.read(machine_mail.calendar_answer("040000008200E00074", "olof@nacka.example")) is None


def test_letter_from_a_person_is_for_people():
    assert reports.read(machine_mail.from_a_person()) is None


def test_message_nested_a_thousand_times_is_left_alone():
    nested = b"".join(
        b"Content-Type: multipart/report; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
        for depth in range(3000)
    )

    assert reports.read(nested) is None


def test_address_with_a_nul_is_no_address():
    assert reports.read(machine_mail.calendar_answer(UID, "olof\x00@nacka.example")) is None


def test_charset_that_is_none_of_mail_is_read_as_utf_8():
    raw = machine_mail.calendar_answer(UID, "olof@nacka.example")
    odd = raw.replace(b'charset="utf-8"', b'charset="unicode_escape"').replace(
        b"text/calendar;", b"text/calendar; charset=punycode;"
    )

    assert reports.read(odd) is not None


@given(st.binary(max_size=2000))
@example(b"")
@example(b"Content-Type: multipart/report; boundary\r\n\r\n--\r\n")
def test_any_bytes_are_read_without_a_complaint(raw):
    reports.read(raw)


@given(st.integers(0, 1500), st.binary(min_size=1, max_size=40))
def test_broken_report_is_read_without_a_complaint(place, put_in):
    raw = machine_mail.returned(OURS)

    reports.read(raw[:place] + put_in + raw[place:])
