"""From half a draft to a published page: what is saved, what is refused, and what the editor is told."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import inline_formset

from events.models import EventPage, SeminarPage
from tests.events.test_forms import address_of_new, editor, filled_in, form_of, publish
from tests.factories import event_index

__all__ = ["editor"]

pytestmark = pytest.mark.django_db


def save_draft(editor: Client, kind: str = "seminarpage", **changes):
    return editor.post(address_of_new(kind), filled_in(**changes))


def edit(editor: Client, event: EventPage, *, publishes: bool = True, **changes):
    action = {"action-publish": "action-publish"} if publishes else {}
    # The rows that are there already stay as they are.
    changes = {"quotas": inline_formset([]), "reminder_rules": inline_formset([])} | changes
    return editor.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), filled_in(**changes) | action)


def programme(starts: str, ends: str) -> dict:
    item = {"starts": starts, "ends": ends, "title": "Samtal", "people": "", "description": "", "ORDER": 1}
    return inline_formset([item], initial=0)


def test_a_draft_is_saved_however_little_there_is(editor):
    save_draft(editor, start_at="", end_at="", venue="", capacity=2)

    assert [event.live for event in SeminarPage.objects.all()] == [False]


def test_a_draft_is_saved_with_times_that_do_not_hold(editor):
    save_draft(editor, end_at="2037-03-04 07:00", programme=programme("06:00", "06:30"))

    assert SeminarPage.objects.get().live is False


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"start_at": ""}, "start_at", "Ange när evenemanget börjar."),
        ({"end_at": ""}, "end_at", "Ange när evenemanget slutar."),
        ({"venue": ""}, "venue", "Välj lokal, eller gör evenemanget digitalt."),
        ({"end_at": "2037-03-04 07:00"}, "end_at", "Evenemanget ska sluta efter att det har börjat."),
    ],
)
def test_publishing_without_date_or_place_is_refused_with_a_sentence(editor, changes, field, sentence):
    response = publish(editor, **changes)

    assert not EventPage.objects.exists()
    assert field in response.context["form"].errors


def test_an_online_event_is_published_without_a_venue(editor):
    publish(editor, venue="", format="online")

    assert SeminarPage.objects.get().live


def test_a_programme_outside_the_event_is_refused_at_its_row(editor):
    response = publish(editor, programme=programme("08:00", "08:30"))

    assert not EventPage.objects.exists()
    (row,) = response.context["form"].formsets["programme"].forms
    assert "starts" in row.errors


def test_a_programme_from_the_doors_on_is_published(editor):
    publish(editor, programme=programme("08:00", "08:30"), doors_open_time="08:00")

    assert [item.title for item in SeminarPage.objects.get().programme.all()] == ["Samtal"]


def test_moving_a_published_event_keeps_the_old_date(editor):
    publish(editor)
    event = SeminarPage.objects.get()

    edit(editor, event, status="rescheduled", start_at="2037-03-11 08:30", end_at="2037-03-11 10:00")

    event.refresh_from_db()
    assert event.previous_start_at.isoformat() == "2037-03-04T07:30:00+00:00"


def test_the_old_date_is_that_which_people_know(editor):
    publish(editor)
    event = SeminarPage.objects.get()
    moved = {"status": "rescheduled", "start_at": "2037-03-11 08:30", "end_at": "2037-03-11 10:00"}

    edit(editor, event, publishes=False, **moved)
    edit(editor, event, **moved)

    event.refresh_from_db()
    assert event.previous_start_at.isoformat() == "2037-03-04T07:30:00+00:00"


def test_a_moved_event_says_so_although_nobody_changed_its_status(editor):
    publish(editor)
    event = SeminarPage.objects.get()

    edit(editor, event, start_at="2037-03-11 08:30", end_at="2037-03-11 10:00")

    event.refresh_from_db()
    assert event.status == "rescheduled"
    assert event.previous_start_at.isoformat() == "2037-03-04T07:30:00+00:00"


def test_an_event_that_is_moved_back_has_no_old_date(editor):
    publish(editor)
    event = SeminarPage.objects.get()
    edit(editor, event, start_at="2037-03-11 08:30", end_at="2037-03-11 10:00")
    moved = {"status": "rescheduled", "previous_start_at": "2037-03-04 08:30"}

    edit(editor, event, **moved, start_at="2037-03-04 08:30", end_at="2037-03-04 10:00")

    event.refresh_from_db()
    assert (event.status, event.previous_start_at) == ("confirmed", None)


def test_a_preliminary_date_that_is_settled_has_not_been_moved(editor):
    publish(editor, status="preliminary")
    event = SeminarPage.objects.get()

    edit(editor, event, status="confirmed", start_at="2037-03-11 08:30", end_at="2037-03-11 10:00")

    event.refresh_from_db()
    assert (event.status, event.previous_start_at) == ("confirmed", None)


def test_a_moved_event_that_is_cancelled_stays_cancelled(editor):
    publish(editor)
    event = SeminarPage.objects.get()

    edit(editor, event, status="cancelled", start_at="2037-03-11 08:30", end_at="2037-03-11 10:00")

    event.refresh_from_db()
    assert event.status == "cancelled"


def test_an_old_date_that_an_editor_gives_stays(editor):
    publish(editor)
    event = SeminarPage.objects.get()

    edit(
        editor,
        event,
        status="rescheduled",
        start_at="2037-03-11 08:30",
        end_at="2037-03-11 10:00",
        previous_start_at="2037-02-01 08:30",
    )

    event.refresh_from_db()
    assert event.previous_start_at.isoformat() == "2037-02-01T07:30:00+00:00"


def test_the_editor_sees_at_once_what_is_missing(editor):
    save_draft(editor, venue="", capacity=2)

    html = editor.get(
        reverse("wagtailadmin_pages:edit", args=[SeminarPage.objects.get().pk])
    ).content.decode()

    assert html.index("readiness") < html.index('name="title"')
    assert '<li data-readiness="stops">' in html


def test_a_whole_event_is_not_warned_of(editor):
    publish(editor)

    html = editor.get(
        reverse("wagtailadmin_pages:edit", args=[SeminarPage.objects.get().pk])
    ).content.decode()

    assert '<li data-readiness="stops">' not in html


@pytest.mark.parametrize("kind", ["seminarpage", "roundtablepage", "gatheringpage"])
def test_every_kind_has_a_form_with_the_same_tabs(editor, kind):
    form = form_of(editor, kind)

    assert {"title", "start_at", "capacity", "summary", "title_en", "slug"} <= set(form.fields)
    assert {"programme", "speakers", "partners", "quotas", "takeaways", "documents"} <= set(form.formsets)


def test_a_page_that_goes_live_later_is_whole_already(editor):
    later = {"go_live_at": "2036-12-01 09:00"}

    assert "venue" in publish(editor, venue="", **later).context["form"].errors
    publish(editor, **later)

    event = SeminarPage.objects.get()
    assert (event.live, event.approved_schedule) == (False, True)


@pytest.mark.parametrize("action", [{}, {"action-publish": "action-publish"}])
def test_a_role_that_stands_twice_is_refused_at_its_row(editor, action):
    twice = [{"role": "official", "reserved": 5, "maximum": ""}] * 2

    response = editor.post(
        address_of_new("seminarpage"), filled_in(quotas=inline_formset(twice, initial=0)) | action
    )

    assert not EventPage.objects.exists()
    first, second = response.context["form"].formsets["quotas"].forms
    assert (bool(first.errors), bool(second.errors)) == (False, True)


def test_an_event_goes_live_through_the_workflow_when_it_is_whole(editor, stina):
    task = GroupApprovalTask.objects.create(name="Granskning")
    task.groups.add(Group.objects.get_or_create(name="Moderators")[0])
    workflow = Workflow.objects.create(name="Granskning")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=event_index(), defaults={"workflow": workflow})
    submitted = {"action-submit": "action-submit"}

    half = editor.post(address_of_new("seminarpage"), filled_in(venue="") | submitted)
    assert "venue" in half.context["form"].errors

    editor.post(address_of_new("seminarpage"), filled_in() | submitted)
    event = SeminarPage.objects.get()
    assert not event.live

    event.current_workflow_state.current_task_state.approve(user=stina)

    event.refresh_from_db()
    assert event.live
