"""The editor's form, filled in as in the browser."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from events.models import EventPage, RoundTablePage, SeminarPage
from tests.factories import VenueFactory, event_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client, stina) -> Client:
    client.force_login(stina)
    return client


def address_of_new(kind: str) -> str:
    return reverse("wagtailadmin_pages:add", args=["events", kind, event_index().pk])


def reminder(**changes) -> dict:
    """A row of the form as it comes, with its selects."""
    row = {"days_before": "", "clock_time": "", "minutes_before": "", "anchor": "before_start"}
    return row | {"purpose": "reminder", "standing": "confirmed"} | changes


def filled_in(**changes) -> dict:
    rows = {
        "quotas": inline_formset([{"role": "official", "reserved": 5, "maximum": ""}], initial=0),
        "reminder_rules": inline_formset([reminder(days_before=7, clock_time="09:00")], initial=0),
        "programme": inline_formset([]),
        "speakers": inline_formset([]),
        "partners": inline_formset([]),
        "takeaways": inline_formset([]),
        "documents": inline_formset([]),
    }
    page = {
        "title": "Öppen mark",
        "slug": "oppen-mark",
        "ingress": "",
        "body": streamfield([]),
        "body_en": streamfield([]),
        "summary": streamfield([]),
        "status": "confirmed",
        "format": "on_site",
        "flow": "open",
        "start_at": "2037-03-04 08:30",
        "end_at": "2037-03-04 10:00",
        "venue": VenueFactory().pk,
        "capacity": 20,
        "offer_hours": 10,
        "price_sek": 0,
        "comments": inline_formset([]),
    }
    return nested_form_data(page | rows | changes)


def publish(editor: Client, ticked: dict | None = None, **changes):
    """`ticked`: what is chosen of several boxes, by the names of the fields."""
    sent = filled_in(**changes) | (ticked or {}) | {"action-publish": "action-publish"}
    return editor.post(address_of_new("seminarpage"), sent)


def form_of(editor: Client, kind: str):
    return editor.get(address_of_new(kind)).context["form"]


def test_a_new_event_comes_with_the_usual_reminders(editor):
    rows = form_of(editor, "seminarpage").formsets["reminder_rules"].forms

    assert [(row["days_before"].value(), str(row["clock_time"].value())) for row in rows] == [
        (7, "09:00:00"),
        (1, "09:00:00"),
    ]


def test_the_browser_knows_the_reminders_of_each_kind_by_the_names_of_the_fields(editor):
    form = form_of(editor, "gatheringpage")
    by_kind = form.instance.usual_form_values

    names = [name for name in by_kind["webinar"] if name.startswith("reminder_rules-")]
    html = str(form.formsets["reminder_rules"].forms[0]["clock_time"])
    rows = form.formsets["reminder_rules"].forms
    shown = {
        row[field].html_name: str(row[field].value() or "")[:5]
        for row in rows
        for field in ("days_before", "clock_time", "minutes_before")
    }
    assert shown == {name: str(by_kind["study_visit"][name]) for name in names}
    assert 'value="09:00"' in html


def test_a_new_event_asks_how_the_roles_share_the_seats(editor):
    rows = form_of(editor, "seminarpage").formsets["quotas"].forms

    assert [(row["role"].value(), row["reserved"].value()) for row in rows] == [
        ("official", 0),
        ("politician", 0),
        ("builder", 0),
    ]


def test_each_kind_has_its_own_usual_values(editor):
    seminar, round_table = form_of(editor, "seminarpage"), form_of(editor, "roundtablepage")

    assert (seminar["flow"].value(), seminar["capacity"].value()) == ("open", 40)
    assert (round_table["flow"].value(), round_table["capacity"].value()) == ("request", 24)


def test_an_editor_publishes_an_event(editor):
    publish(editor)

    event = SeminarPage.objects.get()
    assert (event.live, event.start_at.isoformat()) == (True, "2037-03-04T07:30:00+00:00")
    assert [(quota.role, quota.reserved) for quota in event.quotas.all()] == [("official", 5)]
    assert [rule.days_before for rule in event.reminder_rules.all()] == [7]


def test_usual_values_do_not_come_back_when_an_event_is_edited(editor):
    publish(editor, reminder_rules=inline_formset([]), quotas=inline_formset([]))
    event = SeminarPage.objects.get()

    form = editor.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).context["form"]

    assert form.formsets["reminder_rules"].forms == []
    assert form.formsets["quotas"].forms == []


def test_who_sets_the_clock_is_told_that_letters_go_at_night_too(editor):
    page = editor.get(address_of_new("seminarpage")).content.decode()

    assert re.search("20:00 (and|och) 07:00", page)


def test_more_reserved_seats_than_seats_are_refused(editor):
    response = publish(editor, capacity=4)

    assert not EventPage.objects.exists()
    assert "capacity" in response.context["form"].errors


def test_a_reminder_is_either_in_minutes_or_in_days(editor):
    publish(
        editor,
        reminder_rules=inline_formset(
            [reminder(days_before=7, clock_time="09:00", minutes_before=60)], initial=0
        ),
    )

    assert not EventPage.objects.exists()


def test_a_reminder_goes_before_the_event_begins(editor):
    response = publish(
        editor, reminder_rules=inline_formset([reminder(days_before=0, clock_time="09:00")], initial=0)
    )

    assert not EventPage.objects.exists()
    assert response.context["form"].formsets["reminder_rules"].forms[0].errors


def test_a_row_that_is_taken_away_or_never_filled_in_is_no_fault(editor):
    taken_away = reminder(days_before=0, clock_time="09:00", DELETE="1")
    publish(editor, reminder_rules=inline_formset([taken_away, reminder()], initial=0))

    assert SeminarPage.objects.get().reminder_rules.count() == 0


def test_an_editor_thanks_builders_on_the_next_working_day(editor):
    thanks = reminder(
        days_before=1,
        clock_time="09:00",
        anchor="after_end",
        purpose="thanks",
        moves_to_working_day="on",
        sentence="Svara på enkäten.",
    )
    publish(
        editor,
        {"reminder_rules-0-roles": ["builder", "guest"]},
        reminder_rules=inline_formset([thanks], initial=0),
    )

    [rule] = SeminarPage.objects.get().reminder_rules.all()
    assert (rule.anchor, rule.purpose, rule.roles) == ("after_end", "thanks", ["builder", "guest"])
    assert (rule.moves_to_working_day, rule.sentence) == (True, "Svara på enkäten.")


def test_an_older_version_brings_its_rules_back_with_their_keys(editor):
    rule = reminder(days_before=1, clock_time="09:00", sentence="Ta med ritningar.")
    publish(editor, {"reminder_rules-0-roles": ["builder"]}, reminder_rules=inline_formset([rule], initial=0))
    event = SeminarPage.objects.get()
    key = event.reminder_rules.get().key
    event.reminder_rules.all().delete()

    event.get_latest_revision().publish()

    [back] = SeminarPage.objects.get().reminder_rules.all()
    assert (back.key, back.roles, back.sentence) == (key, ["builder"], "Ta med ritningar.")


def test_a_version_of_before_such_rules_keeps_its_meaning(editor):
    publish(editor)
    event = SeminarPage.objects.get()
    revision = event.get_latest_revision()
    kept = {"pk", "event", "key", "minutes_before", "days_before", "clock_time"}
    rows = revision.content["reminder_rules"]
    revision.content["reminder_rules"] = [{name: row[name] for name in kept} for row in rows]
    revision.save()

    revision.publish()

    [rule] = SeminarPage.objects.get().reminder_rules.all()
    assert (rule.days_before, rule.anchor, rule.purpose, rule.standing, rule.roles) == (
        7,
        "before_start",
        "reminder",
        "confirmed",
        [],
    )


def test_an_event_has_no_day_of_expiry(editor):
    assert "expire_at" not in form_of(editor, "seminarpage").fields
    assert "go_live_at" in form_of(editor, "seminarpage").fields


def test_an_event_can_be_previewed_before_it_is_saved(editor):
    address = reverse("wagtailadmin_pages:preview_on_add", args=["events", "seminarpage", event_index().pk])

    assert editor.post(address, filled_in()).json()["is_valid"]
    response = editor.get(address)

    assert "Öppen mark" in response.content.decode()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert not EventPage.objects.exists()


def test_a_round_table_has_tables(editor):
    assert {"table_count", "seats_per_table"} <= set(form_of(editor, "roundtablepage").fields)
    assert RoundTablePage.usual_values["flow"] == RoundTablePage.Flow.REQUEST
