import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import (
    DEFAULT_DB_ALIAS,
    DataError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    connection,
    connections,
    transaction,
)

from events.models import EventPage
from home.statements import ANY_ID, ANY_MOMENT, ANY_TEXT, Statement, together
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_statement_answers_as_its_query_does_for_each_id():
    first, second = EventFactory.create_batch(2)

    def titles(pk):
        return EventPage.objects.filter(pk=pk).values_list("pk", "title", "live")

    statement = Statement("test_titles", titles)

    for event in (first, second, first):
        assert statement.rows(event.pk) == list(titles(event.pk)) == [(event.pk, event.title, True)]


def test_unknown_id_has_no_rows():
    nothing = Statement("test_nothing", lambda pk: EventPage.objects.filter(pk=pk).values_list("pk"))

    assert nothing.rows(987_654) == []


def test_statement_takes_a_text_as_well_and_keeps_what_is_always_the_same():
    event = EventFactory(title="100 % bostäder")

    def numbers(pk, title):
        return EventPage.objects.filter(pk=pk, title=title, live=True, slug__contains="%").values_list("pk")

    def numbers_without(pk, title):
        return EventPage.objects.filter(pk=pk, title=title, live=True, slug__contains="100").values_list("pk")

    none_such = Statement("test_percent", numbers, stand_ins=(ANY_ID, ANY_TEXT))
    found = Statement("test_hundred", numbers_without, stand_ins=(ANY_ID, ANY_TEXT))

    assert found.rows(event.pk, "100 % bostäder") == [(event.pk,)]
    assert found.rows(event.pk, "it's") == []
    assert none_such.rows(event.pk, "100 % bostäder") == []


def test_statement_that_is_written_out_changes_rows_and_takes_moments():
    event = EventFactory()
    moment = datetime(2027, 3, 4, 8, 30, tzinfo=UTC)

    def moving(pk, at):
        sql = "UPDATE events_eventpage SET end_at = %s WHERE page_ptr_id = %s RETURNING page_ptr_id"
        return sql, [at, pk]

    statement = Statement("test_moving", moving, stand_ins=(ANY_ID, ANY_MOMENT))

    assert statement.rows(event.pk, moment) == [(event.pk,)]
    assert statement.rows(987_654, moment) == []
    event.refresh_from_db()
    assert event.end_at == moment


@pytest.mark.postgresql
def test_statement_is_prepared_again_for_a_new_connection():
    event = EventFactory()
    statement = Statement("test_again", lambda pk: EventPage.objects.filter(pk=pk).values_list("pk"))
    assert statement.rows(event.pk) == [(event.pk,)]

    def elsewhere() -> list[tuple[int]]:
        try:
            return statement.rows(event.pk)
        finally:
            connection.close()

    # Another connection sees nothing of this test's transaction, but knows the statement.
    with ThreadPoolExecutor(1) as other:
        assert other.submit(elsewhere).result() == []
        assert other.submit(elsewhere).result() == []


@pytest.mark.postgresql
def test_first_question_of_a_request_finds_a_new_connection_where_the_old_one_is_gone():
    statement = Statement("test_first", lambda pk: EventPage.objects.filter(pk=pk).values_list("pk"))

    def elsewhere() -> list[tuple[int]]:
        try:
            assert statement.first_rows(1) == []
            end_of(connection.connection.info.backend_pid)
            with pytest.raises(OperationalError):
                statement.rows(1)
            return statement.first_rows(1)
        finally:
            connection.close()

    def end_of(server_process: int) -> None:
        with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as other:
            assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [server_process]).fetchone() == (
                True,
            )

    with ThreadPoolExecutor(1) as other:
        assert other.submit(elsewhere).result() == []


def test_first_question_without_a_database_is_asked_once(monkeypatch):
    """Each try may take as long as a server that is silent is waited for."""
    statement = Statement("test_away", lambda pk: EventPage.objects.filter(pk=pk).values_list("pk"))
    tries = []

    def is_away(wrapper: object, parameters: object) -> None:
        tries.append(parameters)
        raise OperationalError

    monkeypatch.setattr(type(connections[DEFAULT_DB_ALIAS]), "get_new_connection", is_away)
    # A thread of its own has no connection yet.
    with ThreadPoolExecutor(1) as other, pytest.raises(OperationalError):
        other.submit(statement.first_rows, 1).result()
    assert len(tries) == 1


@pytest.mark.postgresql
def test_statement_stays_known_where_what_follows_it_fails():
    wrong = Statement("test_wrong", lambda pk: ("SELECT 1 / %s::int", [pk]))
    nowhere = Statement("test_nowhere", lambda pk: ("SELECT %s FROM no_such_table", [pk]))

    with pytest.raises(ProgrammingError), transaction.atomic():
        together((wrong, [1]), (nowhere, [1]))
    with pytest.raises(DataError), transaction.atomic():
        wrong.rows(0)

    assert wrong.rows(1) == [(1,)]


@pytest.mark.postgresql
def test_statement_outlives_a_migration():
    statement = Statement(
        "test_migration", lambda a: ("SELECT a FROM test_migrated WHERE a <> %s::text", [a])
    )

    def longer(length: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE test_migrated ALTER COLUMN a TYPE varchar({length})")

    def elsewhere() -> list[tuple[str]]:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE test_migrated AS SELECT 'b'::varchar(5) AS a")
        try:
            statement.rows(-1)
            longer(6)
            # By itself it is asked again; a transaction can only be tried again as a whole.
            assert statement.rows(-1) == [("b",)]
            longer(7)
            with pytest.raises(NotSupportedError), transaction.atomic():
                statement.rows(-1)
            with transaction.atomic():
                return statement.rows(-1)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE test_migrated")
            connection.close()

    with ThreadPoolExecutor(1) as other:
        assert other.submit(elsewhere).result() == [("b",)]


def test_statement_takes_a_moment():
    event = EventFactory()
    statement = Statement(
        "test_moment",
        lambda until: EventPage.objects.filter(start_at__lte=until).values_list("pk"),
        stand_ins=(ANY_MOMENT,),
    )

    assert statement.rows(event.start_at) == [(event.pk,)]
    assert statement.rows(event.start_at - timedelta(seconds=1)) == []
