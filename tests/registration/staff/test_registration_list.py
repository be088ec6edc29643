import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from events.roles import Role
from registration.domain import cancellation
from registration.models import Reading
from tests.factories import EventFactory, RegistrationFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LIST = "staff_registrations:index"


@pytest.fixture
def listed(as_stina):
    """The names in the list, by filter or search."""

    def names(**query):
        response = as_stina.get(reverse(LIST), query)
        return [row.full_name for row in response.context["object_list"]]

    return names


def csv_rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_newest_registration_stands_first(olof, bo, event, sign_up, now, listed):
    sign_up(olof, event)
    sign_up(bo, event)

    assert listed() == ["Bo Ängström", "Olof Öberg"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"role": "builder"}, ["Bo Ängström"]),
        ({"role": ["builder", "politician"]}, ["Bo Ängström", "Petra Åkesson"]),
        ({"status": "cancelled"}, ["Petra Åkesson"]),
        ({"municipality": "0182"}, ["Olof Öberg"]),
        ({"attendance": "online"}, []),
        ({"q": "öberg"}, ["Olof Öberg"]),
        ({"q": "ÅKESSON petra"}, ["Petra Åkesson"]),
        ({"q": "tegelbruket"}, ["Bo Ängström"]),
        ({"q": "petra bo"}, []),
    ],
)
def test_list_is_found_in_by_filter_and_search(query, names, olof, petra, bo, event, sign_up, now, listed):
    sign_up(olof, event)
    gone = sign_up(petra, event)
    sign_up(bo, event)
    cancellation.cancel(gone.pk, now=now)

    assert listed(**query) == names


def test_filter_by_event(olof, bo, event, sign_up, listed):
    sign_up(olof, event)
    other = EventFactory()
    sign_up(bo, other)

    assert listed(event=other.pk) == ["Bo Ängström"]


def test_empty_list_says_so(as_stina):
    assert as_stina.get(reverse(LIST)).status_code == 200


def test_list_offers_no_way_to_edit_or_delete(olof, event, sign_up, as_stina):
    registration = sign_up(olof, event)

    for action in ("edit", "delete", "history", "usage", "inspect", "copy"):
        assert as_stina.get(f"/admin/anmalningar/{action}/{registration.pk}/").status_code == 404


def test_reader_is_not_offered_to_add(as_lars, as_stina):
    add = reverse("staff_registrations:add")

    assert add not in as_lars.get(reverse(LIST)).content.decode()
    assert add in as_stina.get(reverse(LIST)).content.decode()


# --- Taking the list out --------------------------------------------------------------------------


def test_csv_holds_what_the_list_shows(olof, event, sign_up, as_stina):
    sign_up(olof, event)

    heading, row = csv_rows(as_stina.get(reverse(LIST), {"export": "csv"}))

    shown = dict(zip(heading, row, strict=True))
    assert len(heading) == len(set(heading))
    assert [value for value in row if value in {"Olof", "Öberg", "olof@nacka.example", "Nacka"}] == [
        "Nacka",
        "Olof",
        "Öberg",
        "olof@nacka.example",
    ]
    assert "2027-03-04 08:30" in shown.values()
    assert "2027-02-01 12:00" in shown.values()


@pytest.mark.parametrize("formula", ["=1+1", "+46 70", "-2", "@SUM(A1)"])
def test_formulas_are_plain_text_in_both_files(formula, event, sign_up, as_stina):
    sign_up(replace(applicant(1, Role.BUILDER), organisation=formula), event)

    [_, row] = csv_rows(as_stina.get(reverse(LIST), {"export": "csv"}))
    xlsx = as_stina.get(reverse(LIST), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(xlsx.streaming_content))).active
    [cell] = [cell for cell in sheet[2] if cell.value == formula]

    assert f"'{formula}" in row
    assert (cell.data_type, cell.value) == ("s", formula)


def test_export_follows_the_filter_and_goes_beyond_one_page(event, as_stina):
    other = EventFactory()
    for _ in range(60):
        RegistrationFactory(event=event)
    RegistrationFactory(event=other)

    rows = csv_rows(as_stina.get(reverse(LIST), {"export": "csv", "event": event.pk}))

    assert len(rows) == 61


def test_export_holds_no_needs(olof, event, sign_up, as_lars):
    sign_up(replace(olof, diet="nötallergi", access="hörslinga"), event)

    text = str(csv_rows(as_lars.get(reverse(LIST), {"export": "csv"})))

    assert "Olof" in text
    assert "nötallergi" not in text
    assert "hörslinga" not in text


def test_export_is_on_record(olof, bo, event, sign_up, as_stina, stina, now):
    sign_up(olof, event)
    sign_up(bo, event)

    as_stina.get(reverse(LIST), {"export": "csv", "event": event.pk})

    reading = Reading.objects.get()
    assert (reading.what, reading.by, reading.people, reading.event_id) == ("export", stina, 2, event.pk)


# --- Counted --------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [{}, {"export": "csv"}, {"q": "rad"}])
def test_long_list_costs_no_more_queries_than_a_short_one(query, as_stina, count_queries):
    def read():
        response = as_stina.get(reverse(LIST), query)
        return b"".join(response.streaming_content) if response.streaming else response.content

    RegistrationFactory()
    read()
    short = count_queries(read)
    for _ in range(19):
        RegistrationFactory()

    assert count_queries(read) == short
