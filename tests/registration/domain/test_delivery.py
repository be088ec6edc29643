"""What comes back to the mailbox of the sender, from the message to the mark (docs/rules.md R 2.7)."""

from datetime import timedelta

import pytest

from registration.domain import corrections, delivery
from registration.domain.errors import NothingToDecide
from registration.mail import marks
from registration.mail.mailboxes import MailboxError
from registration.models import AddressMark, DeliveryReport, MailboxPosition, OutboxMessage, Registration
from tests.factories import NOW
from tests.registration.mail import machine_mail

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def letter(olof, event, sign_up, send_mail):
    """Olof's confirmation, sent."""
    registration = sign_up(olof, event)
    send_mail()
    return registration.letters.get()


@pytest.fixture
def mailbox(settings, tmp_path):
    """A folder into which a mail server delivers."""
    settings.MAILBOX_URL = f"maildir://{tmp_path}"
    for part in ("tmp", "new", "cur"):
        (tmp_path / part).mkdir()
    return tmp_path


def deliver(mailbox, raw, *, name="1"):
    (mailbox / "new" / name).write_bytes(raw)


def names(mailbox, part):
    return sorted(path.name for path in (mailbox / part).iterdir())


def test_returned_letter_marks_its_address(letter, mailbox):
    deliver(mailbox, machine_mail.returned(letter.message_id))

    assert delivery.read_mailbox(now=NOW) == 1

    mark = AddressMark.objects.get()
    assert (mark.address_key, mark.kind, mark.code) == ("olof@nacka.example", "bounced", "5.1.1")
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (OutboxMessage.State.SENT, "undeliverable")
    assert names(mailbox, "cur") == ["1:2,S"]


def test_letter_that_was_returned_for_now_is_counted(letter, mailbox):
    raw = machine_mail.returned(letter.message_id, status="4.4.7", diagnostic="smtp; 451 try later")
    deliver(mailbox, raw)

    delivery.read_mailbox(now=NOW)

    assert not AddressMark.objects.exists()
    assert DeliveryReport.objects.get().kind == DeliveryReport.Kind.SOFT


def test_complaint_marks_the_address(letter, mailbox):
    deliver(mailbox, machine_mail.complaint(letter.message_id))

    delivery.read_mailbox(now=NOW)

    assert AddressMark.objects.get().kind == AddressMark.Kind.COMPLAINED
    letter.refresh_from_db()
    assert letter.reason == "complained"


@pytest.mark.parametrize(
    "raw",
    [
        machine_mail.from_a_person(),
        machine_mail.returned(f"<{'f' * 32}@example.org>"),
        machine_mail.returned("<somebody-elses@mail.example>"),
        b"\xff\xfe not a mail \x00",
    ],
    ids=["question", "letter we never sent", "letter of somebody else", "no mail at all"],
)
def test_everything_else_stays_unread_for_people(raw, letter, mailbox):
    deliver(mailbox, raw)

    assert delivery.read_mailbox(now=NOW) == 0

    assert not AddressMark.objects.exists()
    assert names(mailbox, "cur") == ["1:2,"]
    assert (mailbox / "cur" / "1:2,").read_bytes() == raw


def test_same_report_twice_is_one(letter, mailbox):
    raw = machine_mail.returned(letter.message_id, status="4.4.7", diagnostic="")
    for name in ("1", "2", "3", "4"):
        deliver(mailbox, raw, name=name)

    assert delivery.read_mailbox(now=NOW) == 4
    assert not AddressMark.objects.exists()


def test_forged_report_can_mark_nobody_but_the_reader_of_the_letter(letter, mailbox, petra, event, sign_up):
    """It says Olof in it, and names a letter to Petra."""
    theirs = sign_up(petra, event).letters.get()
    deliver(mailbox, machine_mail.returned(theirs.message_id))

    assert delivery.read_mailbox(now=NOW) == 0

    assert not AddressMark.objects.exists()


def test_dead_address_that_letters_are_passed_on_to_does_not_mark_the_one_we_write_to(letter, mailbox):
    recipients = "Final-Recipient: rfc822; olof@home.example"
    deliver(mailbox, machine_mail.returned(letter.message_id, recipients=recipients))

    assert delivery.read_mailbox(now=NOW) == 0

    assert not AddressMark.objects.exists()
    letter.refresh_from_db()
    assert letter.reason == ""
    assert names(mailbox, "cur") == ["1:2,"]


def test_folder_among_the_messages_is_passed_by(letter, mailbox):
    (mailbox / "new" / "0").mkdir()
    deliver(mailbox, machine_mail.returned(letter.message_id))

    assert delivery.read_mailbox(now=NOW) == 1
    assert names(mailbox, "new") == ["0"]


def test_without_a_mailbox_nothing_is_read(letter):
    assert delivery.read_mailbox(now=NOW) == 0
    assert not MailboxPosition.objects.exists()


def test_mailbox_that_is_away_says_so_without_its_address(settings):
    settings.MAILBOX_URL = "imap://reader:secret@127.0.0.1:1/INBOX"

    with pytest.raises(MailboxError, match=r"^ConnectionRefusedError$"):
        delivery.read_mailbox(now=NOW)


def test_staff_clear_an_address_and_letters_leave_again(letter, mailbox, stina, send_mail):
    deliver(mailbox, machine_mail.returned(letter.message_id))
    delivery.read_mailbox(now=NOW)

    delivery.clear(letter.registration_id, by=stina, now=NOW + DAY)

    assert not marks.is_stopped("olof@nacka.example")
    mark = AddressMark.objects.get()
    assert (mark.cleared_by, mark.cleared_by_name) == (stina, "Stina")
    assert letter.registration.history.first().action == "address_cleared"


def test_address_that_is_good_needs_no_clearing(letter, stina):
    with pytest.raises(NothingToDecide):
        delivery.clear(letter.registration_id, by=stina, now=NOW)


def test_corrected_address_takes_the_mark_with_it(letter, mailbox, stina, send_mail):
    deliver(mailbox, machine_mail.returned(letter.message_id))
    delivery.read_mailbox(now=NOW)

    corrections.correct_address(letter.registration_id, address="olof.o@nacka.example", by=stina, now=NOW)

    assert not AddressMark.objects.exists()
    assert not DeliveryReport.objects.exists()
    assert [message.to for message in send_mail()] == [["olof.o@nacka.example"]]


def test_address_that_staff_type_is_good_because_they_say_so(letter, petra, stina):
    marks.complained(petra.address, report_key="a", happened_at=NOW, now=NOW)

    corrections.correct_address(letter.registration_id, address=petra.address, by=stina, now=NOW)

    assert not marks.is_stopped(petra.address)


def test_who_has_been_erased_leaves_no_mark(letter, mailbox):
    deliver(mailbox, machine_mail.returned(letter.message_id))
    delivery.read_mailbox(now=NOW)
    delivery.tidy(now=NOW)
    assert AddressMark.objects.exists()

    Registration.objects.filter(pk=letter.registration_id).update(address="", address_key=None)
    delivery.tidy(now=NOW)

    assert not AddressMark.objects.exists()
    assert not DeliveryReport.objects.exists()


def test_mark_of_a_process_leader_stays(event):
    marks.complained(event.contact.email.upper(), report_key="a", happened_at=NOW, now=NOW)

    delivery.tidy(now=NOW)

    assert marks.is_stopped(event.contact.email)


def test_old_reports_are_forgotten(letter, mailbox):
    deliver(mailbox, machine_mail.returned(letter.message_id))
    delivery.read_mailbox(now=NOW)

    delivery.tidy(now=NOW + 31 * DAY)

    assert not DeliveryReport.objects.exists()
    assert AddressMark.objects.exists()


def test_mailbox_that_cannot_be_read_says_since_when(settings):
    settings.MAILBOX_URL = "imap://reader:secret@127.0.0.1:1/INBOX"
    for minutes in (0, 30, 60):
        with pytest.raises(MailboxError):
            delivery.read_mailbox(now=NOW + timedelta(minutes=minutes))

    assert delivery.unread_since(now=NOW + timedelta(hours=1)) is None
    assert delivery.unread_since(now=NOW + timedelta(hours=2)) == NOW


def test_mailbox_that_is_read_again_is_well(mailbox):
    delivery.read_mailbox(now=NOW)
    assert delivery.unread_since(now=NOW + DAY) == NOW

    delivery.read_mailbox(now=NOW + DAY)

    assert delivery.unread_since(now=NOW + DAY) is None


def test_mailbox_that_is_used_no_more_is_not_missed(mailbox, settings):
    delivery.read_mailbox(now=NOW)
    settings.MAILBOX_URL = ""

    assert delivery.unread_since(now=NOW + DAY) is None
