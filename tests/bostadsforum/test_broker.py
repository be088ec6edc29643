"""Messages as files: whole or not at all, read once, and gone when they are read."""

from pathlib import Path

import pytest
from celery import Celery
from kombu import Connection

FOLDERS = ("messages", "control", "processed")


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Also gives the queue its name, since Kombu remembers for the whole process which queues it has made."""
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    return tmp_path


def connect(folders: Path) -> Connection:
    return Connection(
        "filesystem://localhost",
        transport="bostadsforum.broker:Transport",
        transport_options={
            "data_folder_in": str(folders / "messages"),
            "data_folder_out": str(folders / "messages"),
            "control_folder": str(folders / "control"),
            "processed_folder": str(folders / "processed"),
            "store_processed": True,
        },
    )


def read(folders: Path, most: int = 10) -> list[str]:
    with connect(folders) as connection, connection.SimpleQueue(folders.name) as queue:
        found = []
        for _turn in range(most):
            try:
                message = queue.get(block=False)
            except queue.Empty:
                break
            found.append(message.payload)
            message.ack()
        return found


def write(folders: Path, *payloads: str) -> None:
    with connect(folders) as connection, connection.SimpleQueue(folders.name) as queue:
        for payload in payloads:
            queue.put(payload)


def test_messages_come_in_order_and_once(folders):
    write(folders, "one", "two", "three")

    assert read(folders) == ["one", "two", "three"]
    assert read(folders) == []


def test_nothing_is_left_of_what_was_read(folders):
    write(folders, "one")

    read(folders)

    assert [*(folders / "messages").iterdir(), *(folders / "processed").iterdir()] == []


@pytest.mark.parametrize("content", [b"", b'{"body": "half', b"\xff\xfe"])
def test_an_unreadable_message_is_skipped_and_the_next_is_read(folders, content):
    (folders / "messages" / f"1_0.{folders.name}.msg").write_bytes(content)
    write(folders, "after it")

    assert read(folders) == ["after it"]


def test_a_message_that_is_still_being_written_is_left_alone(folders):
    write(folders, "whole")
    half = folders / "messages" / f".1_0.{folders.name}.msg"
    half.write_text("{")

    assert read(folders) == ["whole"]
    assert half.exists()


def test_the_site_uses_it_where_there_is_no_redis(settings_of):
    chosen = settings_of("CELERY_BROKER_TRANSPORT", "CELERY_BROKER_URL")

    app = Celery(broker=chosen["CELERY_BROKER_URL"], set_as_current=False)
    app.conf.broker_transport = chosen["CELERY_BROKER_TRANSPORT"]
    with app.connection_for_write() as connection:
        assert type(connection.transport).__module__ == "bostadsforum.broker"
