from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, get_connection


@pytest.fixture
def folder(tmp_path, settings):
    settings.EMAIL_BACKEND = "bostadsforum.eml.EmlBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "made" / "when needed")
    return tmp_path / "made" / "when needed"


def letter(subject: str, to: str = "olof@nacka.example") -> EmailMessage:
    return EmailMessage(subject=subject, body="Hej å ä ö\n.\nslut\n", from_email="a@b.example", to=[to])


def test_one_message_is_one_file_in_the_order_of_sending(folder):
    sent = get_connection().send_messages([letter(f"Brev {number}") for number in range(12)])

    files = sorted(folder.iterdir())
    parsed = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert sent == 12
    assert all(file.suffix == ".eml" for file in files)
    assert [message["Subject"] for message in parsed] == [f"Brev {number}" for number in range(12)]


def test_lines_end_as_on_the_wire(folder):
    get_connection().send_messages([letter("Brev")])

    [file] = folder.iterdir()
    content = file.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    assert message_from_bytes(content, policy=policy.default).get_content() == "Hej å ä ö\r\n.\r\nslut\r\n"


def test_a_message_to_nobody_is_not_written_and_not_counted(folder):
    nobody = EmailMessage(subject="Brev", body="Hej", from_email="a@b.example", to=[])

    assert get_connection().send_messages([nobody, letter("Brev")]) == 1
    assert len(list(folder.iterdir())) == 1


def test_half_a_file_is_left_to_nobody(folder, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bostadsforum.eml.os.fsync", full)

    with pytest.raises(OSError, match="No space left"):
        get_connection().send_messages([letter("Brev")])

    assert list(folder.iterdir()) == []
