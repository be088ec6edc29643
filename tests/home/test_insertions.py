from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from home.insertions import Insertion, gathered
from registration.models import HistoryEntry, OutboxMessage
from tests.factories import RegistrationFactory

pytestmark = pytest.mark.django_db

AT = datetime(2027, 3, 4, 8, 30, tzinfo=UTC)
# No model has two insertions with one name; these are the tests' own.
ENTRY = Insertion("test_insert_entry", HistoryEntry)
LETTER = Insertion("test_insert_letter", OutboxMessage)
LETTER_ONCE = Insertion("test_insert_letter_once", OutboxMessage, once=True)


def letter(registration, key="one") -> OutboxMessage:
    return OutboxMessage(
        key=key,
        kind="confirmed",
        registration=registration,
        address=registration.address,
        details={"sentence": "100 % 'säkert' \\ %s ; --"},
        message_id=f"<{key}@forum.example>",
        created_at=AT,
        due_at=AT,
        expires_at=AT,
    )


def columns(row) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_row_is_written_as_saving_it_would():
    registration = RegistrationFactory()
    saved, written = letter(registration), letter(registration, key="two")
    saved.save()

    LETTER.write(written)

    own = {"id", "key", "message_id"}
    found = columns(OutboxMessage.objects.get(pk=written.pk))
    assert found == columns(written)
    assert {name: value for name, value in found.items() if name not in own} == {
        name: value
        for name, value in columns(OutboxMessage.objects.get(pk=saved.pk)).items()
        if name not in own
    }


def test_what_a_field_finds_out_when_it_is_saved_is_written_too(stina):
    entry = HistoryEntry(
        registration=RegistrationFactory(), action=HistoryEntry.Action.ADDED, at=AT, by=stina
    )

    ENTRY.write(entry)

    assert HistoryEntry.objects.get(pk=entry.pk).by_name == stina.get_full_name()


def test_row_that_was_written_is_saved_like_any_other():
    entry = HistoryEntry(registration=RegistrationFactory(), action=HistoryEntry.Action.ADDED, at=AT)
    ENTRY.write(entry)

    entry.reason = "Ringde själv."
    entry.save()

    assert [found.reason for found in HistoryEntry.objects.all()] == ["Ringde själv."]


def test_row_that_is_there_already_is_refused_or_left_out():
    registration = RegistrationFactory()
    LETTER.write(letter(registration))

    with pytest.raises(IntegrityError), transaction.atomic():
        LETTER.write(letter(registration))
    again = letter(registration)
    LETTER_ONCE.write(again)

    assert again.pk is None
    assert OutboxMessage.objects.count() == 1


def test_rows_that_are_gathered_are_written_together_at_the_end():
    registration = RegistrationFactory()
    entry = HistoryEntry(registration=registration, action=HistoryEntry.Action.ADDED, at=AT)

    with gathered():
        ENTRY.write(entry)
        LETTER.write(letter(registration))
        assert not HistoryEntry.objects.exists()

    assert HistoryEntry.objects.get() == entry
    assert OutboxMessage.objects.count() == 1


def test_rows_that_are_gathered_are_not_written_when_something_fails():
    entry = HistoryEntry(registration=RegistrationFactory(), action=HistoryEntry.Action.ADDED, at=AT)

    def fail() -> None:
        with transaction.atomic(), gathered():
            ENTRY.write(entry)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert not HistoryEntry.objects.exists()
    ENTRY.write(entry)
    assert HistoryEntry.objects.get() == entry


def test_rows_are_gathered_once():
    with gathered(), pytest.raises(RuntimeError), gathered():
        pass


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_waits_for_the_commit_finds_the_rows_that_were_gathered():
    registration = RegistrationFactory()
    found = []

    with gathered():
        LETTER.write(letter(registration))
        transaction.on_commit(lambda: found.append(OutboxMessage.objects.count()))

    assert found == [1]
