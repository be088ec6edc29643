"""The mailbox is read over a real connection, and left to people as they left it."""

import pytest
from django.core.management import CommandError, call_command

from registration.domain import delivery
from registration.mail import mailboxes
from registration.mail.incoming import LONGEST
from registration.mail.mailboxes import MailboxError, Position, name_of
from registration.models import AddressMark, MailboxPosition
from tests.factories import NOW
from tests.imap_server import imap_server
from tests.registration.mail import machine_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings):
    with imap_server() as server:
        settings.MAILBOX_URL = server.url
        yield server


@pytest.fixture
def letter(olof, event, sign_up, send_mail):
    registration = sign_up(olof, event)
    send_mail()
    return registration.letters.get()


def test_report_is_taken_and_marked_as_read_and_the_rest_is_not(letter, mailbox):
    question = mailbox.put(machine_mail.from_a_person())
    report = mailbox.put(machine_mail.returned(letter.message_id))

    assert delivery.read_mailbox(now=NOW) == 1

    assert AddressMark.objects.get().address_key == "olof@nacka.example"
    assert mailbox.messages[report].is_seen
    assert not mailbox.messages[question].is_seen
    assert all("PEEK" in line for line in mailbox.commands if "FETCH" in line)


def test_next_round_goes_on_where_the_last_ended(letter, mailbox):
    mailbox.put(machine_mail.from_a_person())
    delivery.read_mailbox(now=NOW)
    delivery.read_mailbox(now=NOW)
    assert mailbox.fetched == [1]

    mailbox.put(machine_mail.returned(letter.message_id))

    assert delivery.read_mailbox(now=NOW) == 1
    assert mailbox.fetched == [1, 2]


def test_mailbox_that_is_numbered_anew_is_read_anew_and_does_nothing_twice(letter, mailbox):
    mailbox.put(machine_mail.returned(letter.message_id))
    delivery.read_mailbox(now=NOW)
    history = letter.registration.history.count()
    mailbox.validity = 2

    assert delivery.read_mailbox(now=NOW) == 1
    assert letter.registration.history.count() == history


def test_connection_that_breaks_loses_nothing(letter, mailbox):
    mailbox.put(machine_mail.from_a_person())
    mailbox.put(machine_mail.returned(letter.message_id))
    mailbox.cut_after = 1
    with pytest.raises(MailboxError):
        delivery.read_mailbox(now=NOW)
    assert MailboxPosition.objects.get().last_uid == 1

    mailbox.cut_after = None

    assert delivery.read_mailbox(now=NOW) == 1


def test_huge_message_is_fetched_no_further_than_a_report_goes(mailbox):
    mailbox.put(machine_mail.from_a_person("x" * 70 + "\n") + b"y" * (2 * LONGEST))

    assert delivery.read_mailbox(now=NOW) == 0
    assert MailboxPosition.objects.get().last_uid == 1


def test_wrong_password_is_said_without_the_password(mailbox, settings):
    settings.MAILBOX_URL = mailbox.url.replace("se%3Dcret", "wrong")

    with pytest.raises(MailboxError) as raised:
        delivery.read_mailbox(now=NOW)

    assert "wrong" not in str(raised.value)


def test_folder_that_is_not_there_is_an_error_of_the_mailbox(mailbox, settings):
    settings.MAILBOX_URL = mailbox.url.replace("INBOX", "Nowhere")

    with pytest.raises(MailboxError):
        delivery.read_mailbox(now=NOW)


def test_message_that_another_program_has_moved_is_passed_by(tmp_path):
    (tmp_path / "new").mkdir()
    for name in ("1", "2"):
        (tmp_path / "new" / name).write_bytes(machine_mail.from_a_person())
    with mailboxes.opened(f"maildir://{tmp_path}") as mailbox:
        first, second = mailbox.since(Position(), now=NOW)
        (tmp_path / "new" / "1").unlink()

        assert mailbox.fetch(first) is None
        assert mailbox.fetch(second) == machine_mail.from_a_person()


def test_message_that_cannot_be_read_does_not_stop_the_next(letter, settings, tmp_path):
    settings.MAILBOX_URL = f"maildir://{tmp_path}"
    (tmp_path / "new").mkdir()
    # Looks like a file, and reading it fails whoever reads.
    (tmp_path / "new" / "0").symlink_to("/proc/self/mem")
    (tmp_path / "new" / "1").write_bytes(machine_mail.returned(letter.message_id))

    assert delivery.read_mailbox(now=NOW) == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["0"]


def test_command_reads_and_says_how_many(letter, mailbox, capsys):
    mailbox.put(machine_mail.returned(letter.message_id))

    call_command("read_mailbox")

    assert capsys.readouterr().out == "1 messages were reports or answers.\n"


def test_command_without_a_mailbox_says_what_to_set(settings):
    settings.MAILBOX_URL = ""

    with pytest.raises(CommandError, match="MAILBOX_URL"):
        call_command("read_mailbox")


def test_position_is_kept_without_the_password():
    before, after = (name_of(f"imaps://reader:{password}@mail.example.org/INBOX") for password in "ab")

    assert before == after
